// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.hex;
import static io.framering.packet.Bytes.wrap;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class Ipv4Test {
  private static final String ADDRESSES = "c0000201 c6336407";

  @Test
  void theTotalLengthBoundsThePayloadAndWhatFollowsIsPadding() {
    Ipv4 ip = packet("4500 0017 0001 0000 40 11 0000" + ADDRESSES + "aabbcc 000000");

    assertThat(ip.payloadOffset()).isEqualTo(20);
    assertThat(ip.payloadEnd()).isEqualTo(23);
  }

  @Test
  void aTotalLengthBeyondWhatIsThereEndsWithWhatIsThere() {
    Ipv4 ip = packet("4500 05dc 0001 0000 40 11 0000" + ADDRESSES + "aabbcc");

    assertThat(ip.problem()).isEqualTo(Problem.NONE);
    assertThat(ip.payloadEnd()).isEqualTo(23);
  }

  @Test
  void optionsBelongToTheHeader() {
    Ipv4 ip = packet("4600 001a 0001 0000 40 02 0000" + ADDRESSES + "94040000 aabb");

    assertThat(ip.headerLength()).isEqualTo(24);
    assertThat(ip.payloadOffset()).isEqualTo(24);
    assertThat(ip.payloadEnd()).isEqualTo(26);
  }

  @ParameterizedTest
  @CsvSource({
    "45, 0014, 20, NONE,",
    "55, 0014, 20, MALFORMED, version is not 4",
    "44, 0014, 20, MALFORMED, header length below 20",
    "40, 0014, 20, MALFORMED, header length below 20",
    "45, 0013, 20, MALFORMED, total length below the header length",
    "46, 0014, 24, MALFORMED, total length below the header length",
    "46, 0018, 23, TRUNCATED,",
    "46, 0018, 24, NONE,",
    "4f, 003c, 59, TRUNCATED,",
    "45, 0000, 46, MALFORMED, total length below the header length",
    "45, 0000, 47, NONE,",
  })
  void saysWhatIsWrong(
      String first, String totalLength, int captured, Problem.Kind kind, String reason) {
    MemorySegment memory = MemorySegment.ofArray(new byte[captured]);
    memory.copyFrom(hex(first + "00" + totalLength + "00010000 40060000" + ADDRESSES));
    Ipv4 ip = wrap(new Ipv4(), memory);

    assertThat(ip.problem()).isEqualTo(new Problem(kind, reason == null ? "" : reason));
    assertThat(ip.payloadOffset()).isLessThanOrEqualTo(ip.payloadEnd());
    if (kind != Problem.Kind.NONE) {
      assertThat(ip.payloadOffset()).isEqualTo(captured);
    }
  }

  @Test
  void aLengthLeftOutByOffloadGoesOnToTheEnd() {
    MemorySegment memory = MemorySegment.ofArray(new byte[2000]);
    memory.copyFrom(hex("4500 0000 0001 4000 40 06 0000" + ADDRESSES));
    Ipv4 ip = wrap(new Ipv4(), memory);

    assertThat(ip.isLengthLeftOut()).isTrue();
    assertThat(ip.payloadOffset()).isEqualTo(20);
    assertThat(ip.payloadEnd()).isEqualTo(2000);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, false, true, 0",
    "4000, false, true, 0",
    "2000, true, true, 0",
    "2001, true, false, 8",
    "0001, true, false, 8",
    "1fff, true, false, 65528",
  })
  void tellsFragments(String flagsAndOffset, boolean fragment, boolean first, int offset) {
    Ipv4 ip = packet("4500 0014 0001" + flagsAndOffset + "40 06 0000" + ADDRESSES);

    assertThat(ip.isFragment()).isEqualTo(fragment);
    assertThat(ip.isFirstFragment()).isEqualTo(first);
    assertThat(ip.fragmentOffset()).isEqualTo(offset);
  }

  @Test
  void knowsARightChecksum() {
    // The other fields add up to 2479c; 479c + 2 = 479e, of which b861 is the complement.
    Ipv4 ip = packet("4500 0073 0000 4000 40 11 b861 c0a80001 c0a800c7");

    assertThat(ip.expectedHeaderChecksum()).isEqualTo(0xb861);
  }

  @Test
  void knowsTheChecksumThatAWrongOneShouldBe() {
    Ipv4 ip = packet("4500 0073 0000 4000 40 11 b862 c0a80001 c0a800c7");

    assertThat(ip.expectedHeaderChecksum()).isEqualTo(0xb861);
  }

  @ParameterizedTest
  @CsvSource({"0000", "ffff"})
  void takesBothZerosOfOnesComplementForRight(String checksum) {
    // The other fields add up to 0xffff.
    Ipv4 ip = packet("4500 0073 0000 4000 40 11" + checksum + "c0a80001 c0a8b928");

    assertThat(ip.expectedHeaderChecksum()).isEqualTo(ip.headerChecksum());
  }

  @Test
  void theChecksumCountsTheOptions() {
    Ipv4 ip = packet("4600 0018 0000 0000 01 02 0000 c0000201 e0000016 94040000");
    int right = ip.expectedHeaderChecksum();
    MemorySegment memory =
        hex("4600 0018 0000 0000 01 02 %04x c0000201 e0000016 94040000".formatted(right));

    assertThat(right).isEqualTo(0x82c8);
    assertThat(wrap(new Ipv4(), memory).expectedHeaderChecksum()).isEqualTo(right);
  }

  @Test
  void judgesNoChecksumWithBytesMissing() {
    Ipv4 ip = packet("4600 0018 0000 0000 01 02 1234 c0000201 e0000016 9404");

    assertThat(ip.isHeaderComplete()).isFalse();
    assertThat(ip.expectedHeaderChecksum()).isEqualTo(0x1234);
  }

  @Test
  void optionsAreVisitedInOrder() {
    Ipv4 ip = packet("4800 0020 0001 0000 40 02 0000" + ADDRESSES + "01 94040001 0703aa 00 ffffff");
    Options options = ip.options();

    assertThat(options.advance()).isTrue();
    assertThat(options.type()).isEqualTo(Options.NO_OPERATION);
    assertThat(options.length()).isEqualTo(1);
    assertThat(options.valueLength()).isZero();
    assertThat(options.advance()).isTrue();
    assertThat(options.type()).isEqualTo(148);
    assertThat(options.offset()).isEqualTo(21);
    assertThat(options.length()).isEqualTo(4);
    assertThat(options.valueLength()).isEqualTo(2);
    assertThat(options.memory().get(ValueLayout.JAVA_BYTE, options.valueOffset() + 1))
        .isEqualTo((byte) 1);
    assertThat(options.advance()).isTrue();
    assertThat(options.type()).isEqualTo(7);
    assertThat(options.valueLength()).isEqualTo(1);
    assertThat(options.advance()).isTrue();
    assertThat(options.type()).isEqualTo(Options.END);
    assertThat(options.advance()).as("what follows the end is padding").isFalse();
    assertThat(options.problem()).isEqualTo(Problem.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "07000000, option length below 2",
    "07010000, option length below 2",
    "07050000, option beyond the header",
    "01010107, option beyond the header",
  })
  void aBrokenOptionIsTheLast(String bytes, String reason) {
    Ipv4 ip = packet("4600 0020 0001 0000 40 02 0000" + ADDRESSES + bytes + "0000000000000000");
    Options options = ip.options();
    int count = 0;
    while (options.advance()) {
      count++;
    }

    assertThat(count).isLessThan(4);
    assertThat(options.problem().reason()).isEqualTo(reason);
    assertThat(options.advance()).isFalse();
    assertThat(ip.problem()).as("the payload can still be found").isEqualTo(Problem.NONE);
  }

  private static Ipv4 packet(String hex) {
    return wrap(new Ipv4(), hex(hex));
  }
}
