// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The protocols that a {@link Packet} decodes: one row for each number that identifies one.
 * Immutable.
 *
 * <p>Programs add decoders of their own, which {@code tree} and {@code json} then print:
 *
 * <pre>{@code
 * Protocols protocols = Protocols.builtIn().with(Numbering.UDP_PORT, 7400, Reading::new);
 *
 * Packet packet = new Packet(protocols);
 * FramePrinter printer =
 *     OutputFormat.TREE.printer(PrintOptions.defaults().protocols(protocols));
 * }</pre>
 */
public final class Protocols {
  // Of a supplier of objects: a method reference, or a lambda that returns a header, would load the
  // decoder's class together with this one, for packets that may never come.
  private record Row(Numbering numbering, int number, Supplier<?> decoder) {}

  private static final Protocols BUILT_IN =
      new Protocols(
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
              new Row(
                  Numbering.IP_PROTOCOL, IpProtocol.DESTINATION_OPTIONS, Ipv6Options::destination),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.SCTP, Sctp::new),
              new Row(Numbering.UDP_PORT, Dhcp.SERVER_PORT, () -> new Dhcp()),
              new Row(Numbering.UDP_PORT, Dhcp.CLIENT_PORT, () -> new Dhcp()),
              new Row(Numbering.UDP_PORT, Rip.PORT, () -> new Rip()),
              new Row(Numbering.UDP_PORT, Ripng.PORT, () -> new Ripng()),
              new Row(Numbering.UDP_PORT, Dhcpv6.CLIENT_PORT, () -> new Dhcpv6()),
              new Row(Numbering.UDP_PORT, Dhcpv6.SERVER_PORT, () -> new Dhcpv6()),
              new Row(Numbering.UDP_PORT, Radius.OLD_PORT, () -> new Radius()),
              new Row(Numbering.UDP_PORT, Radius.OLD_ACCOUNTING_PORT, () -> new Radius()),
              new Row(Numbering.UDP_PORT, Radius.PORT, () -> new Radius()),
              new Row(Numbering.UDP_PORT, Radius.ACCOUNTING_PORT, () -> new Radius()),
              new Row(Numbering.UDP_PORT, Radius.AUTHORIZATION_PORT, () -> new Radius()),
              new Row(Numbering.UDP_PORT, Vxlan.PORT, Vxlan::new)));

  /** The result of {@link #find} if the number has no decoder. */
  static final int NOT_DECODED = -1;

  private final List<Row> rows;

  // Indexed by numbering and number, up to the highest one with a row: the row plus 1, so that 0 is
  // "not decoded".
  private final short[][] index = new short[Numbering.values().length][0];

  private Protocols(List<Row> rows) {
    this.rows = rows;
    for (int row = 0; row < rows.size(); row++) {
      int numbering = rows.get(row).numbering.ordinal();
      int number = rows.get(row).number;
      if (number >= index[numbering].length) {
        index[numbering] = Arrays.copyOf(index[numbering], number + 1);
      }
      index[numbering][number] = (short) (row + 1);
    }
  }

  /** {@return the protocols of this library} */
  public static Protocols builtIn() {
    return BUILT_IN;
  }

  /**
   * {@return these protocols and another one; it replaces the protocol that has the number so far}
   *
   * @param numbering the list that the number belongs to
   * @param number 0 to 65535
   * @param decoder creates a decoder, which is reused for many packets
   * @throws IllegalArgumentException if the list has no such number
   */
  public Protocols with(Numbering numbering, int number, Supplier<? extends Header> decoder) {
    if (number < 0 || number >= numbering.count()) {
      throw new IllegalArgumentException(numbering + " has no number " + number);
    }
    List<Row> more = new ArrayList<>(rows);
    more.add(new Row(numbering, number, decoder));
    return new Protocols(List.copyOf(more));
  }

  /** The number of rows; they are numbered from 0. */
  int count() {
    return rows.size();
  }

  /** Whether no number of the list has a decoder. */
  boolean isEmpty(Numbering numbering) {
    return index[numbering.ordinal()].length == 0;
  }

  /** The row of the decoder of {@code number}, or {@link #NOT_DECODED}. */
  int find(Numbering numbering, int number) {
    short[] numbers = index[numbering.ordinal()];
    return number >= 0 && number < numbers.length ? numbers[number] - 1 : NOT_DECODED;
  }

  /** A new decoder. */
  Header decoder(int row) {
    return (Header) rows.get(row).decoder.get();
  }
}
