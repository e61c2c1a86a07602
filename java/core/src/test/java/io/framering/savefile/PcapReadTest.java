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
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.savefile.SavefileException.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PcapReadTest {
  private static final long MICRO = 0xA1B2C3D4L;
  private static final long NANO = 0xA1B23C4DL;

  static Stream<FileBytes> orders() {
    return Stream.of(little(), big());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void microsecondsInBothByteOrders(FileBytes file) {
    file.pcap(MICRO).record(1_700_000_000, 123_456, 100, packet(60));
    CapturedFrame frame = read(file.toArray()).getFirst();
    assertThat(frame.timestampNanos()).isEqualTo(1_700_000_000_123_456_000L);
    assertThat(frame.capturedLength()).isEqualTo(60);
    assertThat(frame.originalLength()).isEqualTo(100);
    assertThat(frame.toByteArray()).isEqualTo(packet(60));
    assertThat(frame.interfaceIndex()).isEqualTo(1);
    assertThat(frame.linkType()).isEqualTo(LinkType.ETHERNET);
    assertThat(frame.direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(frame.vlanTag()).isEqualTo(VlanTag.NOT_STRIPPED);
    assertThat(frame.checksum()).isEqualTo(Checksum.UNKNOWN);
    assertThat(frame.offloaded()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void nanosecondsInBothByteOrders(FileBytes file) {
    file.pcap(NANO).record(0xFFFFFFFFL, 999_999_999, 1, packet(1));
    assertThat(read(file.toArray()).getFirst().timestampNanos())
        .isEqualTo(4_294_967_295_999_999_999L);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void kuznetsovsRecordsHaveADirection(FileBytes file) {
    file.pcap(0xA1B2CD34L)
        .u32(1)
        .u32(2)
        .u32(3)
        .u32(4) // time, lengths
        .u32(7)
        .u16(0x800)
        .u8(4)
        .u8(0) // interface, protocol, packet type
        .bytes(packet(3))
        .u32(1)
        .u32(3)
        .u32(5)
        .u32(5)
        .u32(7)
        .u16(0x800)
        .u8(0)
        .u8(0)
        .bytes(packet(5));
    List<CapturedFrame> frames = read(file.toArray());
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0).direction()).isEqualTo(Direction.OUTGOING);
    assertThat(frames.get(0).originalLength()).isEqualTo(4);
    assertThat(frames.get(1).direction()).isEqualTo(Direction.TO_US);
    assertThat(frames.get(1).toByteArray()).isEqualTo(packet(5));
  }

  @Test
  void ixiasFileHeaderIsLonger() {
    for (long magic : new long[] {0x1C0001ACL, 0x1C0001ABL}) {
      byte[] file = little().pcap(magic).u32(99).record(1, 2, 3, packet(3)).toArray();
      assertThat(read(file).getFirst().toByteArray()).isEqualTo(packet(3));
    }
  }

  @Test
  void lengthsOfOldVersionsComeInTheOtherOrder() {
    byte[] v22 = little().pcap(MICRO, 2, 2, 1).u32(1).u32(2).u32(9).u32(4).u32(0).toArray();
    assertThat(read(v22).getFirst().capturedLength()).isEqualTo(4);
    assertThat(read(v22).getFirst().originalLength()).isEqualTo(9);
    byte[] dgux = little().pcap(MICRO, 543, 0, 1).u32(1).u32(2).u32(9).u32(4).u32(0).toArray();
    assertThat(read(dgux).getFirst().originalLength()).isEqualTo(9);
  }

  @Test
  void version23HasTheShorterLengthForTheCapturedOne() {
    byte[] file =
        little()
            .pcap(MICRO, 2, 3, 1)
            .u32(1)
            .u32(2)
            .u32(9)
            .u32(4)
            .u32(0)
            .u32(1)
            .u32(2)
            .u32(4)
            .u32(9)
            .u32(0)
            .u32(1)
            .u32(2)
            .u32(4)
            .u32(4)
            .u32(0)
            .toArray();
    assertThat(read(file)).extracting(CapturedFrame::capturedLength).containsExactly(4, 4, 4);
    assertThat(read(file)).extracting(CapturedFrame::originalLength).containsExactly(9L, 9L, 4L);
  }

  @Test
  void unknownVersionsAreRefused() {
    assertThatThrownBy(() -> open(little().pcap(MICRO, 2, 5, 1).toArray()))
        .isInstanceOf(SavefileException.class)
        .hasMessageContaining("version 2.5");
  }

  @Test
  void linkTypeFieldMayHoldTheLengthOfTheFrameCheckSequence() {
    try (SavefileReader reader = open(little().pcap(MICRO, 2, 4, 0x24000001L).toArray())) {
      SavefileInterface described = reader.interfaces().getFirst();
      assertThat(described.linkType()).isEqualTo(LinkType.ETHERNET);
      assertThat(described.fcsBits()).isEqualTo(32);
    }
  }

  @Test
  void linkTypesWithoutANameKeepTheirNumber() {
    byte[] file = little().pcap(MICRO, 2, 4, 147).record(1, 2, 3, packet(3)).toArray();
    try (SavefileReader reader = open(file)) {
      assertThat(reader.format()).isEqualTo(SavefileFormat.PCAP);
      SavefileInterface described = reader.interfaces().getFirst();
      assertThat(described.number()).isEqualTo(1);
      assertThat(described.linkTypeNumber()).isEqualTo(147);
      assertThat(described.snapLength()).isEqualTo(65535);
      assertThat(described.timestampResolution()).isEqualTo(6);
      assertThat(described.received()).isEqualTo(-1);
    }
    assertThat(read(file).getFirst().linkType()).isEqualTo(LinkType.UNKNOWN);
  }

  /** Of a broken writer: no clock has such a fraction. */
  @Test
  void aFractionOfASecondOrMoreCountsOnTheSeconds() {
    byte[] micros =
        little()
            .pcap(MICRO)
            .record(1, 1_500_000, 4, packet(4))
            .record(1, -1, 4, packet(4))
            .toArray();
    byte[] nanos = little().pcap(NANO).record(1, 1_500_000_000, 4, packet(4)).toArray();

    assertThat(read(micros))
        .extracting(CapturedFrame::timestampNanos)
        .containsExactly(2_500_000_000L, 4_295_967_295_000L);
    assertThat(read(nanos).getFirst().timestampNanos()).isEqualTo(2_500_000_000L);
  }

  @Test
  void originalLengthIsWhatTheFileSays() {
    byte[] file =
        little().pcap(MICRO).record(1, 2, 1, packet(3)).record(1, 2, -1, packet(3)).toArray();
    assertThat(read(file).get(0).originalLength()).isEqualTo(1);
    assertThat(read(file).get(1).originalLength()).isEqualTo(0xFFFFFFFFL);
  }

  @Test
  void cutOffInAPacketIsToldAsTcpdumpTellsIt() {
    byte[] file =
        little()
            .pcap(MICRO)
            .record(1, 2, 60, packet(60))
            .u32(1)
            .u32(2)
            .u32(60)
            .u32(60)
            .bytes(packet(20))
            .toArray();
    try (SavefileReader reader = open(file)) {
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
      assertThatThrownBy(() -> reader.next(FrameSource.FOREVER))
          .isInstanceOfSatisfying(
              SavefileException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
                assertThat(e.offset()).isEqualTo(100);
                assertThat(e.packets()).isEqualTo(1);
              })
          .hasMessage(
              "memory: truncated dump file; tried to read 60 captured bytes, only got 20"
                  + " (packet 2, at byte 100)");
      assertThat(reader.ended()).isTrue();
      assertThat(reader.next(FrameSource.FOREVER)).isNull();
    }
  }

  @Test
  void capturedLengthThatNobodyWritesIsDamage() {
    byte[] file =
        little()
            .pcap(MICRO)
            .record(1, 2, 60, packet(60))
            .u32(1)
            .u32(2)
            .u32(0x7FFFFFFF)
            .u32(1)
            .bytes(packet(100))
            .toArray();
    try (SavefileReader reader = open(file)) {
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
      assertThatThrownBy(() -> reader.next(FrameSource.FOREVER))
          .isInstanceOf(SavefileException.class)
          .hasMessage(
              "memory: captured length 2147483647 is more than 262144 (packet 2, at byte 100)");
    }
  }

  @Test
  void whatIsNoCaptureFileIsRefused() {
    assertThatThrownBy(() -> open("GIF89a".getBytes()))
        .hasMessage("memory: is no pcap and no pcapng file");
    assertThatThrownBy(() -> open(new byte[0])).hasMessage("memory: is empty");
    assertThatThrownBy(() -> open(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z', 0}))
        .hasMessageContaining("xz -d");
  }
}
