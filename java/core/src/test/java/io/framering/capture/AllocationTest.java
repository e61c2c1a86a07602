// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.testing.Allocated;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That frames cost no allocation: what is allocated belongs to the batches, and is little. */
@Timeout(600)
class AllocationTest {
  /** All of them fit into the ring: none is lost, however fast they are sent. */
  private static final int FRAMES_PER_FILE = 100_000;

  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 300_000;

  /** A batch object, its arena, its segments: about 300 bytes where it is compiled, 600 before. */
  private static final long BYTES_PER_BATCH = 1024;

  /** Far below one byte per frame: 24 bytes for each would be 7,200,000. */
  private static final long CONSTANT = 100_000;

  /** A hundred batches of 5 ms, and a wide margin: objects would be 2,400,000 bytes. */
  private static final long ALLOWED_PER_FILE = CONSTANT + 300 * BYTES_PER_BATCH;

  private static final int MOST_FILES = 20;

  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private Path file;
  private long frames;
  private long bytes;
  private long batches;

  @BeforeEach
  void prepare(@TempDir Path folder) throws Exception {
    List<byte[]> small = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_FILE; i++) {
      small.add(new byte[60]);
    }
    file = Traffic.write(small, folder.resolve("frames"));
  }

  /** Reads while frames are sent, again and again, and says what this thread has allocated. */
  private long allocatedWhile(Runnable readOnce, int total) throws Exception {
    long allocated = 0;
    batches = 0;
    for (long end = frames + total; frames < end; ) {
      Process sending = Traffic.send(namespace, "left", file, 0);
      long sent = frames + FRAMES_PER_FILE;
      long before = Allocated.bytes();
      while (frames < sent) {
        readOnce.run();
      }
      allocated += Allocated.bytes() - before;
      assertThat(sending.waitFor()).isZero();
    }
    return allocated;
  }

  private void assertAllocatesNothingPerFrame(Runnable readOnce) throws Exception {
    allocatedWhile(readOnce, WARM_UP);
    long allocated = allocatedWhile(readOnce, MEASURED);
    System.out.println(
        allocated + " bytes allocated for " + MEASURED + " frames in " + batches + " batches");
    assertThat(allocated).isLessThan(CONSTANT + batches * BYTES_PER_BATCH);
    assertThat(bytes).isEqualTo(60 * frames);
  }

  @Test
  void cursorAllocatesNothingPerFrame() throws Exception {
    try (Capture capture = namespace.call(() -> Capture.open("right"))) {
      assertAllocatesNothingPerFrame(() -> {
        try (FrameBatch batch = capture.next(Duration.ofMinutes(1))) {
          batches++;
          for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
            frames++;
            bytes += frame.capturedLength();
          }
        }
      });
      assertThat(capture.statistics().dropped()).isZero();
    }
  }

  /**
   * Each frame is an object, which the compiler keeps out of memory when the handler keeps it
   * nowhere: as in a JVM that runs one handler, and not this one, that runs many. When it is done
   * with that is up to the machine.
   */
  @Test
  void countingHandlerAllocatesNothingPerFrame() throws Exception {
    Process program =
        namespace
            .process(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CountingProgram.class.getName(),
                    Integer.toString(FRAMES_PER_FILE)))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = program.inputReader()) {
      assertThat(output.readLine()).isEqualTo("listening");
      long allocated = Long.MAX_VALUE;
      for (int i = 1; i <= MOST_FILES && allocated >= ALLOWED_PER_FILE; i++) {
        assertThat(Traffic.send(namespace, "left", file, 200_000).waitFor()).isZero();
        String[] counts = output.readLine().split(" ");
        System.out.println("handler: frames, bytes, allocated: " + String.join(" ", counts));
        assertThat(counts[0]).isEqualTo(Long.toString(1L * i * FRAMES_PER_FILE));
        assertThat(counts[1]).isEqualTo(Long.toString(60L * i * FRAMES_PER_FILE));
        allocated = Long.parseLong(counts[2]);
      }
      assertThat(allocated).isLessThan(ALLOWED_PER_FILE);
    } finally {
      program.destroyForcibly();
    }
  }
}
