// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What has arrived in a pipe is delivered at once, and nothing that has not is waited for. */
@Timeout(600)
class PipeTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private Pipe pipe;

  @BeforeEach
  void openPipe() throws IOException {
    pipe = Pipe.open();
    write(little().pcap(0xA1B2C3D4L));
  }

  private void write(FileBytes bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
    while (buffer.hasRemaining()) {
      pipe.sink().write(buffer);
    }
  }

  private SavefileReader reader() {
    return SavefileReader.open("pipe", pipe.source(), null);
  }

  private static FileBytes record(int length) {
    return little().record(1, 2, length, packet(length));
  }

  @Test
  void packetsAreDeliveredAsTheyArrive() throws IOException {
    try (SavefileReader reader = reader()) {
      assertThat(reader.interfaces()).hasSize(1);
      assertThat(reader.next(Duration.ZERO)).isNull();
      for (int length = 1; length < 100; length++) {
        write(record(length));
        FrameBatch batch = reader.next(FrameSource.FOREVER);
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.iterator().next().capturedLength()).isEqualTo(length);
        assertThat(reader.next(Duration.ZERO)).isNull();
        assertThat(reader.ended()).isFalse();
      }
      pipe.sink().close();
      assertThat(reader.next(FrameSource.FOREVER)).isNull();
      assertThat(reader.ended()).isTrue();
    }
  }

  @Test
  void halfAPacketIsNoPacketYet() throws IOException {
    try (SavefileReader reader = reader()) {
      byte[] bytes = record(60).toArray();
      for (byte value : bytes) {
        assertThat(reader.next(Duration.ofNanos(1))).isNull();
        write(little().u8(value));
      }
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
    }
  }

  @Test
  void timeoutPasses() {
    try (SavefileReader reader = reader()) {
      long began = System.nanoTime();
      assertThat(reader.next(SHORT)).isNull();
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(reader.ended()).isFalse();
    }
  }

  @Test
  void stopEndsAReaderThatWaits() throws Exception {
    SavefileReader reader = reader();
    CompletableFuture<FrameBatch> waiting =
        CompletableFuture.supplyAsync(() -> reader.next(FrameSource.FOREVER));
    Thread.sleep(SHORT);
    assertThat(waiting.isDone()).isFalse();
    reader.stop();
    assertThat(waiting.get(5, TimeUnit.MINUTES)).isNull();
    assertThat(reader.ended()).isTrue();
    reader.close();
  }

  @Test
  void interruptDoesNotEndAReaderThatWaits() throws Exception {
    try (SavefileReader reader = reader()) {
      Thread.currentThread().interrupt();
      assertThat(reader.next(SHORT)).isNull();
      assertThat(reader.ended()).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      write(record(60));
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
    }
  }

  @Test
  void readerThatCannotBeOpenedLeavesNoThread() throws Exception {
    awaitNoReadAheadThread(); // of another test
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThatThrownBy(() -> SavefileReader.open("zeros", endless, null))
        .hasMessageContaining("no pcap");
    awaitNoReadAheadThread();
  }

  private static void awaitNoReadAheadThread() throws InterruptedException {
    for (int i = 0; i < 30_000 && readAheadThreads() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(readAheadThreads()).isZero();
  }

  private static long readAheadThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("framering-savefile"))
        .count();
  }

  @Test
  void closeEndsAReaderThatWaits() throws Exception {
    SavefileReader reader = reader();
    CompletableFuture<Void> running = CompletableFuture.runAsync(() -> reader.run(frame -> {}));
    Thread.sleep(SHORT);
    reader.close();
    running.get(5, TimeUnit.MINUTES);
    assertThat(reader.ended()).isTrue();
  }

  @Test
  void manyPacketsThroughAStream() throws Exception {
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try {
            FileBytes many = little();
            for (int i = 0; i < 1000; i++) {
              many.record(1, 2, 99, packet(99));
            }
            for (int i = 0; i < 200; i++) {
              write(many);
            }
            pipe.sink().close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    InputStream stream = Channels.newInputStream(pipe.source());
    try (SavefileReader reader = SavefileReader.open("-", stream, null)) {
      long[] bytes = new long[1];
      reader.run(frame -> bytes[0] += frame.bytes().byteSize());
      assertThat(bytes[0]).isEqualTo(200_000L * 99);
    }
    writing.get();
  }

  @Test
  void namedPipesAreRead(@TempDir Path folder) throws Exception {
    Path fifo = folder.resolve("fifo");
    Oracle.say(folder, "mkfifo", fifo.toString());
    CompletableFuture<SavefileReader> opening =
        CompletableFuture.supplyAsync(() -> SavefileReader.open(fifo));
    try (OutputStream out = Files.newOutputStream(fifo)) {
      out.write(little().pcap(0xA1B2C3D4L).bytes(record(60).toArray()).toArray());
      out.flush();
      try (SavefileReader reader = opening.get(5, TimeUnit.MINUTES)) {
        assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
        assertThat(reader.next(Duration.ZERO)).isNull();
        assertThat(reader.ended()).isFalse();
      }
    }
  }

  @Test
  void failureOfTheStreamIsToldAfterThePackets() {
    byte[] bytes = little().pcap(0xA1B2C3D4L).bytes(record(60).toArray()).toArray();
    InputStream failing =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            throw new IOException("not used");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (at == bytes.length) {
              throw new IOException("Input/output error");
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
          }
        };
    try (SavefileReader reader = SavefileReader.open("stream", failing, null)) {
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
      assertThatThrownBy(() -> reader.next(FrameSource.FOREVER))
          .hasMessage("stream: Input/output error (packet 2, at byte 100)");
      assertThat(reader.next(FrameSource.FOREVER)).isNull();
    }
  }
}
