// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileException.Reason;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PcapngReadTest {
  static Stream<FileBytes> orders() {
    return Stream.of(little(), big());
  }

  private static FileBytes begun(FileBytes file) {
    return file.section().description(1, 0, file.body());
  }

  private static void assertDamaged(FileBytes file, int packetsBefore, String message) {
    try (SavefileReader reader = open(file.toArray())) {
      int[] count = new int[1];
      assertThatThrownBy(() -> reader.run(frame -> count[0]++))
          .isInstanceOfSatisfying(
              SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
          .hasMessageContaining(message);
      assertThat(count[0]).isEqualTo(packetsBefore);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void enhancedPacketsInBothByteOrders(FileBytes file) {
    begun(file).enhanced(0, 1_700_000_000_123_456L, 100, packet(61), file.body());
    CapturedFrame frame = read(file.toArray()).getFirst();
    assertThat(frame.timestampNanos()).isEqualTo(1_700_000_000_123_456_000L);
    assertThat(frame.originalLength()).isEqualTo(100);
    assertThat(frame.toByteArray()).isEqualTo(packet(61));
    assertThat(frame.linkType()).isEqualTo(LinkType.ETHERNET);
    assertThat(frame.direction()).isEqualTo(Direction.UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void simplePacketsAreCutAtTheSnapLength(FileBytes file) {
    file.section().description(101, 10, file.body());
    file.block(3, file.body().u32(9).bytes(packet(9)));
    file.block(3, file.body().u32(99).bytes(packet(10)));
    List<CapturedFrame> frames = read(file.toArray());
    assertThat(frames).extracting(CapturedFrame::capturedLength).containsExactly(9, 10);
    assertThat(frames).extracting(CapturedFrame::originalLength).containsExactly(9L, 99L);
    assertThat(frames.get(0).toByteArray()).isEqualTo(packet(9));
    assertThat(frames.get(0).timestampNanos()).isZero();
    assertThat(frames.get(0).linkType()).isEqualTo(LinkType.RAW);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void obsoletePacketsHaveTheirOwnDropCount(FileBytes file) {
    begun(file);
    for (int dropped : new int[] {5, 0xFFFF}) {
      file.block(
          2,
          file.body()
              .u16(0)
              .u16(dropped)
              .u32(0)
              .u32(7)
              .u32(3)
              .u32(4)
              .bytes(packet(3))
              .pad()
              .u16(2)
              .u16(4)
              .u32(2));
    }
    try (SavefileReader reader = open(file.toArray())) {
      reader.run(frame -> {
        assertThat(frame.timestampNanos()).isEqualTo(7000);
        assertThat(frame.direction()).isEqualTo(Direction.OUTGOING);
      });
      assertThat(reader.interfaces().getFirst().dropped()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, UNKNOWN",
    "1, TO_US",
    "5, TO_US",
    "9, MULTICAST",
    "13, BROADCAST",
    "17, TO_OTHERS",
    "2, OUTGOING",
    "6, OUTGOING",
    "3, UNKNOWN",
    "4294967292, UNKNOWN"
  })
  void directionIsInTheFlags(long flags, Direction direction) {
    FileBytes file = begun(big());
    file.enhanced(0, 0, 1, packet(1), file.body().option(1, "a comment").u16(2).u16(4).u32(flags));
    assertThat(read(file.toArray()).getFirst().direction()).isEqualTo(direction);
  }

  @Test
  void sectionsHaveTheirOwnByteOrderAndInterfaces() {
    FileBytes first = little().section();
    first.description(1, 100, first.body().option(2, "eth0"));
    first.description(113, 100, first.body().option(2, "any"));
    first.enhanced(1, 1, 1, packet(1), first.body());
    FileBytes second = big().section();
    second.description(101, 200, second.body().option(2, "tun0").option(3, "a tunnel"));
    second.enhanced(0, 2, 2, packet(2), second.body());
    try (SavefileReader reader = open(first.bytes(second.toArray()).toArray())) {
      assertThat(reader.format()).isEqualTo(SavefileFormat.PCAPNG);
      reader.run(frame -> {});
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::name)
          .containsExactly("eth0", "any", "tun0");
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::number)
          .containsExactly(1, 2, 3);
      assertThat(reader.interfaces().get(2).description()).isEqualTo("a tunnel");
      assertThat(reader.interfaces().get(2).snapLength()).isEqualTo(200);
    }
    List<CapturedFrame> frames = read(first.toArray());
    assertThat(frames).extracting(CapturedFrame::interfaceIndex).containsExactly(2, 3);
    assertThat(frames)
        .extracting(CapturedFrame::linkType)
        .containsExactly(LinkType.LINUX_SLL, LinkType.RAW);
    assertThat(frames.get(1).timestampNanos()).isEqualTo(2000);
  }

  @Test
  void otherBlocksAndOptionsAreSkippedHoweverLargeTheyAre() {
    FileBytes file = begun(little());
    file.block(4, file.body().bytes(new byte[1_000_000]));
    file.block(0xBAD, file.body().bytes(new byte[8]));
    file.block(10, file.body());
    file.enhanced(0, 0, 1, packet(1), file.body().option(0x8001, new byte[33]).option(2988, "x"));
    file.block(4, file.body().bytes(new byte[5]));
    try (SavefileReader reader =
        SavefileReader.open("memory", FileBytes.channel(file.toArray()), null, 256)) {
      int[] count = new int[1];
      reader.run(frame -> count[0]++);
      assertThat(count[0]).isEqualTo(1);
    }
  }

  @Test
  void statisticsAreOfTheirInterface() {
    FileBytes file = begun(big());
    file.description(1, 0, file.body());
    file.block(5, file.body().u32(1).u64(0).u16(4).u16(8).u64(100).u16(5).u16(8).u64(7));
    file.block(5, file.body().u32(0).u64(0).u16(6).u16(8).u64(50).u16(7).u16(8).u64(3));
    file.block(5, file.body().u32(9).u64(0).u16(6).u16(8).u64(50));
    try (SavefileReader reader = open(file.toArray())) {
      reader.run(frame -> {});
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::received)
          .containsExactly(50L, 100L);
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::dropped)
          .containsExactly(3L, 7L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5, 5000000000",
    "3, 5, 5000000",
    "6, 5, 5000",
    "9, 5, 5",
    "12, 5999, 5",
    "19, -1, 1844674407",
    "128, 5, 5000000000",
    "129, 5, 2500000000",
    "138, 1025, 1000976562",
    "191, -1, 1999999999",
    "0, -1, 9223372036854775807",
    "9, -1, 9223372036854775807"
  })
  void timesAreOfAnyResolution(int resolution, long units, long nanos) {
    FileBytes file = little().section();
    file.description(1, 0, file.body().option(9, new byte[] {(byte) resolution}));
    file.enhanced(0, units, 0, packet(0), file.body());
    assertThat(read(file.toArray()).getFirst().timestampNanos()).isEqualTo(nanos);
  }

  @Test
  void timesAreExact() {
    Random random = new Random(7);
    BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
    for (int i = 0; i < 200_000; i++) {
      int resolution = random.nextBoolean() ? random.nextInt(20) : 0x80 | random.nextInt(64);
      long units = random.nextLong() >>> random.nextInt(64);
      boolean decimal = resolution < 0x80;
      BigInteger exact =
          new BigInteger(Long.toUnsignedString(units))
              .multiply(BigInteger.valueOf(1_000_000_000))
              .divide(
                  decimal ? BigInteger.TEN.pow(resolution) : BigInteger.TWO.pow(resolution - 0x80))
              .min(most);
      assertThat(new Timescale(resolution, 0).nanos(units))
          .as("%d units of %x", units, resolution)
          .isEqualTo(exact.longValueExact());
    }
  }

  @Test
  void timeOffsetIsAdded() {
    for (FileBytes file : orders().toList()) {
      file.section();
      file.description(1, 0, file.body().u16(14).u16(8).u64(-2));
      file.enhanced(0, 1_000_000, 0, packet(0), file.body());
      assertThat(read(file.toArray()).getFirst().timestampNanos()).isEqualTo(-1_000_000_000L);
    }
    assertThat(new Timescale(6, Long.MAX_VALUE).nanos(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(new Timescale(6, Long.MIN_VALUE).nanos(0)).isLessThan(-9_223_372_035_000_000_000L);
  }

  @Test
  void damageIsToldAfterThePacketsBeforeIt() {
    FileBytes unaligned = begun(little());
    unaligned.enhanced(0, 0, 1, packet(1), unaligned.body()).u32(6).u32(33).bytes(new byte[60]);
    assertDamaged(unaligned, 1, "length of 33 bytes (packet 2, at byte 84)");

    FileBytes small = begun(little());
    small.enhanced(0, 0, 1, packet(1), small.body()).u32(0xBAD).u32(0).bytes(new byte[60]);
    assertDamaged(small, 1, "length of 0 bytes");

    FileBytes trailer = begun(little());
    trailer.enhanced(0, 0, 1, packet(1), trailer.body()).u32(0xBAD).u32(16).u32(0).u32(20);
    assertDamaged(trailer, 1, "says at its end that it has 20 (packet 2, at byte 84)");

    FileBytes captured = begun(little());
    captured.block(6, captured.body().u32(0).u64(0).u32(5).u32(5).bytes(new byte[4]));
    assertDamaged(captured, 0, "captured length 5 is more than 4");

    FileBytes stranger = begun(little());
    stranger.enhanced(1, 0, 1, packet(1), stranger.body());
    assertDamaged(stranger, 0, "interface 1, of which there are 1");

    FileBytes shortBlock = begun(little());
    shortBlock.block(6, shortBlock.body().u32(0));
    assertDamaged(shortBlock, 0, "too short");

    FileBytes huge = begun(little());
    huge.u32(6).u32(0x7FFFFFF0L).bytes(new byte[100]);
    assertDamaged(huge, 0, "more than any writer needs");

    FileBytes order = begun(little());
    order.block(0x0A0D0D0AL, order.body().u32(1).u32(1).u64(0));
    assertDamaged(order, 0, "byte-order magic");

    FileBytes version = begun(little());
    version.block(0x0A0D0D0AL, version.body().u32(0x1A2B3C4D).u16(2).u16(0).u64(-1));
    assertDamaged(version, 0, "version 2.0");

    FileBytes resolution = begun(little());
    resolution.description(1, 0, resolution.body().option(9, new byte[] {20}));
    assertDamaged(resolution, 0, "make no sense");

    FileBytes option = begun(little());
    option.description(1, 0, option.body().u16(2).u16(100).u32(0));
    assertDamaged(option, 0, "make no sense");
  }

  @Test
  void optionsOfAPacketThatMakeNoSenseDoNotHideIt() {
    FileBytes file = begun(little());
    file.enhanced(0, 0, 1, packet(1), file.body().u16(2).u16(0xFFFF).u32(0));
    assertThat(read(file.toArray())).hasSize(1);
  }

  @Test
  void longNamesAreCut() {
    FileBytes file = little().section();
    file.description(1, 0, file.body().option(2, "n".repeat(60_000)));
    try (SavefileReader reader = open(file.toArray())) {
      assertThat(reader.interfaces().getFirst().name()).isEqualTo("n".repeat(1024));
    }
  }

  @Test
  void fileWithoutInterfacesHasNoFrames() {
    assertThat(read(little().section().toArray())).isEmpty();
  }
}
