// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Batches copied at once")
class CopyTest {
  private static final long NANOS = 0xA1B23C4DL;
  private static final SavefileOptions PCAP = SavefileOptions.of(SavefileFormat.PCAP);

  /** More frames than one batch has, of more bytes than one buffer has. */
  private static final int FRAMES = 5000;

  private static byte[] records(FileBytes file) {
    for (int i = 0; i < FRAMES; i++) {
      file.record(i, 1000 + i, i % 7 == 0 ? 9000 : i % 256, packet(i % 256));
    }
    return file.toArray();
  }

  /** What is written, and whether any batch, or all of them, could be copied. */
  private record Copy(byte[] bytes, long frames, boolean any, boolean all) {}

  private static Copy copy(byte[] file, SavefileOptions options, boolean atOnce) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean any = false;
    boolean all = true;
    SavefileWriter writer = SavefileWriter.of("out", Channels.newChannel(out), options);
    try (writer;
        SavefileReader reader = open(file)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        boolean copied = false;
        if (atOnce) {
          copied = copies(writer, batch);
        } else {
          for (Frame frame : batch) {
            writer.write(frame);
          }
        }
        any |= copied;
        all &= copied;
      }
    }
    return new Copy(out.toByteArray(), writer.frames(), any, all);
  }

  /** Writes a batch, and tells whether its records were copied, or every frame was encoded. */
  private static boolean copies(SavefileWriter writer, FrameBatch batch) {
    FrameCursor first = batch.cursor();
    first.advance();
    boolean copied = writer.copyRecords(batch, first);
    if (!copied) {
      assertThat(writer.writeAll(batch)).isTrue();
    }
    return copied;
  }

  @Test
  void recordsAreTheSameAsOneByOne() {
    byte[] file = records(little().pcap(NANOS));

    Copy copy = copy(file, PCAP, true);

    assertThat(copy.all()).isTrue();
    assertThat(copy.frames()).isEqualTo(FRAMES);
    assertThat(copy.bytes()).isEqualTo(file).isEqualTo(copy(file, PCAP, false).bytes());
  }

  static Stream<Arguments> others() {
    byte[] file = records(little().pcap(NANOS));
    return Stream.of(
        Arguments.of("of microseconds", records(little().pcap(0xA1B2C3D4L)), PCAP),
        Arguments.of("in big endian", records(big().pcap(NANOS)), PCAP),
        Arguments.of("of version 2.3", records(little().pcap(NANOS, 2, 3, 1)), PCAP),
        Arguments.of("into pcapng", file, SavefileOptions.of(SavefileFormat.PCAPNG)),
        Arguments.of("of another link type", file, PCAP.linkType(LinkType.RAW)),
        Arguments.of("flushed each", file, PCAP.flushEach(true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void whatIsNotTheSameIsWrittenOneByOne(String what, byte[] file, SavefileOptions options) {
    Copy copy = copy(file, options, true);

    assertThat(copy.any()).isFalse();
    assertThat(copy.bytes()).isEqualTo(copy(file, options, false).bytes());
  }

  @ParameterizedTest(name = "{1} files")
  @CsvSource({"0, 1", "100000, 5"})
  void filesThatRotateAreWrittenInBatches(long mostBytes, int files, @TempDir Path folder)
      throws IOException {
    byte[] bytes = records(little().pcap(NANOS));
    String name = folder.resolve("copy").toString();
    Rotation rotation = new Rotation(mostBytes, 0, 0);
    try (RotatingWriter writer = RotatingWriter.create(name, rotation, PCAP, ignored -> {});
        SavefileReader reader = open(bytes)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        assertThat(writer.writeAll(batch)).isTrue();
      }
      assertThat(writer.frames()).isEqualTo(FRAMES);
    }
    if (files == 1) {
      assertThat(Path.of(name)).hasBinaryContent(bytes);
    }
  }

  @Test
  void aBatchThatIsOverIsNotCopied() {
    try (SavefileReader reader = open(records(little().pcap(NANOS)));
        SavefileWriter writer =
            SavefileWriter.of("out", Channels.newChannel(new ByteArrayOutputStream()), PCAP)) {
      FrameBatch batch = reader.next(FrameSource.FOREVER);
      batch.close();

      assertThatThrownBy(() -> writer.writeAll(batch)).isInstanceOf(IllegalStateException.class);
      assertThat(writer.frames()).isZero();
    }
  }
}
