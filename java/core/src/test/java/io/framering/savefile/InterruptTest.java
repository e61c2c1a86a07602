// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.framesIn;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt costs no file, and is still pending afterwards. */
@Timeout(600)
class InterruptTest {
  private static final CapturedFrame FRAME = CapturedFrame.ofEthernet(packet(100));
  private static final int FRAMES = 1000;

  @TempDir Path folder;

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource
  void aPendingOneCostsNoFrame(SavefileFormat format) {
    Path file = folder.resolve("a");
    Thread.currentThread().interrupt();
    try (SavefileWriter writer = SavefileWriter.create(file, SavefileOptions.of(format))) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(FRAME);
      }
    }
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(framesIn(file)).isEqualTo(FRAMES);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aPendingOneCostsNoFileOfSeveral() {
    Thread.currentThread().interrupt();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAP);
    String name = folder.resolve("a").toString();
    try (RotatingWriter writer =
        RotatingWriter.create(name, new Rotation(50_000, 0, 0), options, file -> {})) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(FRAME);
      }
    }
    assertThat(
            framesIn(Path.of(name)) + framesIn(Path.of(name + "1")) + framesIn(Path.of(name + "2")))
        .isEqualTo(FRAMES);
  }

  /** They come at any time, also within a write or a read. */
  @Test
  void manyCostNoFrame() throws Exception {
    Path file = folder.resolve("a");
    Thread working = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread rude =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                working.interrupt();
                LockSupport.parkNanos(10_000); // without a pause no write would ever succeed
              }
            });
    int read = 0;
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP).flushEach(true))) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(FRAME);
      }
    } finally {
      try {
        read = framesIn(file);
      } finally {
        done.set(true);
        Thread.interrupted();
        rude.join();
      }
    }
    assertThat(read).isEqualTo(FRAMES);
  }

  @Test
  void aPipeCanBeOpenedWithOnePending() throws IOException {
    Pipe pipe = Pipe.open();
    byte[] file = FileBytes.little().pcap(0xA1B2C3D4L).record(1, 2, 60, packet(60)).toArray();
    pipe.sink().write(java.nio.ByteBuffer.wrap(file));
    pipe.sink().close();
    Thread.currentThread().interrupt();
    int[] count = new int[1];
    try (SavefileReader reader = SavefileReader.open("pipe", pipe.source(), null)) {
      reader.run(frame -> count[0]++);
    }
    assertThat(count[0]).isEqualTo(1);
  }

  /** A stream that throws what no stream should. */
  private static InputStream failingAfter(byte[] bytes, Throwable failure) {
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        throw new IllegalStateException("not used");
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (at == bytes.length) {
          InterruptTest.<RuntimeException>sneak(failure);
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void uncheckedExceptionsOfAStreamAreThrown() {
    byte[] header = FileBytes.little().pcap(0xA1B2C3D4L).toArray();
    byte[] half = java.util.Arrays.copyOf(header, 10);
    for (Throwable failure : new Throwable[] {new IllegalStateException("odd"), new Error("odd")}) {
      assertThatThrownBy(() -> SavefileReader.open("stream", failingAfter(half, failure), null))
          .isSameAs(failure);
      try (SavefileReader reader =
          SavefileReader.open("stream", failingAfter(header, failure), null)) {
        assertThatThrownBy(() -> reader.run(frame -> {})).isSameAs(failure);
        assertThat(reader.ended()).isTrue();
      }
    }
  }

  @Test
  void noMessageEndsInNull() {
    InputStream failing = failingAfter(new byte[0], new IOException());
    assertThatThrownBy(() -> SavefileReader.open("stream", failing, null))
        .isInstanceOf(SavefileException.class)
        .hasMessage("stream: IOException");
  }
}
