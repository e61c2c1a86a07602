// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.framesIn;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileException.Reason;
import io.framering.testing.Namespace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A full disk, a killed process: what is in the file can be read, and what is not is told. */
@Timeout(600)
class WriteFailureTest {
  private static final CapturedFrame FRAME = CapturedFrame.ofEthernet(packet(101));

  @TempDir Path folder;

  private static SavefileOptions options(SavefileFormat format) {
    return SavefileOptions.of(format).linkType(LinkType.ETHERNET);
  }

  /** A file system of 1 MiB, for as long as a test needs it. */
  private void onSmallDisk(java.util.function.Consumer<Path> test) {
    Path disk = folder.resolve("disk");
    try {
      Files.createDirectory(disk);
      Namespace.run(List.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()));
    } catch (IllegalStateException | IOException e) {
      Namespace.skip("no small file system can be mounted (run as root): " + e);
    }
    try {
      test.accept(disk);
    } finally {
      Namespace.run(List.of("umount", disk.toString()));
    }
  }

  private static int packetsOf(Path file) {
    int[] count = new int[1];
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> {
        assertThat(frame.copy().toByteArray()).isEqualTo(FRAME.toByteArray());
        count[0]++;
      });
    }
    return count[0];
  }

  @ParameterizedTest
  @EnumSource
  void fullDiskIsToldOnceAndTheFileStaysReadable(SavefileFormat format) {
    onSmallDisk(disk -> {
      Path file = disk.resolve("a");
      long[] given = new long[1];
      SavefileWriter writer = SavefileWriter.create(file, options(format));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  given[0]++;
                  writer.write(FRAME);
                }
              })
          .isInstanceOfSatisfying(
              SavefileException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.CANNOT_WRITE);
                assertThat(e.packets()).isGreaterThan(5000).isEqualTo(packetsOf(file));
                assertThat(file).hasSize(e.offset());
                assertThat(e)
                    .hasMessage(
                        "%s: No space left on device; %d whole packets are in the file, %d are lost"
                            .formatted(file, e.packets(), given[0] - e.packets()));
              });
      assertThatThrownBy(() -> writer.write(FRAME)).isInstanceOf(IllegalStateException.class);
      writer.close();
      assertThat(Oracle.ask(disk, "capinfos", "-c", "a").status()).isZero();
    });
  }

  /** Its last part is lost as a whole. */
  @ParameterizedTest
  @EnumSource
  void compressedFileEndsAfterItsLastWholePartOnAFullDisk(SavefileFormat format) {
    onSmallDisk(disk -> {
      Path file = disk.resolve("a.gz");
      Random random = new Random(1);
      byte[] bytes = new byte[1000];
      long[] given = new long[1];
      SavefileWriter writer =
          SavefileWriter.create(file, options(format).compressor(Compressor.GZIP));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  given[0]++;
                  random.nextBytes(bytes);
                  writer.write(CapturedFrame.ofEthernet(bytes));
                  if (i == 300) {
                    writer.flush();
                  }
                }
              })
          .isInstanceOfSatisfying(
              SavefileException.class,
              e -> {
                assertThat(e.packets()).isEqualTo(301).isEqualTo(framesIn(file));
                assertThat(e.lost()).isEqualTo(given[0] - 301);
              });
      writer.close();
      assertThat(Oracle.ask(disk, "gzip", "-t", "a.gz").status()).isZero();
    });
  }

  @Test
  void rotatingWriterTellsOfAFullDiskOnceToo() {
    onSmallDisk(disk -> {
      String name = disk.resolve("a").toString();
      try (RotatingWriter writer =
          RotatingWriter.create(
              name,
              new Rotation(300_000, 0, 0),
              options(SavefileFormat.PCAPNG),
              file -> file.statistics(0, 1, 1))) {
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 100_000; i++) {
                    writer.write(FRAME);
                  }
                })
            .isInstanceOf(SavefileException.class);
      }
    });
  }

  /** Takes so many bytes, and no more, in pieces of any size. */
  private static final class SmallChannel implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int room;

    SmallChannel(int room) {
      this.room = room;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      int count = Math.min(Math.min(from.remaining(), 77), room - bytes.size());
      if (count == 0) {
        throw new IOException("full");
      }
      byte[] piece = new byte[count];
      from.get(piece);
      bytes.writeBytes(piece);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Wherever the disk ends, the exception knows how many whole packets are before that. */
  @ParameterizedTest
  @EnumSource
  void wholePacketsAreCountedWhereverWritingEnds(SavefileFormat format) {
    for (int room = 200; room < 1000; room++) {
      SmallChannel channel = new SmallChannel(room);
      try (SavefileWriter writer = SavefileWriter.of("pipe", channel, options(format))) {
        for (int i = 0; i < 8; i++) {
          writer.write(FRAME);
        }
        writer.flush();
      } catch (SavefileException e) {
        int[] count = new int[1];
        try (SavefileReader reader = FileBytes.open(channel.bytes.toByteArray())) {
          reader.run(frame -> count[0]++);
        } catch (SavefileException truncated) {
          assertThat(truncated.reason()).isEqualTo(Reason.TRUNCATED);
          assertThat(e.offset()).isEqualTo(truncated.offset());
        }
        assertThat(e.packets()).isEqualTo(count[0]);
      }
    }
  }

  @Test
  void fileThatCannotBeMadeSaysWhy() {
    assertThatThrownBy(
            () -> SavefileWriter.create(folder.resolve("no/a"), options(SavefileFormat.PCAP)))
        .isInstanceOfSatisfying(
            SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANNOT_OPEN))
        .hasMessage(folder.resolve("no/a") + ": No such file or directory");
  }

  /** Writes until it is killed: 100,000 packets a second, and says how many it has flushed. */
  static final class Scribe {
    private Scribe() {}

    public static void main(String[] arguments) throws InterruptedException {
      SavefileFormat format = SavefileFormat.valueOf(arguments[1]);
      SavefileWriter writer = SavefileWriter.create(Path.of(arguments[0]), options(format));
      for (; ; ) {
        for (int i = 0; i < 1000; i++) {
          writer.write(FRAME);
        }
        if (writer.frames() % 10_000 == 0) {
          writer.flush();
          System.out.println(writer.frames());
        }
        Thread.sleep(10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedWriterLeavesWhatItFlushed(SavefileFormat format) throws Exception {
    Path file = folder.resolve("a");
    Process scribe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Scribe.class.getName(),
                file.toString(),
                format.name())
            .redirectErrorStream(true)
            .start();
    long flushed = 0;
    try (var output = scribe.inputReader()) {
      while (flushed < 100_000) {
        flushed = Long.parseLong(output.readLine());
      }
      Thread.sleep(7);
      Namespace.run(List.of("kill", "-KILL", Long.toString(scribe.pid())));
      for (String line; (line = output.readLine()) != null; ) {
        flushed = Long.parseLong(line);
      }
    }
    long[] read = new long[1];
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> read[0]++);
      assertThat(Oracle.ask(folder, "capinfos", "-c", "a").status()).isZero();
    } catch (SavefileException e) {
      assertThat(e.reason()).isEqualTo(Reason.TRUNCATED); // killed within a write
    }
    assertThat(read[0]).isGreaterThanOrEqualTo(flushed);
  }
}
