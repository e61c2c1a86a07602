// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextBufferTest {
  private final TextBuffer text = new TextBuffer();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 4294967295L, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE})
  void decimals(long value) {
    assertThat(text.decimal(value)).hasToString(Long.toString(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 00", "7, 2, 07", "59, 2, 59", "123, 9, 000000123", "1234, 2, 34"})
  void decimalsWithZeros(long value, int digits, String expected) {
    assertThat(text.decimal(value, digits)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 0000", "2054, 4, 0806", "-1, 16, ffffffffffffffff", "171, 1, b"})
  void hexadecimals(long value, int digits, String expected) {
    assertThat(text.hex(value, digits)).hasToString(expected);
  }

  @Test
  void macAddresses() {
    assertThat(text.mac(0xAABBCCDDEE0FL)).hasToString("AA:BB:CC:DD:EE:0F");
  }

  @Test
  void ipv4Addresses() {
    assertThat(text.ipv4(0xFFFEFD00).character(' ').ipv4(0x0A000001))
        .hasToString("255.254.253.0 10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0000000000000000, ::",
    "0000000000000000, 0000000000000001, ::1",
    "0001000000000000, 0000000000000000, 1::",
    "20010db800000000, 0000000000000001, 2001:db8::1",
    "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
    "20010db800000000, 0001000000000001, 2001:db8::1:0:0:1",
    "20010db800010000, 0000000000000000, 2001:db8:1::",
    "fe80000000000000, 00fffe0fffff1234, fe80::ff:fe0f:ffff:1234",
    "0001000200030004, 0005000600070008, 1:2:3:4:5:6:7:8",
    "0000000200030004, 0005000600070000, 0:2:3:4:5:6:7:0",
    "0000000000030004, 0005000600070008, ::3:4:5:6:7:8",
  })
  void ipv6AddressesAsRfc5952WantsThem(String high, String low, String expected) {
    text.ipv6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16));

    assertThat(text).hasToString(expected);
  }

  /** Numbers of every length, and those beside the powers of ten and of sixteen. */
  @Test
  void numbersAsTheLibraryWritesThem() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      assertNumber(random.nextLong() >>> random.nextInt(Long.SIZE));
    }
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 16; power *= 10) {
      assertNumber(power - 1);
      assertNumber(power);
      assertNumber(Long.highestOneBit(power));
    }
    assertNumber(-1);
  }

  private void assertNumber(long value) {
    long positive = value & Long.MAX_VALUE;
    text.clear().decimal(value).character(' ').unsigned(value).character(' ').hex(value);
    text.character(' ').decimal(positive, 6).character(' ').decimal(positive, 20);
    text.character(' ').hex(value, 4).character(' ').hex(value, 12);

    assertThat(text)
        .hasToString(
            String.join(
                " ",
                Long.toString(value),
                Long.toUnsignedString(value),
                Long.toHexString(value),
                "%020d".formatted(positive).substring(14),
                "%020d".formatted(positive),
                "%016x".formatted(value).substring(12),
                "%016x".formatted(value).substring(4)));
  }

  /** Every octet in every place. */
  @Test
  void addressesAsTheLibraryWritesThem() {
    for (int octet = 0; octet < 256; octet++) {
      int address = octet * 0x01000001 ^ 0x00010A64;
      String expected =
          "%d.%d.%d.%d"
              .formatted(
                  address >>> 24, address >>> 16 & 0xFF, address >>> 8 & 0xFF, address & 0xFF);
      assertThat(text.clear().ipv4(address)).hasToString(expected);
      long mac = octet * 0x010000000001L ^ 0x00A0_0F10_0100L;
      String hex = "%012x".formatted(mac).replaceAll("..(?!$)", "$0:");
      assertThat(text.clear().lowerMac(mac)).hasToString(hex);
      assertThat(text.clear().mac(mac)).hasToString(hex.toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void growsAndIsReused() {
    text.repeat('a', 100_000).text("b").repeat('c', 1_000_000).newline();
    assertThat(text.length()).isEqualTo(1_100_002);

    text.clear().text("new");
    assertThat(text).hasToString("new");
    assertThat(text.toByteArray()).isEqualTo("new".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void writesEverythingToAChannelThatTakesALittleAtATime() throws IOException {
    SlowChannel channel = new SlowChannel(Integer.MAX_VALUE);
    text.repeat('x', 20_000).text("end");

    text.writeTo(channel);

    assertThat(channel.taken.size()).isEqualTo(20_003);
    assertThat(channel.taken.toString(StandardCharsets.US_ASCII)).endsWith("xend");
    assertThat(text.length()).isZero();
  }

  @Test
  void keepsWhatAFailingChannelDidNotTake() {
    text.text("0123456789");

    assertThatThrownBy(() -> text.writeTo(new SlowChannel(6))).isInstanceOf(IOException.class);

    assertThat(text).hasToString("6789");
  }

  private static final class SlowChannel implements WritableByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final int capacity;

    SlowChannel(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (taken.size() >= capacity) {
        throw new IOException("full");
      }
      int count = Math.min(3, source.remaining());
      for (int i = 0; i < count; i++) {
        taken.write(source.get());
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
