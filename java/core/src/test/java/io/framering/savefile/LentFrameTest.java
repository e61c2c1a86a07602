// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.testing.Allocated;
import io.framering.testing.FrameAccess;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frame is lent until its batch is released, and says so afterwards, whoever asks how. */
class LentFrameTest {
  private static byte[] file(int frames) {
    FileBytes file = little().pcap(0xA1B2C3D4L);
    for (int i = 0; i < frames; i++) {
      file.record(i, 0, 100, packet(100));
    }
    return file.toArray();
  }

  private static void assertAllThrow(Frame frame) {
    for (Consumer<Frame> question : FrameAccess.ALL) {
      assertThatThrownBy(() -> question.accept(frame)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void afterTheBatchEverythingThrows() {
    SavefileReader reader = open(file(10_000));
    List<Runnable> endings = new ArrayList<>();
    FrameBatch[] batch = new FrameBatch[1];
    endings.add(() -> batch[0].close());
    endings.add(() -> reader.next(FrameSource.FOREVER));
    endings.add(reader::close);
    for (Runnable ending : endings) {
      batch[0] = reader.next(FrameSource.FOREVER);
      FrameCursor cursor = batch[0].cursor();
      assertThat(cursor.advance()).isTrue();
      Frame frame = batch[0].iterator().next();
      MemorySegment kept = frame.bytes();
      assertThat(kept.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(packet(100)[0]);
      ending.run();
      assertAllThrow(frame);
      assertAllThrow(cursor);
      assertThatThrownBy(cursor::advance).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(batch[0]::cursor).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> batch[0].forEach(ignored -> {}))
          .isInstanceOf(IllegalStateException.class);
      batch[0].close();
    }
    assertThat(reader.next(FrameSource.FOREVER)).isNull();
  }

  @Test
  void otherThreadsMayNotLook() {
    try (SavefileReader reader = open(file(10))) {
      Frame frame = reader.next(FrameSource.FOREVER).iterator().next();
      assertThatThrownBy(() -> CompletableFuture.runAsync(frame::timestampNanos).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(WrongThreadException.class);
    }
  }

  @Test
  void closingFromAnotherThreadEndsTheFramesAndTearsNothingDown() {
    SavefileReader reader = open(file(10));
    FrameBatch batch = reader.next(FrameSource.FOREVER);
    Frame frame = batch.iterator().next();
    MemorySegment segment = frame.bytes();
    CompletableFuture.runAsync(reader::close).join();
    assertAllThrow(frame);
    assertThat(segment.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(packet(100)[0]);
    batch.close();
    assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Reads a file, and says how many bytes its frames have. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) {
      long[] bytes = new long[1];
      try (SavefileReader reader = SavefileReader.open(Path.of(arguments[0]))) {
        reader.run(frame -> bytes[0] += frame.bytes().byteSize());
      }
      System.out.println(bytes[0]);
    }
  }

  @Test
  void readingNeedsNoNativeAccess(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.pcap"), file(10_000));
    Process reading =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(reading.getInputStream().readAllBytes());
    assertThat(said).isEqualToNormalizingNewlines("1000000\n");
    assertThat(reading.waitFor()).isZero();
  }

  @Test
  void memoryOutlivesTheReaderWhileASegmentIsKept() throws InterruptedException {
    MemorySegment kept = keep();
    for (int i = 0; i < 10; i++) {
      System.gc();
      Thread.sleep(20); // for who frees what the collector has found
      for (int j = 0; j < 20; j++) {
        MemorySegment.ofBuffer(ByteBuffer.allocateDirect(256 << 10)).fill((byte) 0xFF);
      }
      assertThat(kept.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(packet(100));
    }
  }

  /** A segment of a batch that nobody closes, of a reader that nobody knows any more. */
  private static MemorySegment keep() {
    return open(file(10)).next(FrameSource.FOREVER).iterator().next().bytes();
  }

  /** Closed by the thread that reads, or by another, which leaves the memory to the next call. */
  @Test
  void closingAReaderFreesTheMemoryOfABatchThatNobodyCloses() throws Exception {
    Process closing =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                Closing.class.getName())
            .redirectErrorStream(true)
            .start();
    String growth = new String(closing.getInputStream().readAllBytes()).strip();
    assertThat(Long.parseLong(growth)).isLessThan(64 << 20); // or it would be 100 MiB, or 200
  }

  /**
   * Says how much more memory there was amid its work: with a heap so small that it is not that.
   */
  static final class Closing {
    private Closing() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(MemoryUse.peakGrowth(LentFrameTest::closeReadersWithBatchesLent));
    }
  }

  private static void closeReadersWithBatchesLent() {
    byte[] file = file(10);
    for (int i = 0; i < 400; i++) {
      SavefileReader reader = open(file);
      reader.next(FrameSource.FOREVER);
      reader.close();
      SavefileReader other = open(file);
      other.next(FrameSource.FOREVER);
      CompletableFuture.runAsync(other::close).join();
      assertThat(other.next(FrameSource.FOREVER)).isNull();
    }
  }

  @Test
  void framesOfAnIteratorAreObjectsOfTheirOwn() {
    try (SavefileReader reader = open(file(3))) {
      FrameBatch batch = reader.next(FrameSource.FOREVER);
      List<Frame> frames = new ArrayList<>();
      var iterator = batch.iterator();
      iterator.forEachRemaining(frames::add);
      assertThat(frames)
          .extracting(Frame::timestampNanos)
          .containsExactly(0L, 1_000_000_000L, 2_000_000_000L);
      assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void cursorStandsOnNoneBeforeTheFirst() {
    try (SavefileReader reader = open(file(1))) {
      FrameCursor cursor = reader.next(FrameSource.FOREVER).cursor();
      assertThatThrownBy(cursor::capturedLength).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(cursor.advance()).isTrue();
      assertThat(cursor.advance()).isFalse();
      assertThat(cursor.capturedLength()).isEqualTo(100);
    }
  }

  @Test
  void handlerMayCloseTheReader() {
    SavefileReader reader = open(file(10));
    int[] count = new int[1];
    reader.run(frame -> {
      count[0]++;
      reader.close();
    });
    assertThat(count[0]).isEqualTo(1);
  }

  /** Ours is caught, since the reader was closed; the handler's own is not. */
  @Test
  void whatAHandlerThrowsComesOutAlthoughTheReaderWasClosed() {
    SavefileReader reader = open(file(10));
    assertThatThrownBy(() ->
            reader.run(frame -> {
              CompletableFuture.runAsync(reader::close).join();
              throw new IllegalStateException("of the handler");
            }))
        .hasMessage("of the handler");
    SavefileReader other = open(file(10));
    other.run(frame -> {
      CompletableFuture.runAsync(other::close).join();
      frame.timestampNanos();
    });
    assertThat(other.ended()).isTrue();
  }

  @Test
  void stopLetsTheBatchAtHandBeSeen() {
    try (SavefileReader reader = open(file(10_000))) {
      int[] count = new int[1];
      reader.run(frame -> {
        count[0]++;
        reader.stop();
      });
      assertThat(count[0]).isBetween(2, 9_999);
      assertThat(reader.next(FrameSource.FOREVER)).isNull();
    }
  }

  @Test
  void batchKnowsHowManyBytesWereOnTheWire() {
    FileBytes file = little().pcap(0xA1B2C3D4L).record(0, 0, 4000, packet(100));
    file.record(1, 0, 1, packet(100)).record(2, 0, 0xFFFFFFFFL, packet(100));
    try (SavefileReader reader = open(file.toArray())) {
      FrameBatch batch = reader.next(FrameSource.FOREVER);
      assertThat(batch.originalBytes()).isEqualTo(4001L + 0xFFFFFFFFL);
      batch.close();
      assertThatThrownBy(batch::originalBytes).isInstanceOf(IllegalStateException.class);
    }
  }

  /** A million packets: no allocation per frame, and memory that does not grow with the file. */
  @Test
  void aMillionPacketsAreReadAndWrittenInConstantMemory(@TempDir Path folder) throws Exception {
    int million = 1_000_000;
    Path file = folder.resolve("million.pcapng");
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    long wrote;
    try (SavefileReader reader = open(file(1000));
        SavefileWriter writer = SavefileWriter.create(file, options)) {
      FrameBatch batch = reader.next(FrameSource.FOREVER);
      for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
        writer.write(frame);
      }
      long before = Allocated.bytes();
      for (int i = 1000; i < million; i += 1000) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          writer.write(frame);
        }
      }
      wrote = Allocated.bytes() - before;
    }
    assertThat(Files.size(file)).isGreaterThan(132L * million);
    long before = Allocated.bytes();
    int[] batches = new int[1];
    int[] frames = new int[1];
    long[] bytes = new long[1];
    long growth =
        MemoryUse.peakGrowth(() -> {
          try (SavefileReader reader = SavefileReader.open(file)) {
            for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
              batches[0]++;
              for (FrameCursor frame = batch.cursor(); frame.advance(); frames[0]++) {
                bytes[0] +=
                    frame.capturedLength() + frame.timestampNanos() % 2 + frame.originalLength();
              }
            }
          }
        });
    long read = Allocated.bytes() - before;
    System.out.printf(
        "%d bytes allocated to write, %d to read in %d batches%n", wrote, read, batches[0]);
    assertThat(growth).isLessThan(64 << 20); // or it would be as large as the file
    assertThat(frames[0]).isEqualTo(million);
    assertThat(bytes[0]).isBetween(200L * million, 201L * million);
    assertThat(wrote).isLessThan(200_000);
    assertThat(read).isLessThan(800_000 + batches[0] * 768L);
  }
}
