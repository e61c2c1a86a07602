// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.framesIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are compressed while they are written: gzip(1) decompresses them. */
@Timeout(600)
class CompressedWriteTest {
  /** More than three parts of 1 MiB. */
  private static final int FRAMES = 30_000;

  private final Random random = new Random(1);

  @TempDir Path folder;

  private static SavefileOptions options(SavefileFormat format) {
    return SavefileOptions.of(format).linkType(LinkType.ETHERNET);
  }

  private static SavefileOptions gzip(SavefileFormat format) {
    return options(format).compressor(Compressor.GZIP);
  }

  private CapturedFrame frame() {
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    return CapturedFrame.ofEthernet(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void decompressedItIsTheUncompressedFile(SavefileFormat format) throws Exception {
    Path file = folder.resolve("a.gz");
    Path plain = folder.resolve("plain");
    try (SavefileWriter writer = SavefileWriter.create(file, gzip(format));
        SavefileWriter other = SavefileWriter.create(plain, options(format))) {
      for (int i = 0; i < FRAMES; i++) {
        CapturedFrame frame = frame();
        writer.write(frame);
        other.write(frame);
      }
      assertThat(writer.bytes()).isEqualTo(other.bytes());
    }
    Oracle.say(folder, "gzip", "-kd", "a.gz");
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(plain);
    assertThat(framesIn(file)).isEqualTo(FRAMES);
  }

  @Test
  void afterAFlushItIsReadableThoughItIsNotClosed() throws Exception {
    Path file = folder.resolve("a.pcap.gz");
    try (SavefileWriter writer = SavefileWriter.create(file, gzip(SavefileFormat.PCAP))) {
      assertThat(framesIn(file)).isZero();
      writer.write(frame());
      writer.flush();
      long size = Files.size(file);
      writer.flush(); // nothing new
      assertThat(file).hasSize(size);
      assertThat(framesIn(file)).isOne();
      Oracle.say(folder, "gzip", "-t", file.toString());
    }
  }

  /** The number comes before the suffix, so that other programs know the compression. */
  @Test
  void rotatedFilesHaveTheFramesOfUncompressedOnes() throws Exception {
    Rotation rotation = new Rotation(1_000_000, 0, 0);
    String name = folder.resolve("a.pcap").toString();
    try (RotatingWriter writer =
            RotatingWriter.create(name + ".gz", rotation, gzip(SavefileFormat.PCAP), file -> {});
        RotatingWriter other =
            RotatingWriter.create(name, rotation, options(SavefileFormat.PCAP), file -> {})) {
      for (int i = 0; i < FRAMES; i++) {
        CapturedFrame frame = frame();
        writer.write(frame);
        other.write(frame);
      }
    }
    for (String number : List.of("", "1", "2", "3")) {
      assertThat(framesIn(Path.of(name + number + ".gz")))
          .isPositive()
          .isEqualTo(framesIn(Path.of(name + number)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(8);
    }
  }
}
