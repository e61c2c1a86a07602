package io.framering.packet;

/** The protocols that IP carries, by IANA's numbers: 0 to 255. */
public final class IpProtocol {
  /** Internet Control Message Protocol. */
  public static final int ICMP = 1;

  /** IPv4 in IP. */
  public static final int IPV4 = 4;

  /** Transmission Control Protocol. */
  public static final int TCP = 6;

  /** User Datagram Protocol. */
  public static final int UDP = 17;

  private IpProtocol() {}

  /** The name for people, "unknown" for a number that is not listed here. */
  public static String name(int protocol) {
    return switch (protocol) {
      case 0 -> "IPv6 hop-by-hop options";
      case ICMP -> "ICMP";
      case 2 -> "IGMP";
      case IPV4 -> "IPv4";
      case TCP -> "TCP";
      case 8 -> "EGP";
      case 9 -> "IGP";
      case UDP -> "UDP";
      case 33 -> "DCCP";
      case 41 -> "IPv6";
      case 43 -> "IPv6 routing";
      case 44 -> "IPv6 fragment";
      case 46 -> "RSVP";
      case 47 -> "GRE";
      case 50 -> "ESP";
      case 51 -> "AH";
      case 58 -> "ICMPv6";
      case 59 -> "IPv6 no next header";
      case 60 -> "IPv6 destination options";
      case 88 -> "EIGRP";
      case 89 -> "OSPF";
      case 94 -> "IPIP";
      case 97 -> "EtherIP";
      case 103 -> "PIM";
      case 108 -> "IPComp";
      case 112 -> "VRRP";
      case 115 -> "L2TP";
      case 124 -> "IS-IS";
      case 132 -> "SCTP";
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
