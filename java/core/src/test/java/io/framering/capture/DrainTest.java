// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.framering.frame.FrameHandler;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Start, act, stop, assert": what has arrived by the stop is delivered, and what is not, counted.
 */
@Timeout(600)
class DrainTest {
  private static final int ROUNDS = 200;
  private static final int FRAMES = 10;
  private static final CaptureOptions OPTIONS =
      CaptureOptions.defaults()
          .ringBytes(1 << 20)
          .blockBytes(64 << 10)
          .blockTimeout(Duration.ofMillis(20)); // a block is open yet at the stop

  private static Namespace namespace;
  private static DatagramSocket socket;

  /** Frames leave at {@code left} without a process that is started for them. */
  @BeforeAll
  static void createNamespace() throws Exception {
    namespace = Namespace.withVeth();
    namespace.ip("addr add 10.9.9.1/24 dev left");
    socket = namespace.call(() -> new DatagramSocket());
  }

  @AfterAll
  static void deleteNamespace() {
    if (socket != null) {
      socket.close();
    }
    if (namespace != null) {
      namespace.close();
    }
  }

  private static Capture open() throws Exception {
    return namespace.call(() -> Capture.open("right", OPTIONS));
  }

  /** When it returns they are in the ring, or rings, of {@code right}. */
  private static void send(Supplier<CaptureStatistics> statistics) throws Exception {
    InetAddress other = InetAddress.getByAddress(new byte[] {10, 9, 9, 2});
    for (int i = 0; i < FRAMES; i++) {
      socket.send(new DatagramPacket(new byte[100], 100, other, 9));
    }
    while (statistics.get().received() < FRAMES) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatHasArrivedByTheStopIsDelivered() throws Exception {
    int whole = 0;
    for (int round = 0; round < ROUNDS; round++) {
      LongAdder delivered = new LongAdder();
      try (Capture capture = open()) {
        CompletableFuture<Void> running =
            CompletableFuture.runAsync(() -> capture.run(_ -> delivered.increment()));
        send(capture::statistics);
        capture.stop();
        running.join();
        whole += delivered.sum() == FRAMES ? 1 : 0;
        assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(FRAMES, 0, 0));
      }
    }
    assertThat(whole).isEqualTo(ROUNDS);
  }

  @Test
  void whatHasArrivedByTheStopOfAGroupIsDelivered() throws Exception {
    int whole = 0;
    for (int round = 0; round < ROUNDS / 4; round++) {
      LongAdder delivered = new LongAdder();
      try (CaptureGroup group =
          namespace.call(() -> CaptureGroup.open(List.of("right"), OPTIONS, 2))) {
        FrameHandler count = _ -> delivered.increment();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> group.run(() -> count));
        send(group::statistics);
        group.stop();
        running.join();
        whole += delivered.sum() == FRAMES ? 1 : 0;
        assertThat(group.statistics()).isEqualTo(new CaptureStatistics(FRAMES, 0, 0));
      }
    }
    assertThat(whole).isEqualTo(ROUNDS / 4);
  }

  @Test
  void whatNobodyReadsIsDiscardedAtTheClose() throws Exception {
    Capture capture = open();
    send(capture::statistics);
    assertThat(capture.statistics().discarded()).isZero();
    capture.close();
    assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(FRAMES, 0, 0, 0, FRAMES));
  }

  @Test
  void whatComesAfterTheEndIsDiscarded() throws Exception {
    try (Capture capture = open()) {
      capture.stop();
      assertThat(capture.next(Capture.FOREVER)).isNull();
      assertThat(capture.ended()).isTrue();
      send(capture::statistics);
      assertThat(capture.next(Capture.FOREVER)).isNull();
      assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(FRAMES, 0, 0, 0, FRAMES));
    }
  }

  /** The one that closes is not the one that reads, and the counts are not those of long ago. */
  @Test
  void countsAreThereThoughABatchIsHeldAtTheClose() throws Exception {
    Capture capture = open();
    send(capture::statistics);
    int lent = capture.next(Capture.FOREVER).size();
    CompletableFuture.runAsync(capture::close).join();
    assertThat(capture.statistics())
        .isEqualTo(new CaptureStatistics(FRAMES, 0, 0, 0, FRAMES - lent));
    assertThat(capture.next(Capture.FOREVER)).isNull();
    assertThat(capture.statistics())
        .isEqualTo(new CaptureStatistics(FRAMES, 0, 0, 0, FRAMES - lent));
  }

  /** The block that is open at the deletion is closed by the kernel's timer, as any other. */
  @Test
  void whatHasArrivedBeforeItsInterfaceIsDeletedIsDelivered() throws Exception {
    for (boolean stopped : List.of(true, false)) {
      namespace.addVeth("third", "fourth");
      CaptureOptions options = OPTIONS.blockTimeout(Duration.ofMillis(500));
      try (Capture capture = namespace.call(() -> Capture.open("third", options))) {
        Traffic.send(namespace, "fourth", Collections.nCopies(FRAMES, new byte[60]));
        while (capture.statistics().received() < FRAMES) {
          Thread.onSpinWait();
        }
        if (stopped) {
          capture.stop();
        }
        namespace.ip("link delete third");
        LongAdder delivered = new LongAdder();
        Throwable thrown = catchThrowable(() -> capture.run(_ -> delivered.increment()));
        assertThat(delivered.sum()).isEqualTo(capture.statistics().received());
        assertThat(capture.statistics().discarded()).isZero();
        if (!stopped) {
          assertThat(thrown).hasMessage("third: the interface was deleted while capturing");
        }
      }
    }
  }

  /** At most a ring of frames comes after the stop, though the sender goes on. */
  @Test
  void saturatedRingEndsWhileFramesGoOnComing(@TempDir Path folder) throws Exception {
    Path file =
        Traffic.write(Collections.nCopies(2_000_000, new byte[60]), folder.resolve("frames"));
    Process sending = Traffic.send(namespace, "left", file, 20_000);
    try {
      LongAdder delivered = new LongAdder();
      CaptureStatistics counts;
      try (Capture capture = open()) {
        CompletableFuture<Void> running =
            CompletableFuture.runAsync(() ->
                capture.run(_ -> {
                  delivered.increment();
                  LockSupport.parkNanos(100_000); // slower than they come
                }));
        while (capture.statistics().dropped() == 0) {
          Thread.sleep(10);
        }
        capture.stop();
        running.join();
        counts = capture.statistics();
      }
      assertThat(sending.isAlive()).isTrue();
      assertThat(counts.received())
          .isEqualTo(delivered.sum() + counts.dropped() + counts.discarded());
    } finally {
      sending.destroy();
      sending.waitFor();
    }
  }
}
