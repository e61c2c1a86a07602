// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/** Numbers of the protocols in IP, assigned by IANA: 0 to 255. */
public final class IpProtocol {
  /** IPv6 hop-by-hop options. */
  public static final int HOP_BY_HOP = 0;

  /** Internet Control Message Protocol. */
  public static final int ICMP = 1;

  /** Internet Group Management Protocol. */
  public static final int IGMP = 2;

  /** IPv4 in IP. */
  public static final int IPV4 = 4;

  /** Transmission Control Protocol. */
  public static final int TCP = 6;

  /** User Datagram Protocol. */
  public static final int UDP = 17;

  /** IPv6 in IP. */
  public static final int IPV6 = 41;

  /** IPv6 routing header. */
  public static final int ROUTING = 43;

  /** IPv6 fragment header. */
  public static final int FRAGMENT = 44;

  /** Generic Routing Encapsulation. */
  public static final int GRE = 47;

  /** Authentication header. */
  public static final int AUTHENTICATION = 51;

  /** Internet Control Message Protocol for IPv6. */
  public static final int ICMPV6 = 58;

  /** Nothing follows an IPv6 header. */
  public static final int NO_NEXT_HEADER = 59;

  /** IPv6 destination options. */
  public static final int DESTINATION_OPTIONS = 60;

  /** Open Shortest Path First. */
  public static final int OSPF = 89;

  /** Protocol Independent Multicast. */
  public static final int PIM = 103;

  /** Virtual Router Redundancy Protocol. */
  public static final int VRRP = 112;

  /** Stream Control Transmission Protocol. */
  public static final int SCTP = 132;

  private IpProtocol() {}

  /**
   * {@return the readable name, or "unknown" for other numbers}
   *
   * @param protocol the number, 0 to 255
   */
  public static String name(int protocol) {
    return switch (protocol) {
      case HOP_BY_HOP -> "IPv6 hop-by-hop options";
      case ICMP -> "ICMP";
      case IGMP -> "IGMP";
      case IPV4 -> "IPv4";
      case TCP -> "TCP";
      case 8 -> "EGP";
      case 9 -> "IGP";
      case UDP -> "UDP";
      case 33 -> "DCCP";
      case IPV6 -> "IPv6";
      case ROUTING -> "IPv6 routing";
      case FRAGMENT -> "IPv6 fragment";
      case 46 -> "RSVP";
      case GRE -> "GRE";
      case 50 -> "ESP";
      case AUTHENTICATION -> "AH";
      case ICMPV6 -> "ICMPv6";
      case NO_NEXT_HEADER -> "IPv6 no next header";
      case DESTINATION_OPTIONS -> "IPv6 destination options";
      case 88 -> "EIGRP";
      case OSPF -> "OSPF";
      case 94 -> "IPIP";
      case 97 -> "EtherIP";
      case PIM -> "PIM";
      case 108 -> "IPComp";
      case VRRP -> "VRRP";
      case 115 -> "L2TP";
      case 124 -> "IS-IS";
      case SCTP -> "SCTP";
      case 133 -> "FCoIP";
      case 135 -> "Mobility";
      case 136 -> "UDP-Lite";
      case 137 -> "MPLS";
      case 143 -> "Ethernet";
      case 253, 254 -> "experiment";
      default -> "unknown";
    };
  }
}
