// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/**
 * The type of a frame's first header. Names and numbers are from the tcpdump group's LINKTYPE_
 * list.
 */
public enum LinkType {
  /** A four-byte protocol family in the byte order of the host that wrote it: LINKTYPE_NULL. */
  NULL(0, "BSD loopback", 4),
  /** An Ethernet header: LINKTYPE_ETHERNET. Linux's loopback interface has one too. */
  ETHERNET(1, "Ethernet", 14),
  /** A PPP header, with or without address and control: LINKTYPE_PPP. */
  PPP(9, "PPP", 2),
  /** A PPP header, or one of Cisco's HDLC, in HDLC framing: LINKTYPE_PPP_HDLC. */
  PPP_SERIAL(50, "PPP over serial", 4),
  /** A PPPoE header, without an Ethernet header: LINKTYPE_PPP_ETHER. */
  PPP_ETHER(51, "PPPoE", 6),
  /** An IPv4 or IPv6 header: LINKTYPE_RAW. */
  RAW(101, "Raw IP", 0),
  /** Cisco's HDLC header: LINKTYPE_C_HDLC. */
  C_HDLC(104, "Cisco HDLC", 4),
  /** A four-byte protocol family in network byte order: LINKTYPE_LOOP. */
  LOOP(108, "OpenBSD loopback", 4),
  /** An 802.11 header: LINKTYPE_IEEE802_11. */
  IEEE802_11(105, "802.11", 24),
  /** Radiotap, what the radio knew, and an 802.11 header: LINKTYPE_IEEE802_11_RADIOTAP. */
  IEEE802_11_RADIO(127, "802.11 plus radiotap header", 8),
  /** Linux's pseudo-header for frames of any interface, version 1: LINKTYPE_LINUX_SLL. */
  LINUX_SLL(113, "Linux cooked v1", 16),
  /** A PPP header whose address is the direction, as pppd has it: LINKTYPE_PPP_PPPD. */
  PPP_PPPD(166, "PPP with direction", 4),
  /** An IPv4 header: LINKTYPE_IPV4. */
  IPV4(228, "Raw IPv4", 0),
  /** An IPv6 header: LINKTYPE_IPV6. */
  IPV6(229, "Raw IPv6", 0),
  /** Linux's pseudo-header for frames of any interface, version 2: LINKTYPE_LINUX_SLL2. */
  LINUX_SLL2(276, "Linux cooked v2", 20),
  /** A link type that is not decoded here. */
  UNKNOWN(-1, "unknown", 0);

  private static final LinkType[] ALL = values();

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
  private final int headerLength;

  LinkType(int number, String label, int headerLength) {
    this.number = number;
    this.label = label;
    this.headerLength = headerLength;
  }

  /** {@return the LINKTYPE_ value in capture files; -1 for {@link #UNKNOWN}} */
  public int number() {
    return number;
  }

  /** {@return the readable name} */
  public String label() {
    return label;
  }

  /**
   * {@return the number of bytes of the link-layer header: for {@link #ETHERNET} without VLAN tags,
   * for {@link #IEEE802_11} with three addresses, for {@link #IEEE802_11_RADIO} without fields; 0
   * if the frame begins with an IP header, and for {@link #UNKNOWN}}
   */
  public int headerLength() {
    return headerLength;
  }

  /**
   * {@return the link type with this LINKTYPE_ value in a capture file, else {@link #UNKNOWN}}
   *
   * @param number a LINKTYPE_ value
   */
  public static LinkType ofNumber(int number) {
    // 12 and 14 are DLT_RAW on some systems, and appear in files written there.
    int listed = number == 12 || number == 14 ? RAW.number : number;
    for (LinkType type : ALL) {
      if (type.number == listed) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /**
   * {@return the link type of an interface with this {@code ARPHRD_} number}
   *
   * @param arphrd a number of {@code linux/if_arp.h}
   */
  public static LinkType ofHardwareType(int arphrd) {
    return switch (arphrd) {
      case ARPHRD_ETHER, ARPHRD_LOOPBACK -> ETHERNET;
      case ARPHRD_NONE, ARPHRD_RAWIP, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT -> RAW;
      default -> UNKNOWN;
    };
  }
}
