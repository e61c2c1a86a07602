// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.framering.capture.CaptureException.Reason;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.FrameHandler;
import io.framering.jni.Ring;
import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Traffic;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several rings on one interface: each frame once, each flow in order and in one ring. */
@Timeout(600)
class CaptureGroupTest {
  private static final CaptureOptions OPTIONS =
      CaptureOptions.defaults().ringBytes(8 << 20).direction(CaptureOptions.Traffic.IN);
  private static final int FLOWS = 97;
  private static final int LENGTH = 64;
  private static final int NUMBER = 60;

  private static Namespace namespace;

  @BeforeAll
  static void createNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  private static CaptureGroup open(int rings) throws Exception {
    return open(List.of("right"), OPTIONS, rings);
  }

  private static CaptureGroup open(List<String> names, CaptureOptions options, int rings)
      throws Exception {
    return namespace.call(() -> CaptureGroup.open(names, options, rings));
  }

  /** TCP, the ports of which are the flow's; the number is the payload's end. */
  private static byte[] frame(int number) {
    return ByteBuffer.allocate(LENGTH)
        .putLong(0x0200000000010200L)
        .putInt(2)
        .putShort((short) 0x0800)
        .putInt(0x45000032)
        .putInt(0)
        .putInt(0x40060000)
        .putInt(0x0A000001)
        .putInt(0x0A000002)
        .putShort((short) (1024 + number % FLOWS))
        .putShort((short) 80)
        .putInt(NUMBER, number)
        .array();
  }

  private static List<byte[]> frames(int count) {
    List<byte[]> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(frame(i));
    }
    return frames;
  }

  private static int number(Frame frame) {
    return frame
        .bytes()
        .get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), NUMBER);
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** What comes of frames that are numbered, whoever sees them. */
  private static final class Tally {
    private final AtomicIntegerArray seen;
    private final AtomicInteger handlers = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();
    private final AtomicInteger strayed = new AtomicInteger();
    private final AtomicReferenceArray<Object> places = new AtomicReferenceArray<>(FLOWS);
    private final LongAdder frames = new LongAdder();

    Tally(int count) {
      seen = new AtomicIntegerArray(count);
    }

    /** For one ring: the numbers of a flow only rise in it. */
    FrameHandler handler() {
      int[] last = new int[FLOWS];
      handlers.incrementAndGet();
      return frame -> {
        int number = number(frame);
        seen.incrementAndGet(number);
        frames.increment();
        if (number < last[number % FLOWS]) {
          outOfOrder.incrementAndGet();
        }
        last[number % FLOWS] = number;
        Object place = places.compareAndExchange(number % FLOWS, null, last);
        if (place != null && place != last) {
          strayed.incrementAndGet();
        }
      };
    }

    int count(int times) {
      int count = 0;
      for (int i = 0; i < seen.length(); i++) {
        count += seen.get(i) == times ? 1 : 0;
      }
      return count;
    }
  }

  @Test
  void everyFrameComesOnceAndFlowsStayTogether(@TempDir Path folder) throws Exception {
    int count = 200_000;
    Tally tally = new Tally(count);
    Path file = Traffic.write(frames(count), folder.resolve("frames"));
    // Each ring has room for all frames.
    CaptureOptions options = OPTIONS.ringBytes(32 << 20);
    try (CaptureGroup group = open(List.of("right"), options, 3)) {
      CompletableFuture<Void> running = CompletableFuture.runAsync(() -> group.run(tally::handler));
      assertThat(Traffic.send(namespace, "left", file, 80_000).waitFor()).isZero();
      group.stop();
      running.get();

      assertThat(group.statistics()).isEqualTo(new CaptureStatistics(count, 0, 0));
      assertThat(tally.count(1)).isEqualTo(count);
      assertThat(tally.outOfOrder).hasValue(0);
      assertThat(tally.strayed).hasValue(0);
      assertThat(tally.handlers).hasValue(3);
      assertThat(group.captures()).allMatch(each -> each.statistics().received() > 0);
    }
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void countsOfCapturesThatAreClosedStayInTheSum() throws Exception {
    CaptureGroup group = open(2);
    Traffic.send(namespace, "left", frames(200));
    await("all have arrived", () -> group.statistics().received() == 200);
    group.captures().get(1).close();
    assertThat(group.statistics().received()).isEqualTo(200);
    assertThat(group.statistics().discarded()).isBetween(1L, 199L);
    group.close();
    assertThat(group.statistics()).isEqualTo(new CaptureStatistics(200, 0, 0, 0, 200));
  }

  @Test
  void eachSelectsForItselfWhereTheKernelDoesNotFilter() throws Exception {
    CaptureOptions options = OPTIONS.filter(FilterExpression.of("ip protochain 6"));
    Tally tally = new Tally(200);
    try (CaptureGroup group = open(List.of("right"), options, 2)) {
      assertThat(group.captures()).noneMatch(Capture::filteredByKernel);
      Traffic.send(namespace, "left", frames(200));
      Traffic.send(namespace, "left", List.of(new byte[60]));
      await("all have arrived", () -> group.statistics().received() == 201);
      group.stop();
      group.run(tally::handler);
      assertThat(tally.count(1)).isEqualTo(200);
      assertThat(tally.frames.sum()).isEqualTo(200);
    }
  }

  @Test
  void misuseIsToldAsSuch() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CaptureGroup.openAll(OPTIONS, 0))
        .withMessage("0 rings: must be 1 to 64");
    assertThatIllegalArgumentException().isThrownBy(() -> CaptureGroup.openAll(OPTIONS, 65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CaptureGroup.openAll(OPTIONS.helper("/usr/libexec/framering-helper"), 2))
        .withMessageStartingWith("helper: ");
    assertThatThrownBy(() -> CaptureGroup.openAll(OPTIONS.ringBytes(Long.MAX_VALUE / 4), 64))
        .hasMessageContaining("64 rings of ")
        .hasFieldOrPropertyWithValue("reason", Reason.NO_MEMORY);
    assertThatThrownBy(() -> open(List.of("absent"), OPTIONS, 2))
        .hasFieldOrPropertyWithValue("reason", Reason.NO_SUCH_INTERFACE);
    CaptureGroup group = open(1);
    group.close();
    group.close();
    assertThat(group.statistics()).isEqualTo(new CaptureStatistics(0, 0, 0));
  }

  @Test
  void whatAHandlerThrowsEndsAll() throws Exception {
    try (CaptureGroup group = open(3)) {
      IllegalStateException failure = new IllegalStateException("of a handler");
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(() ->
              group.run(() ->
                  frame -> {
                    throw failure;
                  }));
      Traffic.send(namespace, "left", frames(100));
      assertThatThrownBy(running::get).isInstanceOf(ExecutionException.class).hasCause(failure);
      assertThat(group.captures()).allMatch(Capture::ended);
    }
  }

  @Test
  void threadThatCannotBeStartedEndsAllAndTheGroupCanBeReadAgain() throws Exception {
    try (CaptureGroup group = open(3)) {
      OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
      AtomicInteger started = new AtomicInteger();
      ThreadFactory threads =
          task -> {
            if (started.incrementAndGet() == 2) {
              throw failure;
            }
            return new Thread(task);
          };
      assertThatThrownBy(() -> group.run(() -> frame -> {}, threads)).isSameAs(failure);
      assertThat(group.captures()).allMatch(Capture::ended);
      group.run(() -> frame -> {}); // is not told that it is being read already
    }
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void eachIsClosedWhateverAnotherThrows() throws Exception {
    List<Ring> rings = new ArrayList<>();
    List<Capture> captures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Ring ring = mock(Ring.class);
      when(ring.interfaces(any())).thenReturn(ByteBuffer.allocate(0));
      rings.add(ring);
      captures.add(new Capture(ring, List.of("eth0")));
    }
    StackOverflowError failure = new StackOverflowError();
    doThrow(failure).when(rings.get(0)).close();
    doThrow(failure).when(rings.get(1)).drain();
    assertThatThrownBy(new CaptureGroup(captures)::close).isSameAs(failure);
    for (Ring ring : rings) {
      verify(ring).close();
    }
  }

  @Test
  void groupIsReadByOneAtATimeAndClosedByAny() throws Exception {
    CaptureGroup group = open(2);
    CountDownLatch seen = new CountDownLatch(1);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> group.run(() -> frame -> seen.countDown()));
    Traffic.send(namespace, "left", frames(10));
    seen.await();
    assertThatIllegalStateException().isThrownBy(() -> group.run(() -> frame -> {}));
    group.close();
    running.get(5, TimeUnit.MINUTES);
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void deletedInterfaceEndsTheGroupOrIsAwaitedByAll() throws Exception {
    namespace.addVeth("gone", "other");
    try (CaptureGroup group = open(List.of("gone"), OPTIONS, 2)) {
      namespace.ip("link delete gone");
      assertThatThrownBy(() -> group.run(() -> frame -> {}))
          .hasFieldOrPropertyWithValue("reason", Reason.INTERFACE_GONE);
    }
    namespace.addVeth("gone", "other");
    Tally tally = new Tally(1);
    try (CaptureGroup group = open(List.of("gone"), OPTIONS.absence(Absence.OUTLIVE), 2)) {
      AtomicInteger created = new AtomicInteger();
      group
          .captures()
          .forEach(each ->
              each.onInterfaceEvent(event -> {
                if (event.kind() == InterfaceEvent.Kind.UP) {
                  created.incrementAndGet();
                }
              }));
      LongAdder frames = new LongAdder();
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(() -> group.run(() -> frame -> frames.increment()));
      namespace.ip("link delete gone");
      namespace.addVeth("gone", "other");
      await("both see it", () -> created.get() == 2);
      Traffic.send(namespace, "other", frames(100));
      await("all come", () -> frames.sum() == 100);
      group.stop();
      running.get();
    } finally {
      namespace.ip("link delete gone");
    }
  }
}
