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
        Arguments.of(new Icmp(), 8));
  }

  @ParameterizedTest
  @MethodSource("fixedLengths")
  void fitsFromItsFixedLengthOn(Header header, int fixedLength) {
    MemorySegment memory = MemorySegment.ofArray(new byte[100]);

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
}
