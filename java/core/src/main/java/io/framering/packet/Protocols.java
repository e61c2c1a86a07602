package io.framering.packet;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The decoded protocols: one row for each number that identifies one. */
final class Protocols {
  private record Row(Numbering numbering, int number, Supplier<Header> decoder) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(Numbering.LINK_TYPE, 0, NullLoopback::new),
          new Row(Numbering.LINK_TYPE, 1, Ethernet::new),
          new Row(Numbering.LINK_TYPE, 108, NullLoopback::new),
          new Row(Numbering.LINK_TYPE, 113, LinuxCooked::new),
          new Row(Numbering.LINK_TYPE, 228, Ipv4::new),
          new Row(Numbering.LINK_TYPE, 229, Ipv6::new),
          new Row(Numbering.LINK_TYPE, 276, LinuxCooked2::new),
          new Row(Numbering.LENGTH_FIELD, 0, Llc::new),
          new Row(Numbering.ETHER_TYPE, EtherType.VLAN, Vlan::new),
          new Row(Numbering.ETHER_TYPE, EtherType.SERVICE_VLAN, Vlan::service),
          new Row(Numbering.ETHER_TYPE, EtherType.OLD_SERVICE_VLAN, Vlan::new),
          new Row(Numbering.ETHER_TYPE, EtherType.ARP, Arp::new),
          new Row(Numbering.ETHER_TYPE, EtherType.IPV4, Ipv4::new),
          new Row(Numbering.ETHER_TYPE, EtherType.IPV6, Ipv6::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.HOP_BY_HOP, Ipv6Options::hopByHop),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.ICMP, Icmp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.IGMP, Igmp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.IPV4, Ipv4::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.TCP, Tcp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.UDP, Udp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.IPV6, Ipv6::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.ROUTING, Ipv6Routing::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.FRAGMENT, Ipv6Fragment::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.AUTHENTICATION, Authentication::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.ICMPV6, Icmpv6::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.DESTINATION_OPTIONS, Ipv6Options::destination),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.SCTP, Sctp::new),
          new Row(Numbering.UDP_PORT, Vxlan.PORT, Vxlan::new));

  /** The number of rows; they are numbered from 0. */
  static final int COUNT = ROWS.size();

  /** The result of {@link #find} if the number has no decoder. */
  static final int NOT_DECODED = -1;

  // Indexed by numbering and number, up to the highest one with a row: the row plus 1, so that 0 is
  // "not decoded".
  private static final byte[][] INDEX = new byte[Numbering.values().length][0];

  static {
    for (int row = 0; row < COUNT; row++) {
      int numbering = ROWS.get(row).numbering.ordinal();
      int number = ROWS.get(row).number;
      if (number >= INDEX[numbering].length) {
        INDEX[numbering] = Arrays.copyOf(INDEX[numbering], number + 1);
      }
      INDEX[numbering][number] = (byte) (row + 1);
    }
  }

  private Protocols() {}

  /** Whether no number of the list has a decoder. */
  static boolean isEmpty(Numbering numbering) {
    return INDEX[numbering.ordinal()].length == 0;
  }

  /** The row of the decoder of {@code number}, or {@link #NOT_DECODED}. */
  static int find(Numbering numbering, int number) {
    byte[] rows = INDEX[numbering.ordinal()];
    return number >= 0 && number < rows.length ? rows[number] - 1 : NOT_DECODED;
  }

  /** A new decoder. */
  static Header decoder(int row) {
    return ROWS.get(row).decoder.get();
  }
}
