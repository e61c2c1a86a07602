// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
  /** A number, and the decoder of a program's own for it, or null for one of {@link #builtIn}. */
  private record Row(Numbering numbering, int number, Supplier<? extends Header> decoder) {
    private Row(Numbering numbering, int number) {
      this(numbering, number, null);
    }
  }

  private static final Protocols BUILT_IN =
      new Protocols(
          List.of(
              new Row(Numbering.LINK_TYPE, 0),
              new Row(Numbering.LINK_TYPE, 1),
              new Row(Numbering.LINK_TYPE, 9),
              new Row(Numbering.LINK_TYPE, 51),
              new Row(Numbering.LINK_TYPE, 108),
              new Row(Numbering.LINK_TYPE, 113),
              new Row(Numbering.LINK_TYPE, 228),
              new Row(Numbering.LINK_TYPE, 229),
              new Row(Numbering.LINK_TYPE, 276),
              new Row(Numbering.LENGTH_FIELD, 0),
              new Row(Numbering.ETHER_TYPE, EtherType.VLAN),
              new Row(Numbering.ETHER_TYPE, EtherType.SERVICE_VLAN),
              new Row(Numbering.ETHER_TYPE, EtherType.OLD_SERVICE_VLAN),
              new Row(Numbering.ETHER_TYPE, EtherType.ARP),
              new Row(Numbering.ETHER_TYPE, EtherType.IPV4),
              new Row(Numbering.ETHER_TYPE, EtherType.IPV6),
              new Row(Numbering.ETHER_TYPE, EtherType.SLOW_PROTOCOLS),
              new Row(Numbering.ETHER_TYPE, EtherType.PPP),
              new Row(Numbering.ETHER_TYPE, EtherType.MPLS),
              new Row(Numbering.ETHER_TYPE, EtherType.MPLS_MULTICAST),
              new Row(Numbering.ETHER_TYPE, EtherType.PPPOE_DISCOVERY),
              new Row(Numbering.ETHER_TYPE, EtherType.PPPOE_SESSION),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.HOP_BY_HOP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.ICMP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.IGMP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.IPV4),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.TCP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.UDP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.IPV6),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.ROUTING),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.FRAGMENT),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.AUTHENTICATION),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.ICMPV6),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.DESTINATION_OPTIONS),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.SCTP),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.OSPF),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.PIM),
              new Row(Numbering.IP_PROTOCOL, IpProtocol.VRRP),
              new Row(Numbering.UDP_PORT, Dns.PORT),
              new Row(Numbering.UDP_PORT, Dhcp.SERVER_PORT),
              new Row(Numbering.UDP_PORT, Dhcp.CLIENT_PORT),
              new Row(Numbering.UDP_PORT, Tftp.PORT),
              new Row(Numbering.UDP_PORT, Ntp.PORT),
              new Row(Numbering.UDP_PORT, Nbns.PORT),
              new Row(Numbering.UDP_PORT, Quic.PORT),
              new Row(Numbering.UDP_PORT, Syslog.PORT),
              new Row(Numbering.UDP_PORT, Rip.PORT),
              new Row(Numbering.UDP_PORT, Ripng.PORT),
              new Row(Numbering.UDP_PORT, Dhcpv6.CLIENT_PORT),
              new Row(Numbering.UDP_PORT, Dhcpv6.SERVER_PORT),
              new Row(Numbering.UDP_PORT, Radius.OLD_PORT),
              new Row(Numbering.UDP_PORT, Radius.OLD_ACCOUNTING_PORT),
              new Row(Numbering.UDP_PORT, Radius.PORT),
              new Row(Numbering.UDP_PORT, Radius.ACCOUNTING_PORT),
              new Row(Numbering.UDP_PORT, Radius.AUTHORIZATION_PORT),
              new Row(Numbering.UDP_PORT, Vxlan.PORT),
              new Row(Numbering.UDP_PORT, Dns.MULTICAST_PORT),
              new Row(Numbering.UDP_PORT, Dns.LINK_LOCAL_PORT),
              new Row(Numbering.UDP_PORT, L2tp.PORT),
              new Row(Numbering.UDP_PORT, Hsrp.PORT),
              new Row(Numbering.UDP_PORT, Gtp.PORT),
              new Row(Numbering.UDP_PORT, Bfd.PORT),
              new Row(Numbering.UDP_PORT, Bfd.MULTIHOP_PORT),
              new Row(Numbering.UDP_PORT, Bfd.LINK_GROUP_PORT),
              new Row(Numbering.UDP_PORT, Geneve.PORT),
              new Row(Numbering.UDP_PORT, Mpls.PORT),
              new Row(Numbering.UDP_PORT, WireGuard.PORT),
              new Row(Numbering.TCP_PORT, Ssh.PORT),
              new Row(Numbering.TCP_PORT, Dns.PORT),
              new Row(Numbering.TCP_PORT, Http.PORT),
              new Row(Numbering.TCP_PORT, Tls.PORT),
              new Row(Numbering.TCP_PORT, Http.OTHER_PORT),
              new Row(Numbering.TCP_PORT, Bgp.PORT)));

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

  /**
   * {@return these protocols without those of a list} Payloads that this list identifies then stay
   * undecoded, which saves their time.
   *
   * @param numbering the list
   */
  public Protocols without(Numbering numbering) {
    return new Protocols(rows.stream().filter(row -> row.numbering != numbering).toList());
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
    Row found = rows.get(row);
    return found.decoder == null ? builtIn(found.numbering, found.number) : found.decoder.get();
  }

  // The class of a decoder is loaded by the first packet that needs it. Method references in the
  // rows would load all of them, at milliseconds per row, and so would methods that return a Header
  // here: the JVM's verifier looks whether each class is one.
  private static Header builtIn(Numbering numbering, int number) {
    Object decoder =
        switch (numbering) {
          case LINK_TYPE -> ofLinkType(number);
          case ETHER_TYPE -> ofEtherType(number);
          case IP_PROTOCOL -> ofIpProtocol(number);
          case UDP_PORT -> ofUdpPort(number);
          case LENGTH_FIELD -> new Llc();
          case TCP_PORT -> ofTcpPort(number);
          case NONE -> null;
        };
    return (Header) Objects.requireNonNull(decoder, "a row without a decoder");
  }

  // Statements, because the type of an expression would be Header.
  private static Object ofLinkType(int number) {
    switch (number) {
      case 0, 108:
        return new NullLoopback();
      case 1:
        return new Ethernet();
      case 9:
        return Ppp.framed();
      case 51:
        return Pppoe.session();
      case 113:
        return new LinuxCooked();
      case 228:
        return new Ipv4();
      case 229:
        return new Ipv6();
      case 276:
        return new LinuxCooked2();
      default:
        return null;
    }
  }

  private static Object ofEtherType(int number) {
    switch (number) {
      case EtherType.VLAN, EtherType.OLD_SERVICE_VLAN:
        return new Vlan();
      case EtherType.SERVICE_VLAN:
        return Vlan.service();
      case EtherType.ARP:
        return new Arp();
      case EtherType.IPV4:
        return new Ipv4();
      case EtherType.IPV6:
        return new Ipv6();
      case EtherType.SLOW_PROTOCOLS:
        return new Lacp();
      case EtherType.PPP:
        return new Ppp();
      case EtherType.MPLS, EtherType.MPLS_MULTICAST:
        return new Mpls();
      case EtherType.PPPOE_DISCOVERY:
        return Pppoe.discovery();
      case EtherType.PPPOE_SESSION:
        return Pppoe.session();
      default:
        return null;
    }
  }

  private static Object ofIpProtocol(int number) {
    switch (number) {
      case IpProtocol.HOP_BY_HOP:
        return Ipv6Options.hopByHop();
      case IpProtocol.ICMP:
        return new Icmp();
      case IpProtocol.IGMP:
        return new Igmp();
      case IpProtocol.IPV4:
        return new Ipv4();
      case IpProtocol.TCP:
        return new Tcp();
      case IpProtocol.UDP:
        return new Udp();
      case IpProtocol.IPV6:
        return new Ipv6();
      case IpProtocol.ROUTING:
        return new Ipv6Routing();
      case IpProtocol.FRAGMENT:
        return new Ipv6Fragment();
      case IpProtocol.AUTHENTICATION:
        return new Authentication();
      case IpProtocol.ICMPV6:
        return new Icmpv6();
      case IpProtocol.DESTINATION_OPTIONS:
        return Ipv6Options.destination();
      case IpProtocol.OSPF:
        return new Ospf();
      case IpProtocol.PIM:
        return new Pim();
      case IpProtocol.VRRP:
        return new Vrrp();
      case IpProtocol.SCTP:
        return new Sctp();
      default:
        return null;
    }
  }

  private static Object ofUdpPort(int number) {
    switch (number) {
      case Dns.PORT:
        return new Dns();
      case Dhcp.SERVER_PORT, Dhcp.CLIENT_PORT:
        return new Dhcp();
      case Tftp.PORT:
        return new Tftp();
      case Ntp.PORT:
        return new Ntp();
      case Nbns.PORT:
        return new Nbns();
      case Quic.PORT:
        return new Quic();
      case Syslog.PORT:
        return new Syslog();
      case Rip.PORT:
        return new Rip();
      case Ripng.PORT:
        return new Ripng();
      case Dhcpv6.CLIENT_PORT, Dhcpv6.SERVER_PORT:
        return new Dhcpv6();
      case Radius.OLD_PORT,
      Radius.OLD_ACCOUNTING_PORT,
      Radius.PORT,
      Radius.ACCOUNTING_PORT,
      Radius.AUTHORIZATION_PORT:
        return new Radius();
      case Vxlan.PORT:
        return new Vxlan();
      case Dns.MULTICAST_PORT:
        return Dns.multicast();
      case Dns.LINK_LOCAL_PORT:
        return Dns.linkLocal();
      case L2tp.PORT:
        return new L2tp();
      case Hsrp.PORT:
        return new Hsrp();
      case Gtp.PORT:
        return new Gtp();
      case Bfd.PORT, Bfd.MULTIHOP_PORT, Bfd.LINK_GROUP_PORT:
        return new Bfd();
      case Geneve.PORT:
        return new Geneve();
      case Mpls.PORT:
        return new Mpls();
      case WireGuard.PORT:
        return new WireGuard();
      default:
        return null;
    }
  }

  private static Object ofTcpPort(int number) {
    switch (number) {
      case Dns.PORT:
        return Dns.tcp();
      case Ssh.PORT:
        return new Ssh();
      case Http.PORT, Http.OTHER_PORT:
        return new Http();
      case Tls.PORT:
        return new Tls();
      case Bgp.PORT:
        return new Bgp();
      default:
        return null;
    }
  }
}
