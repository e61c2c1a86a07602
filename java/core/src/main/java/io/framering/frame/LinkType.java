package io.framering.frame;

/** What a frame begins with. Names and numbers are those of the tcpdump group's LINKTYPE_ list. */
public enum LinkType {
  /** An Ethernet header: LINKTYPE_ETHERNET. Linux's loopback interface has one too. */
  ETHERNET(1, "Ethernet"),
  /** An IPv4 or IPv6 header: LINKTYPE_RAW. */
  RAW(101, "Raw IP"),
  /** Something that is not decoded here. */
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

  /** The LINKTYPE_ value that stands in capture files; -1 for {@link #UNKNOWN}. */
  public int number() {
    return number;
  }

  /** The name for people. */
  public String label() {
    return label;
  }

  /** The link type of an interface that has this {@code ARPHRD_} number. */
  public static LinkType ofHardwareType(int arphrd) {
    return switch (arphrd) {
      case ARPHRD_ETHER, ARPHRD_LOOPBACK -> ETHERNET;
      case ARPHRD_NONE, ARPHRD_RAWIP, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT -> RAW;
      default -> UNKNOWN;
    };
  }
}
