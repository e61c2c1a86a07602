// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accessors that allocate: addresses, payload and time as objects. */
class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0000000000000000, ::",
    "0000000000000000, 0000000000000001, ::1",
    "20010db800000000, 0000000000000001, 2001:db8::1",
    "20010db800000001, 0000000000000000, 2001:db8:0:1::",
    "0001000000000002, 0000000000000003, 1:0:0:2::3",
    "0001000000000002, 0003000000000004, 1::2:3:0:0:4",
    "0001000000020003, 0004000500060007, 1:0:2:3:4:5:6:7",
    "0000000100020003, 0004000500060000, 0:1:2:3:4:5:6:0",
    "ffffffffffffffff, ffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void ipv6AddressesAreShortened(String high, String low, String text) {
    assertThat(
            Addresses.ipv6Text(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)))
        .isEqualTo(text);
  }

  @Test
  void addressesAreThoseThatAreRead() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long high = random.nextLong() & mask(random);
      long low = random.nextLong() & mask(random);
      String text = Addresses.ipv6Text(high, low);
      Inet6Address address = Addresses.ofIpv6(high, low);

      assertThat(text).isEqualTo(new TextBuffer().ipv6(high, low).toString());
      assertThat(InetAddress.getByName(address.getHostAddress()))
          .isEqualTo(InetAddress.getByName(text));
      assertThat(Addresses.ofIpv4((int) low).getHostAddress())
          .isEqualTo(Addresses.ipv4Text((int) low))
          .isEqualTo(new TextBuffer().ipv4((int) low).toString());
      assertThat(Addresses.macText(low & (1L << 48) - 1))
          .isEqualTo(new TextBuffer().lowerMac(low & (1L << 48) - 1).toString());
    }
  }

  /** Some groups of 16 bits. */
  private static long mask(Random random) {
    long mask = 0;
    for (int i = 0; i < 4; i++) {
      mask = mask << 16 | (random.nextBoolean() ? 0xFFFF : 0);
    }
    return mask;
  }

  @Test
  void headersHaveTheirAddresses() throws Exception {
    MemorySegment memory = hex("45000014 00000000 40fd0000 c0000201 c6336407");
    Ipv4 ip = new Ipv4();
    assertThat(ip.wrap(memory, 0, memory.byteSize())).isTrue();
    assertThat(ip.sourceAddress()).isEqualTo(InetAddress.getByName("192.0.2.1"));
    assertThat(ip.destinationAddress())
        .isInstanceOf(Inet4Address.class)
        .isEqualTo(InetAddress.getByName("198.51.100.7"));

    String mapped = "00000000 00000000 0000ffff c0000201";
    MemorySegment memory6 =
        hex("60000000 00003b40" + "20010db8 00000000 00000000 00000001" + mapped);
    Ipv6 ipv6 = new Ipv6();
    assertThat(ipv6.wrap(memory6, 0, memory6.byteSize())).isTrue();
    assertThat(ipv6.sourceAddress()).isEqualTo(InetAddress.getByName("2001:db8::1"));
    assertThat(ipv6.destinationAddress()).isInstanceOf(Inet6Address.class);
  }

  @Test
  void thePayloadIsCopied() {
    MemorySegment memory = hex("ff" + "9c400035 000b0000 616263" + "0000");
    Udp udp = new Udp();
    assertThat(udp.wrap(memory, 1, memory.byteSize())).isTrue();
    byte[] payload = udp.payloadBytes();
    assertThat(payload).containsExactly('a', 'b', 'c');
    assertThat(udp.payloadBytes()).isNotSameAs(payload);

    Packet packet = new Packet();
    packet.wrap(-1, memory, 9, 11, 0);
    assertThat(packet.payloadBytes()).containsExactly('a', 'b');
  }

  @Test
  void theTimeOfAFrameIsAnInstant() {
    assertThat(CapturedFrame.of(1_700_000_000_123_456_789L, LinkType.RAW, new byte[1]).timestamp())
        .isEqualTo(Instant.parse("2023-11-14T22:13:20.123456789Z"));
    assertThat(CapturedFrame.of(-1, LinkType.RAW, new byte[1]).timestamp())
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
  }
}
