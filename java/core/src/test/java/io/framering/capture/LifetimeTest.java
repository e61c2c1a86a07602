// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.jni.Ring;
import io.framering.testing.FrameAccess;
import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Traffic;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That nothing is read after its time, from any thread, and nothing stays behind. */
@Timeout(600)
class LifetimeTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final CaptureOptions SMALL =
      CaptureOptions.defaults().ringBytes(1 << 20).blockBytes(64 << 10);

  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void deleteNamespace() {
    threads.shutdownNow();
  }

  private Capture open() throws Exception {
    return namespace.call(() -> Capture.open("right", SMALL));
  }

  private void send(int count) throws Exception {
    Traffic.send(namespace, "left", Traffic.mix(count));
  }

  private static FrameBatch someBatch(Capture capture) {
    FrameBatch batch = capture.next(SOON);
    assertThat(batch).isNotNull();
    assertThat(batch.size()).isPositive();
    return batch;
  }

  private static void assertEveryLookFails(Frame frame) {
    for (Consumer<Frame> look : FrameAccess.ALL) {
      assertThatIllegalStateException().isThrownBy(() -> look.accept(frame));
    }
  }

  @Test
  void frameEndsWithItsBatch() throws Exception {
    try (Capture capture = open()) {
      send(10);
      List<Frame> kept = new ArrayList<>();
      FrameBatch batch = someBatch(capture);
      batch.forEach(kept::add);
      FrameCursor cursor = batch.cursor();
      cursor.advance();
      MemorySegment bytes = kept.getFirst().bytes();
      batch.close();
      batch.close(); // idempotent

      kept.forEach(LifetimeTest::assertEveryLookFails);
      threads.submit(() -> kept.forEach(LifetimeTest::assertEveryLookFails)).get();
      assertEveryLookFails(cursor);
      assertThatIllegalStateException().isThrownBy(cursor::advance);
      assertThatIllegalStateException().isThrownBy(batch::iterator);
      assertThatIllegalStateException().isThrownBy(batch::cursor);
      assertThatIllegalStateException().isThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0));

      // Not even when the ring has come round and other frames lie in the same place.
      for (int round = 0; round < 3 * 16; round++) {
        send(1);
        someBatch(capture);
      }
      kept.forEach(LifetimeTest::assertEveryLookFails);
    }
  }

  @Test
  void nextBatchEndsTheOneBefore() throws Exception {
    try (Capture capture = open()) {
      send(1);
      Frame kept = someBatch(capture).iterator().next();
      assertThat(kept.capturedLength()).isPositive();
      assertThat(capture.next(Duration.ZERO)).isNull();
      assertEveryLookFails(kept);
    }
  }

  @Test
  void framesOfOneBatchAreObjectsOfTheirOwn() throws Exception {
    List<byte[]> sent = Traffic.mix(20);
    try (Capture capture = open()) {
      Traffic.send(namespace, "left", sent);
      List<byte[]> received = new ArrayList<>();
      while (received.size() < sent.size()) {
        List<Frame> kept = new ArrayList<>();
        FrameBatch batch = someBatch(capture);
        batch.forEach(kept::add);
        kept.forEach(frame -> received.add(frame.copy().toByteArray()));
      }
      assertThat(received).usingElementComparator(java.util.Arrays::compare).isEqualTo(sent);
    }
  }

  @Test
  void frameKeptByAHandlerThrowsAndItsCopyDoesNot() throws Exception {
    List<Frame> kept = new ArrayList<>();
    List<CapturedFrame> copies = new ArrayList<>();
    try (Capture capture = open()) {
      send(5);
      capture.run(frame -> {
        kept.add(frame);
        copies.add(frame.copy());
        if (copies.size() == 5) {
          capture.stop();
        }
      });
      kept.forEach(LifetimeTest::assertEveryLookFails);
    }
    kept.forEach(LifetimeTest::assertEveryLookFails);
    assertThat(copies).allSatisfy(copy -> FrameAccess.ALL.forEach(look -> look.accept(copy)));
  }

  @Test
  void closeEndsWhatIsLent() throws Exception {
    Capture capture = open();
    send(2);
    FrameBatch batch = someBatch(capture);
    Frame kept = batch.iterator().next();
    MemorySegment bytes = kept.bytes();
    capture.close();
    capture.close();
    assertEveryLookFails(kept);
    assertThatIllegalStateException().isThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0));
    assertThat(capture.next(SOON)).isNull();
    assertThat(capture.ended()).isTrue();
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void closeByAnotherThreadEndsWhatIsLentAndFreesWhenTheOwnerLetsGo() throws Exception {
    Capture capture = open();
    send(2);
    FrameBatch batch = someBatch(capture);
    Frame kept = batch.iterator().next();
    MemorySegment bytes = kept.bytes();
    byte first = bytes.get(ValueLayout.JAVA_BYTE, 0);
    threads.submit(capture::close).get(5, TimeUnit.MINUTES);
    assertEveryLookFails(kept);
    assertThat(bytes.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(first);
    assertThat(Resources.ringMappings()).isPositive();
    batch.close();
    assertThatIllegalStateException().isThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0));
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void handlerMayCloseItsOwnCapture() throws Exception {
    Capture capture = open();
    send(50);
    List<Frame> seen = new ArrayList<>();
    capture.run(frame -> {
      seen.add(frame);
      capture.close();
    });
    assertThat(seen).hasSize(1);
    assertEveryLookFails(seen.getFirst());
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void runEndsQuietlyWhenAnotherThreadClosesUnderItsHandler() throws Exception {
    Capture capture = open();
    send(5);
    List<Frame> seen = new ArrayList<>();
    capture.run(frame -> {
      seen.add(frame);
      join(threads.submit(capture::close));
      frame.timestampNanos();
      throw new AssertionError("the frame is not to be read any more");
    });
    assertThat(seen).hasSize(1);
    assertThat(Resources.ringMappings()).isZero();
  }

  private static void join(Future<?> task) {
    try {
      task.get(5, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void handlerThatThrowsReleasesTheBatch() throws Exception {
    try (Capture capture = open()) {
      send(3);
      List<Frame> seen = new ArrayList<>();
      assertThatThrownBy(() ->
              capture.run(frame -> {
                seen.add(frame);
                throw new UnsupportedOperationException("of the handler");
              }))
          .isInstanceOf(UnsupportedOperationException.class);
      assertEveryLookFails(seen.getFirst());
      send(1);
      assertThat(capture.next(SOON)).isNotNull();
    }
  }

  @Test
  void anotherThreadMayNotReadWhatIsLent() throws Exception {
    try (Capture capture = open()) {
      send(1);
      FrameBatch batch = someBatch(capture);
      Frame frame = batch.iterator().next();
      for (Consumer<Frame> look : FrameAccess.ALL) {
        assertInAnotherThread(() -> look.accept(frame), WrongThreadException.class);
      }
      assertInAnotherThread(batch::close, WrongThreadException.class);
      assertInAnotherThread(() -> capture.next(Duration.ZERO), WrongThreadException.class);
      assertThat(frame.capturedLength()).isPositive();
    }
  }

  private void assertInAnotherThread(Runnable task, Class<? extends Throwable> expected)
      throws Exception {
    Future<?> result = threads.submit(task);
    assertThatThrownBy(() -> result.get(5, TimeUnit.MINUTES)).hasCauseInstanceOf(expected);
  }

  @Test
  void twoReadersAtOnceAreOneTooMany() throws Exception {
    try (Capture capture = open()) {
      FutureTask<FrameBatch> waiting = new FutureTask<>(() -> capture.next(FrameSource.FOREVER));
      Thread reader = Thread.ofPlatform().start(waiting);
      while (!isInside(reader)) {
        Thread.onSpinWait();
      }
      assertThatIllegalStateException()
          .isThrownBy(() -> capture.next(Duration.ZERO))
          .withMessage("another thread is reading this capture");
      capture.stop();
      waiting.get(5, TimeUnit.MINUTES);
    }
  }

  /** Whether it has entered the ring. */
  private static boolean isInside(Thread reader) {
    return Stream.of(reader.getStackTrace())
        .anyMatch(call -> call.getClassName().equals(Ring.class.getName()));
  }

  @Test
  void closeUnderABlockedReaderReturnsAndFrees() throws Exception {
    for (int round = 0; round < 100; round++) {
      Capture capture = open();
      CountDownLatch started = new CountDownLatch(1);
      Future<FrameBatch> reader =
          threads.submit(() -> {
            started.countDown();
            return capture.next(FrameSource.FOREVER);
          });
      started.await();
      if (round % 2 == 0) {
        Thread.sleep(1);
      }
      capture.close();
      assertThat(Resources.ringMappings()).isZero();
      assertThat(reader.get(5, TimeUnit.MINUTES)).isNull();
    }
  }

  @Test
  void stopFromEightThreadsAtOnceUnderLoadEndsTheRun() throws Exception {
    Path frames = Files.createTempFile("frames", null);
    Traffic.write(Traffic.mix(2000), frames);
    try {
      for (int round = 0; round < 20; round++) {
        Process sending = Traffic.send(namespace, "left", frames, 50_000);
        try (Capture capture = open()) {
          Future<?> running = threads.submit(() -> capture.run(frame -> frame.copy()));
          CountDownLatch together = new CountDownLatch(8);
          List<Callable<Void>> stops = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            stops.add(() -> {
              together.countDown();
              together.await();
              capture.stop();
              return null;
            });
          }
          for (Future<Void> stop : threads.invokeAll(stops)) {
            stop.get();
          }
          running.get(5, TimeUnit.MINUTES);
          assertThat(capture.ended()).isTrue();
          assertThat(capture.next(SOON)).isNull();
        }
        assertThat(sending.waitFor()).isZero();
      }
    } finally {
      Files.delete(frames);
    }
  }

  @Test
  void statisticsOutliveTheCapture() throws Exception {
    Capture capture = open();
    send(7);
    int seen = 0;
    while (seen < 7) {
      seen += someBatch(capture).size();
    }
    capture.close();
    assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(7, 0, 0));
    capture.stop(); // harmless
  }
}
