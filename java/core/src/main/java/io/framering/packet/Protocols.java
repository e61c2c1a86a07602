package io.framering.packet;

import java.util.List;
import java.util.function.Supplier;

/** The protocols that are decoded: one row for each number that leads to one. */
final class Protocols {
  private record Row(Numbering numbering, int number, Supplier<Header> decoder) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(Numbering.ETHER_TYPE, EtherType.VLAN, Vlan::new),
          new Row(Numbering.ETHER_TYPE, EtherType.SERVICE_VLAN, Vlan::new),
          new Row(Numbering.ETHER_TYPE, EtherType.OLD_SERVICE_VLAN, Vlan::new),
          new Row(Numbering.ETHER_TYPE, EtherType.IPV4, Ipv4::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.IPV4, Ipv4::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.ICMP, Icmp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.TCP, Tcp::new),
          new Row(Numbering.IP_PROTOCOL, IpProtocol.UDP, Udp::new));

  /** How many rows there are; a row's number is 0 or more and less than this. */
  static final int COUNT = ROWS.size();

  /** What {@link #find} says when nothing decodes the number. */
  static final int NOT_DECODED = -1;

  // Indexed by numbering and number: the row plus 1, so that 0 is "not decoded".
  private static final byte[] INDEX = new byte[Numbering.values().length << Short.SIZE];

  static {
    for (int row = 0; row < COUNT; row++) {
      INDEX[key(ROWS.get(row).numbering, ROWS.get(row).number)] = (byte) (row + 1);
    }
  }

  private Protocols() {}

  /** The row of what decodes {@code number}, or {@link #NOT_DECODED}. */
  static int find(Numbering numbering, int number) {
    return INDEX[key(numbering, number)] - 1;
  }

  /** A new decoder. */
  static Header decoder(int row) {
    return ROWS.get(row).decoder.get();
  }

  private static int key(Numbering numbering, int number) {
    return numbering.ordinal() << Short.SIZE | number & 0xFFFF;
  }
}
