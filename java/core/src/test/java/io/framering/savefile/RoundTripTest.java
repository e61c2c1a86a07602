// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was read and written is what it was. */
class RoundTripTest {
  private static byte[] copy(byte[] file, SavefileOptions options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SavefileReader reader = open(file);
        SavefileWriter writer = SavefileWriter.of("copy", Channels.newChannel(out), options)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          assertThat(writer.write(frame)).isTrue();
        }
      }
      writer.complete(reader);
    }
    return out.toByteArray();
  }

  private static byte[] copy(byte[] file, SavefileFormat format) {
    return copy(file, SavefileOptions.of(format));
  }

  private static List<SavefileInterface> interfaces(byte[] file) {
    try (SavefileReader reader = open(file)) {
      reader.run(frame -> {});
      return reader.interfaces();
    }
  }

  @Test
  void littleEndianNanosecondPcapIsTheSameFile() {
    byte[] file =
        little()
            .pcap(0xA1B23C4DL)
            .record(1_700_000_000, 1, 60, packet(60))
            .record(1_700_000_000, 999_999_999, 5000, packet(1))
            .record(0, 0, 0, packet(0))
            .record(1, 0, 0x80000000L, packet(1))
            .record(1, 0, 0xFFFFFFFFL, packet(1))
            .record(0xFFFFFFFFL, 0, 70_000, packet(70_000))
            .toArray();
    assertThat(copy(file, SavefileFormat.PCAP)).isEqualTo(file);
  }

  /** Of pcap they are copied as they are, unless each frame is flushed. */
  @Test
  void lengthsAreUnsigned() {
    for (long length : new long[] {0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL}) {
      byte[] file = little().pcap(0xA1B23C4DL).record(1, 0, length, packet(1)).toArray();
      byte[] pcapng = copy(file, SavefileFormat.PCAPNG);

      assertThat(read(pcapng).getFirst().originalLength()).isEqualTo(length);
      assertThat(copy(pcapng, SavefileFormat.PCAP)).isEqualTo(file);
      try (SavefileReader reader = open(file)) {
        assertThat(reader.next(FrameSource.FOREVER).originalBytes()).isEqualTo(length);
      }
    }
  }

  @Test
  void linkTypeAndFrameCheckSequenceOfPcapAreKept() {
    byte[] file =
        little().pcap(0xA1B23C4DL, 2, 4, 0x24000093L).record(1, 2, 9, packet(9)).toArray();
    assertThat(copy(file, SavefileFormat.PCAP)).isEqualTo(file);
    byte[] pcapng = copy(file, SavefileFormat.PCAPNG);
    assertThat(interfaces(pcapng).getFirst().linkTypeNumber()).isEqualTo(147);
    assertThat(interfaces(pcapng).getFirst().fcsBits()).isEqualTo(32);
    assertThat(copy(pcapng, SavefileFormat.PCAP)).isEqualTo(file);
  }

  @Test
  void pcapngKeepsFramesInterfacesDirectionsAndDrops() {
    FileBytes file = big().section();
    file.description(
        1, 1000, file.body().option(2, "eth0").option(3, "uplink").option(9, new byte[] {9}));
    file.description(101, 0, file.body().option(2, "tun0").option(12, "Linux 6").option(15, "tun"));
    file.enhanced(1, 1_700_000_000_000_001L, 99, packet(21), file.body());
    file.enhanced(
        0,
        1_700_000_000_000_000_001L,
        60,
        packet(60),
        file.body().option(2, new byte[] {0, 0, 0, 2}));
    file.enhanced(
        0,
        1_700_000_000_000_000_002L,
        61,
        packet(61),
        file.body()
            .option(4, new byte[] {0, 0, 0, 0, 0, 0, 0, 7})
            .option(2, new byte[] {0, 0, 0, 0xD}));
    file.block(5, file.body().u32(0).u32(0).u32(0).u16(4).u16(8).u64(100).u16(5).u16(8).u64(7));
    byte[] bytes = file.toArray();
    byte[] copied = copy(bytes, SavefileFormat.PCAPNG);
    assertThat(read(copied))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("memory")
        .isEqualTo(read(bytes));
    assertThat(read(copied))
        .extracting(CapturedFrame::toByteArray)
        .containsExactlyElementsOf(read(bytes).stream().map(CapturedFrame::toByteArray).toList());
    List<SavefileInterface> was = interfaces(bytes);
    List<SavefileInterface> is = interfaces(copied);
    assertThat(is).hasSize(2);
    assertThat(is.get(0)).isEqualTo(was.get(0));
    assertThat(is.get(1))
        .usingRecursiveComparison()
        .ignoringFields("timestampResolution")
        .isEqualTo(was.get(1));
    assertThat(copy(copied, SavefileFormat.PCAPNG)).isEqualTo(copied);
  }
}
