// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTest {
  private static final String MACS = "020000000002 020000000001";
  private static final String UDP = "9c40 0007 000c 0000 61626364";

  private static final int ETHERNET = 1;
  private static final int RAW_IP = 101;

  private final Packet packet = new Packet();

  @Test
  void goesFromTheOutsideIn() {
    wrapEthernet(MACS + "88a8 0ffe 8100 0007 0800" + ipv4("11", "0000", 32) + UDP);

    assertThat(layers()).containsExactly("eth", "ieee8021ad", "vlan", "ip", "udp");
    assertThat(((Vlan) packet.layer(1)).id()).isEqualTo(0xffe);
    assertThat(((Vlan) packet.layer(2)).id()).isEqualTo(7);
    assertThat(packet.find(Udp.class).destinationPort()).isEqualTo(7);
    assertThat(packet.find(Vlan.class)).as("the outermost").isSameAs(packet.layer(1));
    assertThat(packet.find(Tcp.class)).isNull();
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.cut()).isNull();
  }

  @Test
  void aFrameIsDecodedFromItsLinkTypeToItsLastCapturedByte() {
    String bytes = MACS + "0800" + ipv4("11", "0000", 32) + UDP;
    packet.wrap(CapturedFrame.ofEthernet(hex(bytes).toArray(ValueLayout.JAVA_BYTE)));

    assertThat(layers()).containsExactly("eth", "ip", "udp");
    assertThat(packet.capturedPayloadLength()).isEqualTo(4);
  }

  @Test
  void knowsThreeKindsOfVlanTags() {
    for (String type : List.of("8100", "88a8", "9100")) {
      wrapEthernet(MACS + type + "0001 1234");

      assertThat(packet.size()).isEqualTo(2);
      assertThat(packet.find(Vlan.class).id()).isEqualTo(1);
    }
  }

  @Test
  void beginsWithIpWhereThereIsNoLink() {
    MemorySegment memory = hex(ipv4("11", "0000", 32) + UDP);
    packet.wrap(RAW_IP, memory, 0, memory.byteSize(), 0);

    assertThat(layers()).containsExactly("ip", "udp");
  }

  @Test
  void hasNoLayersWhereTheIpVersionIsNotDecoded() {
    for (String first : List.of("50", "00", "f0")) {
      MemorySegment memory = hex(first + "000000");
      packet.wrap(RAW_IP, memory, 0, memory.byteSize(), 0);

      assertThat(packet.size()).isZero();
      assertThat(packet.cut()).isNull();
      assertThat(packet.payloadLength()).isEqualTo(4);
    }
  }

  @Test
  void noBytesAreNoProblem() {
    packet.wrap(RAW_IP, MemorySegment.NULL, 0, 0, 0);
    assertThat(packet.size()).isZero();

    packet.wrap(ETHERNET, MemorySegment.NULL, 0, 0, 0);
    assertThat(packet.size()).isZero();
    assertThat(packet.cut()).isInstanceOf(Ethernet.class);
  }

  @Test
  void namesTheHeaderThatDoesNotFit() {
    wrapEthernet(MACS + "0800" + ipv4("06", "0000", 32) + "0001 0002");

    assertThat(layers()).containsExactly("eth", "ip");
    assertThat(packet.cut()).isInstanceOf(Tcp.class);
  }

  @Test
  void onlyTheFirstFragmentHasATransportHeader() {
    wrapEthernet(MACS + "0800" + ipv4("11", "2000", 32) + UDP);
    assertThat(layers()).containsExactly("eth", "ip", "udp");

    wrapEthernet(MACS + "0800" + ipv4("11", "2001", 32) + UDP);
    assertThat(layers()).containsExactly("eth", "ip");
    assertThat(packet.payloadLength()).isEqualTo(12);
  }

  @Test
  void stopsAtAHeaderThatCannotBeTrusted() {
    wrapEthernet(MACS + "0800" + ipv4("11", "0000", 19) + UDP);

    assertThat(layers()).containsExactly("eth", "ip");
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void paddingIsNotPayload() {
    wrapEthernet(MACS + "0800" + ipv4("11", "0000", 32) + UDP + "000000000000");

    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(packet.capturedPayloadLength()).isEqualTo(4);
  }

  @Test
  void countsThePayloadThatWasNotCaptured() {
    MemorySegment memory = hex(MACS + "0800" + ipv4("06", "0000", 1500) + tcp() + "aabb");
    packet.wrap(ETHERNET, memory, 0, memory.byteSize(), 1514);

    assertThat(packet.payloadLength()).isEqualTo(1460);
    assertThat(packet.capturedPayloadLength()).isEqualTo(2);
  }

  @Test
  void takesTheLengthOnTheWireWhereNoHeaderHasOne() {
    MemorySegment memory = hex(MACS + "1234 0001 0800");
    packet.wrap(ETHERNET, memory, 0, memory.byteSize(), 60);

    assertThat(packet.payloadLength()).isEqualTo(46);
    assertThat(packet.capturedPayloadLength()).isEqualTo(4);
  }

  @Test
  void paddingThatWasNotCapturedIsNotPayloadEither() {
    MemorySegment memory = hex(MACS + "0800" + ipv4("11", "0000", 32) + UDP);
    packet.wrap(ETHERNET, memory, 0, memory.byteSize(), 60);

    assertThat(packet.payloadLength()).isEqualTo(4);
  }

  @Test
  void depthIsBounded() {
    wrapEthernet(MACS + "8100" + "0001 8100".repeat(1000));

    assertThat(packet.size()).isEqualTo(Packet.MAX_LAYERS);
    assertThat(packet.cut()).isNull();
    assertThat(packet.payloadLength()).isEqualTo((1000 - 15) * 4);
  }

  @Test
  void forgetsThePacketBefore() {
    wrapEthernet(MACS + "0800" + ipv4("11", "0000", 32) + UDP);
    wrapEthernet(MACS + "1234 0001");

    assertThat(packet.size()).isEqualTo(1);
    assertThat(packet.find(Udp.class)).isNull();
    assertThatThrownBy(() -> packet.layer(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 02000000, null",
    "0, 0000001e, null ipv6",
    "1, 020000000002 020000000001 0800, eth",
    "1, 020000000002 020000000001 0040 aaaa03 000000 0800, eth llc",
    "1, 020000000002 020000000001 0040 060603, eth llc",
    "9, 0021, ppp",
    "12, '', ''",
    "14, '', ''",
    "50, ff030021, ppp",
    "101, '', ''",
    "104, 0f000800, chdlc",
    "108, 00000002, null",
    "105, 08000000 020000000001 020000000002 020000000003 0000 aaaa03 000000 0800, wlan llc",
    "127, 0000080000000000 08000000 020000000001 020000000002 020000000003 0000 aaaa03 000000 0800, radiotap wlan llc",
    "113, 0000 0001 0006 0200000000020000 0800, sll",
    "113, 0000 0001 0006 0200000000020000 0004 aaaa03 000000 0800, sll llc",
    "166, 00030021, ppp",
    "228, '', ''",
    "276, 0800 0000 00000002 0001 00 06 0200000000020000, sll",
  })
  void beginsWithWhatTheLinkTypeSays(int linkType, String link, String layers) {
    boolean isIpv6 = layers.endsWith("ipv6");
    MemorySegment memory = hex(link + (isIpv6 ? ipv6("11", 12) : ipv4("11", "0000", 32)) + UDP);
    packet.wrap(linkType, memory, 0, memory.byteSize(), 0);

    String expected = layers + (isIpv6 ? " udp" : " ip udp");
    assertThat(String.join(" ", layers())).isEqualTo(expected.strip());
    assertThat(packet.payloadLength()).isEqualTo(4);
    assertThat(layers.isEmpty() ? 0 : packet.layer(0).payloadOffset())
        .isEqualTo(LinkType.ofNumber(linkType).headerLength());
  }

  @Test
  void aLinkTypeThatIsNotKnownHasNoHeaders() {
    for (int linkType : new int[] {-1, 2, 107, 0x10000, Integer.MAX_VALUE}) {
      MemorySegment memory = hex(ipv4("11", "0000", 32) + UDP);
      packet.wrap(linkType, memory, 0, memory.byteSize(), 100);

      assertThat(packet.size()).isZero();
      assertThat(packet.payloadLength()).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "12b5, 9c40, eth ip udp vxlan eth",
    "9c40, 12b5, eth ip udp vxlan eth",
    "0058, 12b5, eth ip udp vxlan eth",
    "9c40, 12b6, eth ip udp",
    "0000, ffff, eth ip udp",
  })
  void aPortOfEitherSideIdentifiesThePayload(String source, String destination, String layers) {
    String vxlan = "08000000 00007b00" + MACS + "1234";
    wrapEthernet(
        MACS + "0800" + ipv4("11", "0000", 50) + source + destination + "001e 0000" + vxlan);

    assertThat(String.join(" ", layers())).isEqualTo(layers);
  }

  @Test
  void aTunnelCountsItsHeadersToo() {
    String udp = "9c40 12b5 ffff 0000";
    String tunnel = MACS + "0800" + ipv4("11", "0000", 0xffff) + udp + "08000000 00007b00";
    wrapEthernet(tunnel.repeat(5));

    assertThat(packet.size()).isEqualTo(Packet.MAX_LAYERS);
  }

  @Test
  void goesThroughTheExtensionHeadersOfIpv6() {
    String chain =
        "2b00 0502 0000 0100" // hop-by-hop
            + "3300 0000 00000000" // routing
            + "2c01 0000 00000001 00000002" // authentication
            + "3c00 0001 0000beef" // the first fragment
            + "1100 0104 00000000"; // destination options
    wrapEthernet(MACS + "86dd" + ipv6("00", 56) + chain + UDP);

    assertThat(layers())
        .containsExactly(
            "eth",
            "ipv6",
            "ipv6.hopopts",
            "ipv6.routing",
            "ah",
            "ipv6.fraghdr",
            "ipv6.dstopts",
            "udp");
  }

  @Test
  void onlyTheFirstFragmentOfIpv6GoesOn() {
    wrapEthernet(MACS + "86dd" + ipv6("2c", 20) + "1100 0008 0000beef" + UDP);

    assertThat(layers()).containsExactly("eth", "ipv6", "ipv6.fraghdr");
    assertThat(packet.payloadLength()).isEqualTo(12);
  }

  @Test
  void aQuotedPacketIsTakenApartButNotFound() {
    wrapEthernet(
        MACS
            + "0800"
            + ipv4("01", "0000", 60)
            + "0303 0000 00000000"
            + ipv4("11", "0000", 32)
            + UDP);

    assertThat(layers()).containsExactly("eth", "ip", "icmp", "ip", "udp");
    assertThat(packet.quotedFrom()).isEqualTo(3);
    assertThat(packet.find(Udp.class)).as("this packet is not UDP").isNull();
    assertThat(packet.find(Ipv4.class)).isSameAs(packet.layer(1));
  }

  @Test
  void aPacketThatQuotesNothingHasNoQuotedLayers() {
    wrapEthernet(MACS + "0800" + ipv4("01", "0000", 28) + "0800 0000 00000000");

    assertThat(packet.quotedFrom()).isGreaterThanOrEqualTo(packet.size());
    assertThat(packet.find(Icmp.class)).isNotNull();
  }

  private void wrapEthernet(String hex) {
    MemorySegment memory = hex(hex);
    packet.wrap(ETHERNET, memory, 0, memory.byteSize(), 0);
  }

  private List<String> layers() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < packet.size(); i++) {
      keys.add(packet.layer(i).protocolField().key());
    }
    return keys;
  }

  private static String ipv4(String protocol, String flagsAndOffset, int totalLength) {
    return "4500 %04x 0001 %s 40 %s 0000 c0000201 c6336407"
        .formatted(totalLength, flagsAndOffset, protocol);
  }

  private static String ipv6(String nextHeader, int payloadLength) {
    return "60000000 %04x %s 40".formatted(payloadLength, nextHeader) + "00".repeat(32);
  }

  private static String tcp() {
    return "0001 0002 00000003 00000004 5010 0005 0000 0000";
  }
}
