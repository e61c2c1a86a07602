// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every header, by its place in the diagram: first bit, number of bits, unit. */
class HeaderFieldsTest {
  private static final long SEED = 20260101;
  private static final int HEADER = 236;
  private static final int BEFORE = 3;

  record Row(String name, int firstBit, int bits, int unit, Function<MemorySegment, Long> reader) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static <H extends Header> Row row(
      String name, int firstBit, int bits, int unit, H header, ToLongFunction<H> accessor) {
    return new Row(
        header.protocolField().key() + " " + name,
        firstBit,
        bits,
        unit,
        memory -> {
          assertThat(header.wrap(memory, BEFORE, BEFORE + HEADER)).isTrue();
          return accessor.applyAsLong(header);
        });
  }

  private static <H extends Header> Row row(
      String name, int firstBit, int bits, H header, ToLongFunction<H> accessor) {
    return row(name, firstBit, bits, 1, header, accessor);
  }

  static Stream<Row> fields() {
    Ethernet eth = new Ethernet();
    Vlan vlan = new Vlan();
    Ipv4 ip = new Ipv4();
    Tcp tcp = new Tcp();
    Udp udp = new Udp();
    Icmp icmp = new Icmp();
    Arp arp = new Arp();
    Ipv6 ipv6 = new Ipv6();
    Ipv6Fragment fragment = new Ipv6Fragment();
    Ipv6Routing routing = new Ipv6Routing();
    Ipv6Options options = Ipv6Options.destination();
    Authentication ah = new Authentication();
    Icmpv6 icmpv6 = new Icmpv6();
    Igmp igmp = new Igmp();
    Sctp sctp = new Sctp();
    Dns dns = new Dns();
    Nbns nbns = new Nbns();
    Ntp ntp = new Ntp();
    Tftp tftp = new Tftp();
    Dhcp dhcp = new Dhcp();
    Dhcpv6 dhcpv6 = new Dhcpv6();
    Rip rip = new Rip();
    Ripng ripng = new Ripng();
    Radius radius = new Radius();
    Vxlan vxlan = new Vxlan();
    Chdlc chdlc = new Chdlc();
    Wlan wlan = new Wlan();
    Radiotap radiotap = new Radiotap();
    Geneve geneve = new Geneve();
    Gre gre = new Gre();
    Mpls mpls = new Mpls();
    Bfd bfd = new Bfd();
    Bgp bgp = new Bgp();
    Ospf ospf = new Ospf();
    Pim pim = new Pim();
    Gtp gtp = new Gtp();
    Hsrp hsrp = new Hsrp();
    L2tp l2tp = new L2tp();
    Lacp lacp = new Lacp();
    Lldp lldp = new Lldp();
    Cdp cdp = new Cdp();
    Vrrp vrrp = new Vrrp();
    WireGuard wireGuard = new WireGuard();
    Pppoe pppoe = Pppoe.session();
    Llc llc = new Llc();
    LinuxCooked sll = new LinuxCooked();
    LinuxCooked2 sll2 = new LinuxCooked2();
    return Stream.of(
        row("destination", 0, 48, eth, Ethernet::destination),
        row("source", 48, 48, eth, Ethernet::source),
        row("EtherType", 96, 16, eth, Ethernet::etherType),
        row("priority", 0, 3, vlan, Vlan::priority),
        row("drop eligible", 3, 1, vlan, h -> h.dropEligible() ? 1 : 0),
        row("id", 4, 12, vlan, Vlan::id),
        row("EtherType", 16, 16, vlan, Vlan::etherType),
        row("version", 0, 4, ip, Ipv4::version),
        row("header length", 4, 4, 4, ip, Ipv4::headerLength),
        row("DSCP", 8, 6, ip, Ipv4::dscp),
        row("ECN", 14, 2, ip, Ipv4::ecn),
        row("total length", 16, 16, ip, Ipv4::totalLength),
        row("identification", 32, 16, ip, Ipv4::identification),
        row("flags", 48, 3, ip, Ipv4::flags),
        row("reserved", 48, 1, ip, h -> (h.flags() & Ipv4.RESERVED) / Ipv4.RESERVED),
        row("don't fragment", 49, 1, ip, h -> (h.flags() & Ipv4.DONT_FRAGMENT) / 2),
        row("more fragments", 50, 1, ip, h -> h.flags() & Ipv4.MORE_FRAGMENTS),
        row("fragment offset", 51, 13, 8, ip, Ipv4::fragmentOffset),
        row("TTL", 64, 8, ip, Ipv4::ttl),
        row("protocol", 72, 8, ip, Ipv4::protocol),
        row("header checksum", 80, 16, ip, Ipv4::headerChecksum),
        row("source", 96, 32, ip, h -> Integer.toUnsignedLong(h.source())),
        row("destination", 128, 32, ip, h -> Integer.toUnsignedLong(h.destination())),
        row("source port", 0, 16, tcp, Tcp::sourcePort),
        row("destination port", 16, 16, tcp, Tcp::destinationPort),
        row("sequence", 32, 32, tcp, Tcp::sequence),
        row("acknowledgment", 64, 32, tcp, Tcp::acknowledgment),
        row("data offset", 96, 4, 4, tcp, Tcp::headerLength),
        row("flags", 103, 9, tcp, Tcp::flags),
        row("AE", 103, 1, tcp, h -> h.has(Tcp.AE) ? 1 : 0),
        row("CWR", 104, 1, tcp, h -> h.has(Tcp.CWR) ? 1 : 0),
        row("ECE", 105, 1, tcp, h -> h.has(Tcp.ECE) ? 1 : 0),
        row("URG", 106, 1, tcp, h -> h.has(Tcp.URG) ? 1 : 0),
        row("ACK", 107, 1, tcp, h -> h.has(Tcp.ACK) ? 1 : 0),
        row("PSH", 108, 1, tcp, h -> h.has(Tcp.PSH) ? 1 : 0),
        row("RST", 109, 1, tcp, h -> h.has(Tcp.RST) ? 1 : 0),
        row("SYN", 110, 1, tcp, h -> h.has(Tcp.SYN) ? 1 : 0),
        row("FIN", 111, 1, tcp, h -> h.has(Tcp.FIN) ? 1 : 0),
        row("window", 112, 16, tcp, Tcp::window),
        row("checksum", 128, 16, tcp, Tcp::checksum),
        row("urgent pointer", 144, 16, tcp, Tcp::urgentPointer),
        row("source port", 0, 16, udp, Udp::sourcePort),
        row("destination port", 16, 16, udp, Udp::destinationPort),
        row("length", 32, 16, udp, Udp::length),
        row("checksum", 48, 16, udp, Udp::checksum),
        row("type", 0, 8, icmp, Icmp::type),
        row("code", 8, 8, icmp, Icmp::code),
        row("checksum", 16, 16, icmp, Icmp::checksum),
        row("identifier", 32, 16, icmp, Icmp::identifier),
        row("sequence", 48, 16, icmp, Icmp::sequence),
        row("next-hop MTU", 48, 16, icmp, Icmp::nextHopMtu),
        row("gateway", 32, 32, icmp, h -> Integer.toUnsignedLong(h.gateway())),
        row("hardware type", 0, 16, arp, Arp::hardwareType),
        row("protocol type", 16, 16, arp, Arp::protocolType),
        row("hardware size", 32, 8, arp, Arp::hardwareSize),
        row("protocol size", 40, 8, arp, Arp::protocolSize),
        row("operation", 48, 16, arp, Arp::operation),
        row("version", 0, 4, ipv6, Ipv6::version),
        row("traffic class", 4, 8, ipv6, Ipv6::trafficClass),
        row("DSCP", 4, 6, ipv6, Ipv6::dscp),
        row("ECN", 10, 2, ipv6, Ipv6::ecn),
        row("flow label", 12, 20, ipv6, Ipv6::flowLabel),
        row("payload length", 32, 16, ipv6, Ipv6::payloadLengthField),
        row("next header", 48, 8, ipv6, Ipv6::nextHeader),
        row("hop limit", 56, 8, ipv6, Ipv6::hopLimit),
        row("source, high", 64, 63, ipv6, h -> h.sourceHigh() >>> 1),
        row("source, low", 128, 63, ipv6, h -> h.sourceLow() >>> 1),
        row("destination, high", 192, 63, ipv6, h -> h.destinationHigh() >>> 1),
        row("destination, low", 256, 63, ipv6, h -> h.destinationLow() >>> 1),
        row("next header", 0, 8, fragment, Ipv6Fragment::nextHeader),
        row("offset", 16, 13, 8, fragment, Ipv6Fragment::fragmentOffset),
        row("more fragments", 31, 1, fragment, h -> h.moreFragments() ? 1 : 0),
        row("identification", 32, 32, fragment, Ipv6Fragment::identification),
        row("next header", 0, 8, routing, Ipv6Routing::nextHeader),
        row("length", 8, 8, 8, routing, h -> h.headerLength() - 8),
        row("type", 16, 8, routing, Ipv6Routing::type),
        row("segments left", 24, 8, routing, Ipv6Routing::segmentsLeft),
        row("address, high", 64, 63, routing, h -> h.addressHigh(0) >>> 1),
        row("address, low", 128, 63, routing, h -> h.addressLow(0) >>> 1),
        row("next header", 0, 8, options, Ipv6Options::nextHeader),
        row("length", 8, 8, 8, options, h -> h.headerLength() - 8),
        row("next header", 0, 8, ah, Authentication::nextHeader),
        row("length", 8, 8, 4, ah, h -> h.headerLength() - 8),
        row("SPI", 32, 32, ah, Authentication::spi),
        row("sequence", 64, 32, ah, Authentication::sequence),
        row("type", 0, 8, icmpv6, Icmpv6::type),
        row("code", 8, 8, icmpv6, Icmpv6::code),
        row("checksum", 16, 16, icmpv6, Icmpv6::checksum),
        row("identifier", 32, 16, icmpv6, Icmpv6::identifier),
        row("sequence", 48, 16, icmpv6, Icmpv6::sequence),
        row("MTU", 32, 32, icmpv6, Icmpv6::mtu),
        row("type", 0, 8, igmp, Igmp::type),
        row("checksum", 16, 16, igmp, Igmp::checksum),
        row("group", 32, 32, igmp, h -> Integer.toUnsignedLong(h.group())),
        row("source port", 0, 16, sctp, Sctp::sourcePort),
        row("destination port", 16, 16, sctp, Sctp::destinationPort),
        row("verification tag", 32, 32, sctp, Sctp::verificationTag),
        row("checksum", 64, 32, sctp, Sctp::checksum),
        row("ID", 0, 16, dns, Dns::id),
        row("flags", 16, 16, dns, Dns::flags),
        row("response", 16, 1, dns, h -> (h.flags() & Dns.RESPONSE) / Dns.RESPONSE),
        row("operation", 17, 4, dns, Dns::operation),
        row("reply code", 28, 4, dns, Dns::replyCode),
        row("ID", 0, 16, nbns, Nbns::id),
        row("flags", 16, 16, nbns, Nbns::flags),
        row("leap indicator", 0, 2, ntp, Ntp::leap),
        row("version", 2, 3, ntp, Ntp::version),
        row("mode", 5, 3, ntp, Ntp::mode),
        row("stratum", 8, 8, ntp, Ntp::stratum),
        row("poll", 16, 8, ntp, h -> h.poll() & 0xFF),
        row("precision", 24, 8, ntp, h -> h.precision() & 0xFF),
        row("root delay", 32, 32, ntp, Ntp::rootDelay),
        row("root dispersion", 64, 32, ntp, Ntp::rootDispersion),
        row("operation", 0, 16, tftp, Tftp::operation),
        row("operation", 0, 8, dhcp, Dhcp::operation),
        row("hardware type", 8, 8, dhcp, Dhcp::hardwareType),
        row("hardware length", 16, 8, dhcp, Dhcp::hardwareLength),
        row("hops", 24, 8, dhcp, Dhcp::hops),
        row("transaction", 32, 32, dhcp, Dhcp::transaction),
        row("seconds", 64, 16, dhcp, Dhcp::seconds),
        row("flags", 80, 16, dhcp, Dhcp::flags),
        row("client IP", 96, 32, dhcp, h -> Integer.toUnsignedLong(h.clientAddress())),
        row("your IP", 128, 32, dhcp, h -> Integer.toUnsignedLong(h.yourAddress())),
        row("server IP", 160, 32, dhcp, h -> Integer.toUnsignedLong(h.serverAddress())),
        row("relay IP", 192, 32, dhcp, h -> Integer.toUnsignedLong(h.relayAddress())),
        row("client MAC", 224, 48, dhcp, Dhcp::clientMac),
        row("type", 0, 8, dhcpv6, Dhcpv6::type),
        row("transaction", 8, 24, dhcpv6, Dhcpv6::transaction),
        row("command", 0, 8, rip, Rip::command),
        row("version", 8, 8, rip, Rip::version),
        row("command", 0, 8, ripng, Ripng::command),
        row("version", 8, 8, ripng, Ripng::version),
        row("code", 0, 8, radius, Radius::code),
        row("identifier", 8, 8, radius, Radius::identifier),
        row("length", 16, 16, radius, Radius::length),
        row("flags", 0, 16, vxlan, Vxlan::flags),
        row("G", 0, 1, vxlan, h -> (h.flags() & Vxlan.GROUP_POLICY) / Vxlan.GROUP_POLICY),
        row("I", 4, 1, vxlan, h -> (h.flags() & Vxlan.VALID_VNI) / Vxlan.VALID_VNI),
        row("D", 9, 1, vxlan, h -> (h.flags() & Vxlan.DONT_LEARN) / Vxlan.DONT_LEARN),
        row("A", 12, 1, vxlan, h -> (h.flags() & Vxlan.POLICY_APPLIED) / Vxlan.POLICY_APPLIED),
        row("group policy", 16, 16, vxlan, Vxlan::groupPolicy),
        row("VNI", 32, 24, vxlan, Vxlan::vni),
        row("version", 0, 2, geneve, Geneve::version),
        row("length", 2, 6, 4, geneve, h -> h.headerLength() - 8),
        row("flags", 8, 8, geneve, Geneve::flags),
        row("protocol", 16, 16, geneve, Geneve::protocol),
        row("VNI", 32, 24, geneve, Geneve::vni),
        row("address", 0, 8, chdlc, Chdlc::address),
        row("control", 8, 8, chdlc, Chdlc::control),
        row("protocol", 16, 16, chdlc, Chdlc::protocol),
        row("subtype", 0, 4, wlan, Wlan::subtype),
        row("type", 4, 2, wlan, Wlan::type),
        row("flags", 8, 8, wlan, Wlan::flags),
        row("protected", 9, 1, wlan, h -> h.isProtected() ? 1 : 0),
        row("address 1", 32, 48, wlan, Wlan::receiver),
        row("version", 0, 8, radiotap, Radiotap::version),
        row("flags", 0, 16, gre, Gre::flags),
        row("version", 13, 3, gre, Gre::version),
        row("protocol", 16, 16, gre, Gre::protocol),
        row("label", 0, 20, mpls, Mpls::label),
        row("traffic class", 20, 3, mpls, Mpls::trafficClass),
        row("bottom", 23, 1, mpls, h -> h.isBottom() ? 1 : 0),
        row("TTL", 24, 8, mpls, Mpls::ttl),
        row("version", 0, 3, bfd, Bfd::version),
        row("diagnostic", 3, 5, bfd, Bfd::diagnostic),
        row("state", 8, 2, bfd, Bfd::state),
        row("multiplier", 16, 8, bfd, Bfd::multiplier),
        row("my discriminator", 32, 32, bfd, Bfd::myDiscriminator),
        row("your discriminator", 64, 32, bfd, Bfd::yourDiscriminator),
        row("length", 128, 16, bgp, Bgp::length),
        row("type", 144, 8, bgp, Bgp::type),
        row("version", 0, 8, ospf, Ospf::version),
        row("type", 8, 8, ospf, Ospf::type),
        row("length", 16, 16, ospf, Ospf::length),
        row("router", 32, 32, ospf, h -> Integer.toUnsignedLong(h.routerId())),
        row("area", 64, 32, ospf, h -> Integer.toUnsignedLong(h.areaId())),
        row("checksum", 96, 16, ospf, Ospf::checksum),
        row("version", 0, 4, pim, Pim::version),
        row("type", 4, 4, pim, Pim::type),
        row("checksum", 16, 16, pim, Pim::checksum),
        row("version", 0, 3, gtp, Gtp::version),
        row("type", 8, 8, gtp, Gtp::type),
        row("length", 16, 16, gtp, Gtp::length),
        row("TEID", 32, 32, gtp, Gtp::teid),
        row("version", 0, 8, hsrp, Hsrp::version),
        row("operation", 8, 8, hsrp, Hsrp::operation),
        row("state", 16, 8, hsrp, Hsrp::state),
        row("priority", 40, 8, hsrp, Hsrp::priority),
        row("group", 48, 8, hsrp, Hsrp::group),
        row("address", 128, 32, hsrp, h -> Integer.toUnsignedLong(h.virtualAddress())),
        row("flags", 0, 16, l2tp, L2tp::flags),
        row("subtype", 0, 8, lacp, Lacp::subtype),
        row("first type", 0, 7, lldp, Lldp::firstType),
        row("first length", 7, 9, lldp, Lldp::firstLength),
        row("version", 0, 8, cdp, Cdp::version),
        row("TTL", 8, 8, cdp, Cdp::timeToLive),
        row("checksum", 16, 16, cdp, Cdp::checksum),
        row("version", 0, 4, vrrp, Vrrp::version),
        row("type", 4, 4, vrrp, Vrrp::type),
        row("router", 8, 8, vrrp, Vrrp::routerId),
        row("priority", 16, 8, vrrp, Vrrp::priority),
        row("addresses", 24, 8, vrrp, Vrrp::addressCount),
        row("checksum", 48, 16, vrrp, Vrrp::checksum),
        row("type", 0, 8, wireGuard, WireGuard::type),
        row("version", 0, 4, pppoe, Pppoe::version),
        row("type", 4, 4, pppoe, Pppoe::type),
        row("code", 8, 8, pppoe, Pppoe::code),
        row("session", 16, 16, pppoe, Pppoe::sessionId),
        row("length", 32, 16, pppoe, Pppoe::payloadLengthField),
        row("DSAP", 0, 8, llc, Llc::dsap),
        row("SSAP", 8, 8, llc, Llc::ssap),
        row("packet type", 0, 16, sll, LinuxCooked::packetType),
        row("hardware type", 16, 16, sll, LinuxCooked::hardwareType),
        row("address length", 32, 16, sll, LinuxCooked::addressLength),
        row("address", 48, 63, sll, h -> h.address() >>> 1),
        row("protocol", 112, 16, sll, LinuxCooked::protocol),
        row("protocol", 0, 16, sll2, LinuxCooked2::protocol),
        row("interface index", 32, 32, sll2, LinuxCooked2::interfaceIndex),
        row("hardware type", 64, 16, sll2, LinuxCooked2::hardwareType),
        row("packet type", 80, 8, sll2, LinuxCooked2::packetType),
        row("address length", 88, 8, sll2, LinuxCooked2::addressLength),
        row("address", 96, 63, sll2, h -> h.address() >>> 1));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void readsItsBitsAndNoOthers(Row row) {
    Random random = new Random(SEED);
    byte[] bytes = new byte[BEFORE + HEADER + BEFORE];
    for (int i = 0; i < 500; i++) {
      random.nextBytes(bytes);
      assertThat(row.reader.apply(MemorySegment.ofArray(bytes))).isEqualTo(expected(row, bytes));
    }
  }

  // As the diagram is read: the header is one long number, and the field a part of its digits.
  private static long expected(Row row, byte[] bytes) {
    return new BigInteger(1, bytes)
            .shiftRight((BEFORE + HEADER) * 8 - row.firstBit - row.bits)
            .and(BigInteger.ONE.shiftLeft(row.bits).subtract(BigInteger.ONE))
            .longValueExact()
        * row.unit;
  }
}
