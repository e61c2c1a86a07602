// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.savefile.SavefileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class CompressedFileTest {
  private static final int FRAMES = 5000;
  private static final byte[] PLAIN = plain();

  @TempDir Path folder;

  private static byte[] plain() {
    FileBytes file = little().pcap(0xA1B2C3D4L);
    byte[] packet = new byte[100];
    Random random = new Random(1);
    for (int i = 0; i < FRAMES; i++) {
      random.nextBytes(packet);
      file.record(i, i, 100, packet);
    }
    return file.toArray();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void gzipIsKnownByItsContent() {
    assertThat(read(gzip(PLAIN))).hasSize(FRAMES);
  }

  @Test
  void gzipMayHaveSeveralMembers() {
    byte[] first = Arrays.copyOf(PLAIN, 1001);
    byte[] second = Arrays.copyOfRange(PLAIN, 1001, PLAIN.length);
    assertThat(read(joined(gzip(first), gzip(second), gzip(new byte[0])))).hasSize(FRAMES);
  }

  /** As when a file is written to while it is read, or where members end with a buffer. */
  @Test
  void gzipMembersMayComeOneByOne() {
    byte[] first = gzip(Arrays.copyOf(PLAIN, 1001));
    byte[] second = gzip(Arrays.copyOfRange(PLAIN, 1001, PLAIN.length));
    InputStream pieces =
        new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second));
    try (SavefileReader reader = SavefileReader.open("-", pieces, null)) {
      int[] count = new int[1];
      reader.run(frame -> count[0]++);
      assertThat(count[0]).isEqualTo(FRAMES);
    }
  }

  @Test
  void gzipOfTheSystemIsRead() throws IOException {
    Files.write(folder.resolve("a"), PLAIN);
    Oracle.say(folder, "gzip", "-9", "a");
    try (SavefileReader reader = SavefileReader.open(folder.resolve("a.gz"))) {
      int[] count = new int[1];
      reader.run(frame -> count[0]++);
      assertThat(count[0]).isEqualTo(FRAMES);
    }
  }

  @Test
  void cutOffGzipIsReadUpToTheCut() {
    byte[] compressed = gzip(PLAIN);
    for (int length : new int[] {5, 9, 15, 1000, compressed.length / 2, compressed.length - 1}) {
      int[] count = new int[1];
      assertThatThrownBy(
              () -> {
                try (SavefileReader reader = open(Arrays.copyOf(compressed, length))) {
                  reader.run(frame -> count[0]++);
                }
              })
          .isInstanceOfSatisfying(
              SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRUNCATED))
          .hasMessageContaining("compressed data end too early");
      // Random bytes do not become smaller: nearly as many packets as bytes.
      assertThat(count[0]).isGreaterThanOrEqualTo(length / 116 - 300);
    }
  }

  @Test
  void everyTruncationOfGzipIsReadAsFarAsItGoes() {
    byte[] plain = Arrays.copyOf(PLAIN, 24 + 10 * 116);
    byte[] compressed = joined(gzip(plain), gzip(Arrays.copyOfRange(PLAIN, plain.length, 3000)));
    int before = 0;
    for (int length = 0; length < compressed.length; length++) {
      int[] count = new int[1];
      try (SavefileReader reader = open(Arrays.copyOf(compressed, length))) {
        reader.run(frame -> count[0]++);
      } catch (SavefileException e) {
        assertThat(e.packets()).isEqualTo(count[0]);
      }
      assertThat(count[0]).as("packets in %d bytes", length).isGreaterThanOrEqualTo(before);
      before = count[0];
    }
    assertThat(before).isGreaterThanOrEqualTo(20);
  }

  @Test
  void damagedGzipIsReadUpToTheDamage() {
    byte[] compressed = gzip(PLAIN);
    Arrays.fill(compressed, compressed.length / 2, compressed.length / 2 + 1000, (byte) 0xFF);
    int[] count = new int[1];
    assertThatThrownBy(
            () -> {
              try (SavefileReader reader = open(compressed)) {
                reader.run(frame -> count[0]++);
              }
            })
        .isInstanceOf(SavefileException.class)
        .hasMessageContaining("(packet ");
    assertThat(count[0]).isBetween(FRAMES / 3, FRAMES);
  }

  /** A later member is damaged wherever it may be: never does the file seem to end there. */
  @Test
  void aDamagedLaterMemberIsTold() {
    byte[] first = gzip(Arrays.copyOf(PLAIN, 24 + 10 * 116));
    byte[] second = gzip(Arrays.copyOfRange(PLAIN, 24 + 10 * 116, 24 + 20 * 116));
    for (int at : new int[] {0, 1, 2, second.length - 8, second.length - 1}) {
      byte[] damaged = second.clone();
      damaged[at] ^= 0x55;
      int[] count = new int[1];
      assertThatThrownBy(
              () -> {
                try (SavefileReader reader = open(joined(first, damaged))) {
                  reader.run(frame -> count[0]++);
                }
              })
          .as("byte %d", at)
          .isInstanceOfSatisfying(
              SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
      assertThat(count[0]).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void zerosThatFillABlockAreNoMember() {
    assertThat(read(joined(gzip(PLAIN), new byte[1000]))).hasSize(FRAMES);
  }

  @Test
  void emptyMembersNeedNoStack() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      file.write(gzip(new byte[0]));
    }
    file.write(gzip(PLAIN));
    assertThat(read(file.toByteArray())).hasSize(FRAMES);
  }

  /** Each read is a system call, where the channel is a file. */
  @Test
  void headersAreNotReadByteByByte() throws IOException {
    int[] reads = new int[1];
    byte[] compressed = gzip(PLAIN);
    compressed[3] = 8; // a name follows the header's ten bytes
    byte[] name = new byte[301];
    Arrays.fill(name, 0, 300, (byte) 'n');
    SeekableByteChannel memory =
        new MemoryChannel(
            joined(
                Arrays.copyOf(compressed, 10),
                name,
                Arrays.copyOfRange(compressed, 10, compressed.length)));
    ReadableByteChannel counting =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) throws IOException {
            reads[0]++;
            return memory.read(into);
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    try (SavefileReader reader = SavefileReader.open("counted", counting, null)) {
      reader.run(frame -> {});
    }
    assertThat(reads[0]).isLessThan(5 + 2 * PLAIN.length / (64 << 10));
  }

  @Test
  void zstdWithoutADecompressorSaysWhatToDo() {
    byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0, 0, 0};
    assertThatThrownBy(() -> open(zstd))
        .isInstanceOfSatisfying(
            SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_DECOMPRESSOR))
        .hasMessageContaining("zstd -d");
  }

  @Test
  void zstdIsReadThroughTheDecompressorThatIsGiven() throws IOException {
    Files.write(folder.resolve("a"), PLAIN);
    Oracle.say(folder, "zstd", "-q", "a");
    byte[] compressed = Files.readAllBytes(folder.resolve("a.zst"));
    Decompressor program =
        stream -> {
          assertThat(stream.readAllBytes()).isEqualTo(compressed);
          Oracle.say(folder, "zstd", "-qdf", "a.zst", "-o", "b");
          return Files.newInputStream(folder.resolve("b"));
        };
    try (SavefileReader reader = SavefileReader.open(folder.resolve("a.zst"), program)) {
      int[] count = new int[1];
      reader.run(frame -> count[0]++);
      assertThat(count[0]).isEqualTo(FRAMES);
    }
  }

  @Test
  void compressedStreamsAreReadToo() {
    InputStream stream = new ByteArrayInputStream(gzip(PLAIN));
    try (SavefileReader reader = SavefileReader.open("-", stream, null)) {
      int[] count = new int[1];
      reader.run(frame -> count[0]++);
      assertThat(count[0]).isEqualTo(FRAMES);
    }
  }
}
