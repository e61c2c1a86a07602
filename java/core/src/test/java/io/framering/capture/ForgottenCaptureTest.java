// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Traffic;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures that nobody closed: told of once, and freed, but not while anybody can read them. */
@Timeout(600)
class ForgottenCaptureTest {
  private static final CaptureOptions SMALL =
      CaptureOptions.defaults().ringBytes(128 << 10).blockBytes(64 << 10);
  private static final Duration SOON = Duration.ofMinutes(1);

  // A logger that nobody holds is garbage, its handlers with it.
  private final Logger logger = Logger.getLogger(Capture.class.getPackageName());
  private final Reports reports = new Reports();
  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private long descriptors;

  private static final class Reports extends Handler {
    private final List<LogRecord> records = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord logged) {
      records.add(logged);
    }

    synchronized List<LogRecord> all() {
      return List.copyOf(records);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void begin() throws Exception {
    open().close(); // loads what stays
    descriptors = Resources.descriptors();
    logger.setUseParentHandlers(false);
    logger.addHandler(reports);
  }

  @AfterEach
  void end() {
    logger.removeHandler(reports);
    logger.setUseParentHandlers(true);
  }

  private Capture open() throws Exception {
    return namespace.call(() -> Capture.open("right", SMALL));
  }

  private FrameBatch lend(Capture capture) throws Exception {
    Traffic.send(namespace, "left", Traffic.mix(1));
    return capture.next(SOON);
  }

  private void collectUntilFreed() throws Exception {
    while (Resources.ringMappings() > 0 || Resources.descriptors() > descriptors) {
      System.gc();
      Thread.sleep(10);
    }
  }

  /** Until what was garbage when this was called has been found, some times over. */
  private static void collect() throws Exception {
    for (int i = 0; i < 3; i++) {
      WeakReference<Object> sentinel = new WeakReference<>(new Object());
      while (!sentinel.refersTo(null)) {
        System.gc();
        Thread.sleep(10);
      }
    }
    Thread.sleep(100); // for the cleaner, if it had anything to do
  }

  private void assertFreedAndReportedOnce(String what, String method) throws Exception {
    collectUntilFreed();
    assertThat(Resources.descriptors()).isEqualTo(descriptors);
    assertThat(namespace.exec("cat", "/proc/net/packet").lines()).hasSize(1); // the heading
    assertThat(namespace.ip("-d link show dev right")).contains("promiscuity 0");
    assertThat(reports.all())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.getMessage()).startsWith(what);
          assertThat(report.getThrown().getStackTrace())
              .anyMatch(call ->
                  call.getMethodName().equals(method)
                      && call.getClassName().equals(getClass().getName())
                      && call.getLineNumber() > 0);
        });
  }

  @Test
  void forgottenCaptureIsFreedAndReported() throws Exception {
    forget();
    assertFreedAndReportedOnce("a capture was forgotten", "forget");
  }

  private void forget() throws Exception {
    namespace.run(() -> openedHere(Capture.open("right", SMALL)));
  }

  private static void openedHere(Capture capture) {
    assertThat(capture.ended()).isFalse();
  }

  @Test
  void segmentThatIsKeptKeepsTheRing() throws Exception {
    MemorySegment[] kept = {segmentOfForgotten()};
    byte first = kept[0].get(ValueLayout.JAVA_BYTE, 0);
    collect();
    assertThat(Resources.ringMappings()).isEqualTo(1);
    assertThat(kept[0].get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(first);
    assertThat(reports.all()).isEmpty();
    kept[0] = null;
    assertFreedAndReportedOnce("a capture was forgotten", "open");
  }

  private MemorySegment segmentOfForgotten() throws Exception {
    return lend(open()).iterator().next().bytes();
  }

  @Test
  void frameThatIsKeptKeepsTheRing() throws Exception {
    Frame[] kept = {lend(open()).iterator().next()};
    long time = kept[0].timestampNanos();
    collect();
    assertThat(Resources.ringMappings()).isEqualTo(1);
    assertThat(kept[0].timestampNanos()).isEqualTo(time);
    kept[0] = null;
    assertFreedAndReportedOnce("a capture was forgotten", "open");
  }

  @Test
  void batchThatIsForgottenIsFreedAndReported() throws Exception {
    closeUnderAForgottenBatch();
    assertFreedAndReportedOnce("a batch was forgotten", "open");
  }

  /** The batch is another thread's, so that closing cannot release it. */
  private void closeUnderAForgottenBatch() throws Exception {
    Capture capture = open();
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Boolean> lent = reader.submit(() -> lend(capture) != null);
      assertThat(lent.get()).isTrue();
    }
    capture.close();
    assertThat(Resources.ringMappings()).isEqualTo(1);
  }

  @Test
  void closedCaptureIsNotReported() throws Exception {
    try (Capture capture = open()) {
      assertThat(lend(capture)).isNotNull();
    }
    collect();
    assertThat(Resources.ringMappings()).isZero();
    assertThat(reports.all()).isEmpty();
  }
}
