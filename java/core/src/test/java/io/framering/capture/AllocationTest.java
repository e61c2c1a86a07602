package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That frames cost no allocation: what is allocated belongs to the batches, and is little. */
@Timeout(120)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int FRAMES_PER_FILE = 100_000;
  private static final int WARM_UP = 200_000;
  private static final int MEASURED = 1_000_000;

  /** A batch object, its arena, its segments: about 300 bytes before the compiler elides some. */
  private static final long BYTES_PER_BATCH = 512;

  /** Far below one byte per frame: 24 bytes for each of a million would be 24,000,000. */
  private static final long CONSTANT = 100_000;

  private Namespace namespace;
  private Path file;
  private long frames;
  private long bytes;
  private long batches;

  @BeforeEach
  void prepare(@TempDir Path folder) throws Exception {
    namespace = Namespace.withVeth();
    List<byte[]> small = new ArrayList<>();
    for (int i = 0; i < FRAMES_PER_FILE; i++) {
      small.add(new byte[60]);
    }
    file = Traffic.write(small, folder.resolve("frames"));
  }

  @AfterEach
  void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  /** Reads while frames are sent, again and again, and says what this thread has allocated. */
  private long allocatedWhile(Runnable readOnce, int total) throws Exception {
    long allocated = 0;
    batches = 0;
    for (long end = frames + total; frames < end; ) {
      Process sending = Traffic.send(namespace, "left", file, 200_000);
      long sent = frames + FRAMES_PER_FILE;
      long before = THREADS.getCurrentThreadAllocatedBytes();
      while (frames < sent) {
        readOnce.run();
      }
      allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
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
        try (FrameBatch batch = capture.next(Duration.ofSeconds(2))) {
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

  /** Each frame is an object, which the compiler keeps out of memory when nobody keeps it. */
  @Test
  void countingHandlerAllocatesNothingPerFrame() throws Exception {
    try (Capture capture = namespace.call(() -> Capture.open("right"))) {
      assertAllocatesNothingPerFrame(() -> {
        try (FrameBatch batch = capture.next(Duration.ofSeconds(2))) {
          batches++;
          ((RingBatch) batch)
              .deliver(frame -> {
                frames++;
                bytes += frame.capturedLength();
              });
        }
      });
      assertThat(capture.statistics().dropped()).isZero();
    }
  }
}
