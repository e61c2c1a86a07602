package io.framering.frame;

/**
 * The type of a frame's first header. Names and numbers are from the tcpdump group's LINKTYPE_
 * list.
 */
public enum LinkType {
  /** A four-byte protocol family in the byte order of the host that wrote it: LINKTYPE_NULL. */
  NULL(0, "BSD loopback"),
  /** An Ethernet header: LINKTYPE_ETHERNET. Linux's loopback interface has one too. */
  ETHERNET(1, "Ethernet"),
  /** An IPv4 or IPv6 header: LINKTYPE_RAW. */
  RAW(101, "Raw IP"),
  /** A four-byte protocol family in network byte order: LINKTYPE_LOOP. */
  LOOP(108, "OpenBSD loopback"),
  /** Linux's pseudo-header for frames of any interface, version 1: LINKTYPE_LINUX_SLL. */
  LINUX_SLL(113, "Linux cooked v1"),
  /** An IPv4 header: LINKTYPE_IPV4. */
  IPV4(228, "Raw IPv4"),
  /** An IPv6 header: LINKTYPE_IPV6. */
  IPV6(229, "Raw IPv6"),
  /** Linux's pseudo-header for frames of any interface, version 2: LINKTYPE_LINUX_SLL2. */
  LINUX_SLL2(276, "Linux cooked v2"),
  /** A link type that is not decoded here. */
  UNKNOWN(-1, "unknown");

  // linux/if_arp.h
  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_RAWIP = 519;
  private static final int ARPHRD_TUNNEL = 768;
  private static final int ARPHRD_TUNNEL6 = 769;
  private static final int ARPHRD_LOOPBACK = 772;
  private static final int ARPHRD_SIT = 776;
  private static final int ARPHRD_NONE = 0xFFFE;

  private final int number;
  private final String label;

  LinkType(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /** The LINKTYPE_ value in capture files; -1 for {@link #UNKNOWN}. */
  public int number() {
    return number;
  }

  /** The readable name. */
  public String label() {
    return label;
  }

  /** The link type with this LINKTYPE_ value in a capture file, else {@link #UNKNOWN}. */
  public static LinkType ofNumber(int number) {
    return switch (number) {
      case 0 -> NULL;
      case 1 -> ETHERNET;
      // 12 and 14 are DLT_RAW on some systems, and appear in files written there.
      case 12, 14, 101 -> RAW;
      case 108 -> LOOP;
      case 113 -> LINUX_SLL;
      case 228 -> IPV4;
      case 229 -> IPV6;
      case 276 -> LINUX_SLL2;
      default -> UNKNOWN;
    };
  }

  /** The link type of an interface with this {@code ARPHRD_} number. */
  public static LinkType ofHardwareType(int arphrd) {
    return switch (arphrd) {
      case ARPHRD_ETHER, ARPHRD_LOOPBACK -> ETHERNET;
      case ARPHRD_NONE, ARPHRD_RAWIP, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT -> RAW;
      default -> UNKNOWN;
    };
  }
}
