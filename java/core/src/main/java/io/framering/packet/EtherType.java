// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/** Numbers of the protocols in Ethernet, assigned by IEEE: 16 bits, 0x0600 or more. */
public final class EtherType {
  /** Internet Protocol, version 4. */
  public static final int IPV4 = 0x0800;

  /** Address Resolution Protocol. */
  public static final int ARP = 0x0806;

  /** 802.1Q VLAN tag, also called C-tag. */
  public static final int VLAN = 0x8100;

  /** Internet Protocol, version 6. */
  public static final int IPV6 = 0x86DD;

  /** 802.1ad VLAN tag of a provider, also called S-tag: the outer one of two. */
  public static final int SERVICE_VLAN = 0x88A8;

  /** An outer VLAN tag before 802.1ad. */
  public static final int OLD_SERVICE_VLAN = 0x9100;

  /** LACP and other slow protocols of 802.3. */
  public static final int SLOW_PROTOCOLS = 0x8809;

  /** PPP, within GRE and PPPoE sessions. */
  public static final int PPP = 0x880B;

  /** MPLS labels of a unicast packet. */
  public static final int MPLS = 0x8847;

  /** MPLS labels of a multicast packet. */
  public static final int MPLS_MULTICAST = 0x8848;

  /** Discovery of PPPoE sessions. */
  public static final int PPPOE_DISCOVERY = 0x8863;

  /** Packets of PPPoE sessions. */
  public static final int PPPOE_SESSION = 0x8864;

  /** Link Layer Discovery Protocol. */
  public static final int LLDP = 0x88CC;

  /** An Ethernet frame, within GRE and Geneve. */
  static final int ETHERNET = 0x6558;

  /** The lowest EtherType: smaller values are the length of an 802.3 frame. */
  static final int LOWEST = 0x0600;

  private EtherType() {}

  /**
   * {@return the readable name, or "unknown" for other numbers}
   *
   * @param etherType the number, 0 to 65535
   */
  public static String name(int etherType) {
    return switch (etherType) {
      case IPV4 -> "IPv4";
      case ARP -> "ARP";
      case 0x0842 -> "Wake-on-LAN";
      case 0x22F0 -> "AVTP";
      case 0x6003 -> "DECnet";
      case ETHERNET -> "Transparent Ethernet Bridging";
      case 0x8035 -> "RARP";
      case 0x809B -> "AppleTalk";
      case VLAN -> "VLAN";
      case 0x8137 -> "IPX";
      case IPV6 -> "IPv6";
      case 0x8808 -> "Ethernet flow control";
      case SLOW_PROTOCOLS -> "Slow Protocols";
      case PPP -> "PPP";
      case MPLS -> "MPLS";
      case MPLS_MULTICAST -> "MPLS multicast";
      case PPPOE_DISCOVERY -> "PPPoE discovery";
      case PPPOE_SESSION -> "PPPoE";
      case 0x888E -> "802.1X";
      case 0x8892 -> "PROFINET";
      case 0x88A2 -> "ATA over Ethernet";
      case 0x88A4 -> "EtherCAT";
      case SERVICE_VLAN -> "802.1ad VLAN";
      case LLDP -> "LLDP";
      case 0x88E1 -> "HomePlug";
      case 0x88E5 -> "MACsec";
      case 0x88E7 -> "Provider Backbone Bridge";
      case 0x88F7 -> "PTP";
      case 0x8902 -> "Connectivity Fault Management";
      case 0x8906 -> "FCoE";
      case 0x8914 -> "FCoE initialization";
      case 0x8915 -> "RoCE";
      case 0x894F -> "NSH";
      case 0x9000 -> "Ethernet loopback";
      case OLD_SERVICE_VLAN -> "QinQ VLAN";
      default -> "unknown";
    };
  }
}
