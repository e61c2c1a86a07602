// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.hex;
import static io.framering.packet.Bytes.wrap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all headers do alike, and what is special in the small ones. */
class HeaderTest {
  private static final String MACS = "020000000002 020000000001";

  static Stream<Arguments> fixedLengths() {
    return Stream.of(
        Arguments.of(new Ethernet(), 14),
        Arguments.of(new Vlan(), 4),
        Arguments.of(new Ipv4(), 20),
        Arguments.of(new Tcp(), 20),
        Arguments.of(new Udp(), 8),
        Arguments.of(new Icmp(), 8),
        Arguments.of(new Arp(), 8),
        Arguments.of(new Ipv6(), 40),
        Arguments.of(new Ipv6Fragment(), 8),
        Arguments.of(new Ipv6Routing(), 8),
        Arguments.of(Ipv6Options.hopByHop(), 8),
        Arguments.of(Ipv6Options.destination(), 8),
        Arguments.of(new Authentication(), 12),
        Arguments.of(new Icmpv6(), 8),
        Arguments.of(new Igmp(), 8),
        Arguments.of(new Sctp(), 12),
        Arguments.of(new Ntp(), 12),
        Arguments.of(new Dns(), 12),
        Arguments.of(Dns.tcp(), 2),
        Arguments.of(Dns.multicast(), 12),
        Arguments.of(Dns.linkLocal(), 12),
        Arguments.of(new Ssh(), 1),
        Arguments.of(new Http(), 1),
        Arguments.of(new Tls(), 1),
        Arguments.of(new Quic(), 1),
        Arguments.of(new Nbns(), 12),
        Arguments.of(new Tftp(), 2),
        Arguments.of(new Syslog(), 1),
        Arguments.of(new Dhcp(), 236),
        Arguments.of(new Dhcpv6(), 4),
        Arguments.of(new Rip(), 4),
        Arguments.of(new Ripng(), 4),
        Arguments.of(new Radius(), 20),
        Arguments.of(new Vxlan(), 8),
        Arguments.of(new Geneve(), 8),
        Arguments.of(new Mpls(), 4),
        Arguments.of(new Bfd(), 24),
        Arguments.of(new Bgp(), 19),
        Arguments.of(new Ospf(), 16),
        Arguments.of(new Pim(), 4),
        Arguments.of(new Gre(), 4),
        Arguments.of(new Gtp(), 8),
        Arguments.of(new Hsrp(), 20),
        Arguments.of(new L2tp(), 6),
        Arguments.of(new Lacp(), 1),
        Arguments.of(new Lldp(), 2),
        Arguments.of(new Cdp(), 4),
        Arguments.of(new Snmp(), 2),
        Arguments.of(new Vrrp(), 8),
        Arguments.of(new WireGuard(), 8),
        Arguments.of(new Ppp(), 1),
        Arguments.of(Ppp.framed(), 1),
        Arguments.of(Ppp.withDirection(), 1),
        Arguments.of(new Chdlc(), 4),
        Arguments.of(new Radiotap(), 8),
        Arguments.of(new Wlan(), 10),
        Arguments.of(Pppoe.discovery(), 6),
        Arguments.of(Pppoe.session(), 6),
        Arguments.of(new Llc(), 3),
        Arguments.of(new NullLoopback(), 4),
        Arguments.of(new LinuxCooked(), 16),
        Arguments.of(new LinuxCooked2(), 20));
  }

  @ParameterizedTest
  @MethodSource("fixedLengths")
  void fitsFromItsFixedLengthOn(Header header, int fixedLength) {
    MemorySegment memory = MemorySegment.ofArray(new byte[300]);

    for (int length = 0; length < fixedLength; length++) {
      assertThat(header.wrap(memory, 7, 7 + length)).isFalse();
    }
    assertThat(header.wrap(memory, 7, 7 + fixedLength)).isTrue();
    assertThat(header.wrap(memory, 7, 6)).isFalse();
  }

  @Test
  void readsNothingBeforeItIsWrapped() {
    assertThatThrownBy(new Udp()::length).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void forgetsTheLastPacketWhenTheNextDoesNotFit() {
    Udp udp = wrap(new Udp(), hex("0001 0002 0008 0000"));

    assertThat(udp.wrap(hex("00"), 0, 1)).isFalse();
    assertThatThrownBy(udp::length).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, true, NONE",
    "05dc, true, NONE",
    "05dd, true, MALFORMED",
    "05ff, true, MALFORMED",
    "0600, false, NONE",
    "0800, false, NONE",
    "ffff, false, NONE",
  })
  void aLengthIsNotTakenForAnEtherType(String type, boolean isLength, Problem.Kind problem) {
    Ethernet ethernet = wrap(new Ethernet(), hex(MACS + type));
    Vlan vlan = wrap(new Vlan(), hex("0064" + type));

    assertThat(ethernet.isLengthField()).isEqualTo(isLength);
    assertThat(ethernet.problem().kind()).isEqualTo(problem);
    assertThat(vlan.isLengthField()).isEqualTo(isLength);
    assertThat(vlan.problem().kind()).isEqualTo(problem);
  }

  @Test
  void aLengthBoundsThePayload() {
    Ethernet ethernet = wrap(new Ethernet(), hex(MACS + "0003 424203 0000"));

    assertThat(ethernet.payloadOffset()).isEqualTo(14);
    assertThat(ethernet.payloadEnd()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({"0008, 8, NONE", "000b, 11, NONE", "ffff, 12, NONE", "0007, 12, MALFORMED"})
  void theUdpLengthBoundsThePayload(String length, int end, Problem.Kind problem) {
    Udp udp = wrap(new Udp(), hex("0001 0002" + length + "0000 aabbccdd"));

    assertThat(udp.payloadEnd()).isEqualTo(end);
    assertThat(udp.problem().kind()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({"50, 20, NONE", "60, 24, NONE", "70, 24, TRUNCATED", "40, 24, MALFORMED"})
  void tcpOptionsBelongToTheHeader(String dataOffset, int payloadOffset, Problem.Kind problem) {
    Tcp tcp =
        wrap(
            new Tcp(),
            hex("0001 0002 00000003 00000004" + dataOffset + "10 0005 0000 0000 020405b4"));

    assertThat(tcp.payloadOffset()).isEqualTo(payloadOffset);
    assertThat(tcp.problem().kind()).isEqualTo(problem);
    assertThat(tcp.options().advance()).isEqualTo(dataOffset.equals("60"));
  }

  @Test
  void severalFlagsAreAskedForAtOnce() {
    Tcp tcp = wrap(new Tcp(), hex("0001 0002 00000003 00000004 5012 0005 0000 0000"));

    assertThat(tcp.has(Tcp.SYN | Tcp.ACK)).isTrue();
    assertThat(tcp.has(Tcp.SYN | Tcp.FIN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "02000000, 2, false",
    "00000002, 2, false",
    "1e000000, 30, false",
    "63000000, 99, false",
    "00000800, 2048, true",
    "dd860000, 34525, true",
    "ffffffff, 4294967295, false",
  })
  void aLoopbackFamilyIsInEitherByteOrder(String bytes, long family, boolean isEtherType) {
    NullLoopback loopback = wrap(new NullLoopback(), hex(bytes));

    assertThat(loopback.family()).isEqualTo(family);
    assertThat(loopback.isEtherType()).isEqualTo(isEtherType);
  }

  @ParameterizedTest
  @CsvSource({
    "424203, 3, 0x03, false",
    "f0f10105, 4, 0x0501, false",
    "aaaa030000000800, 8, 0x03, true",
    "aaaa037f, 4, 0x03, true",
    "aaab03000000, 3, 0x03, false",
  })
  void theControlFieldAndSnapMakeAnLlcHeaderLonger(
      String bytes, int payloadOffset, int control, boolean isSnap) {
    Llc llc = wrap(new Llc(), hex(bytes));

    assertThat(llc.control()).isEqualTo(control);
    assertThat(llc.isSnap()).isEqualTo(isSnap);
    assertThat(llc.payloadOffset()).isEqualTo(payloadOffset);
  }

  @ParameterizedTest
  @CsvSource({
    "02, 02, 0000000000000000, 16, NONE",
    "06, 04, 0000000000000000, 16, TRUNCATED",
    "00, 00, 00, 8, NONE",
    "ff, ff, 00, 9, TRUNCATED",
  })
  void arpEndsWithItsAddresses(
      String hardware, String protocol, String rest, int payloadOffset, Problem.Kind problem) {
    Arp arp = wrap(new Arp(), hex("0001 0800" + hardware + protocol + "0001" + rest));

    assertThat(arp.problem().kind()).isEqualTo(problem);
    assertThat(arp.payloadOffset()).isEqualTo(payloadOffset).isEqualTo(arp.payloadEnd());
  }

  @Test
  void arpOfEthernetAndIpv4HasFourAddresses() {
    String addresses = "020000000001 0a000001 020000000002 0a000002";
    Arp whole = wrap(new Arp(), hex("0001 0800 06 04 0001" + addresses));

    assertThat(whole.isEthernetAndIpv4()).isTrue();
    assertThat(whole.senderMac()).isEqualTo(0x0200_0000_0001L);
    assertThat(whole.senderIpv4()).isEqualTo(0x0A00_0001);
    assertThat(whole.targetMac()).isEqualTo(0x0200_0000_0002L);
    assertThat(whole.targetIpv4()).isEqualTo(0x0A00_0002);
    String cutOff = addresses.substring(0, addresses.length() - 2);
    for (String other : new String[] {"0001 86dd 06 04 0001", "0020 0800 06 04 0001"}) {
      assertThat(wrap(new Arp(), hex(other + addresses)).isEthernetAndIpv4()).isFalse();
    }
    assertThat(wrap(new Arp(), hex("0001 0800 06 04 0001" + cutOff)).isEthernetAndIpv4()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "60, 0000, 11, 47, 47, NONE",
    "60, 0000, 3b, 47, 40, NONE",
    "60, 0000, 11, 46, 40, NONE",
    "60, 0005, 11, 60, 45, NONE",
    "60, ffff, 11, 60, 60, NONE",
    "40, 0005, 11, 60, 60, MALFORMED",
  })
  void theIpv6PayloadLengthBoundsThePayload(
      String first, String length, String next, int captured, int end, Problem.Kind problem) {
    MemorySegment memory = MemorySegment.ofArray(new byte[captured]);
    memory.copyFrom(hex(first + "000000" + length + next + "40"));
    Ipv6 ip = wrap(new Ipv6(), memory);

    assertThat(ip.problem().kind()).isEqualTo(problem);
    assertThat(ip.payloadEnd()).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"8f, 248", "ff, 31744", "80, 128", "7f, 127"})
  void aResponseTimeOfIgmpVersion3MayBeAFloatingPointNumber(String code, int tenths) {
    Igmp query = wrap(new Igmp(), hex("11" + code + "0000 e0000001 00000000"));
    Igmp version2 = wrap(new Igmp(), hex("11" + code + "0000 e0000001"));

    assertThat(query.maximumResponseTime()).isEqualTo(tenths);
    assertThat(version2.maximumResponseTime()).isEqualTo(Integer.parseInt(code, 16));
  }
}
