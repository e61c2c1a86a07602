// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.filter.FilterException;
import io.framering.frame.FrameHandler;
import io.framering.internal.Interrupts;
import io.framering.jni.RingOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A fanout group: several rings that divide the frames of their interfaces among several cores.
 * Each is a {@link Capture} with its own reader, independent of the others.
 *
 * <pre>{@code
 * try (CaptureGroup group = CaptureGroup.open(List.of("eth0"), CaptureOptions.defaults(), 4)) {
 *   group.run(() -> new Counter()); // a handler and a thread for each ring, until group.stop()
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Each frame goes to exactly one capture. All frames of a flow, in both
 * directions, go to the same one, in the order of their arrival; frames of different captures are
 * ordered only by their timestamps. A flow is two IP addresses and two ports of TCP, UDP or SCTP;
 * fragments are distributed by their addresses alone, frames without IP by their MAC addresses.
 *
 * <p>A group helps if the work per frame is the bottleneck: the kernel's own work stays on the core
 * of the interface's queue. One busy flow stays on one core.
 *
 * <p><b>Lifetime.</b> As for {@link Capture}; {@link #close()} closes all captures. If a capture is
 * closed before the others, its unread frames are lost, and the others divide all further frames.
 *
 * <p><b>Threads.</b> All methods may be called from any thread at any time, but only one {@link
 * #run} at a time.
 */
public final class CaptureGroup implements AutoCloseable {
  /** The maximum number of captures in a group. */
  public static final int MAXIMUM = RingOptions.RINGS_MAX;

  private final List<Capture> captures;
  private final AtomicBoolean running = new AtomicBoolean();

  CaptureGroup(List<Capture> captures) {
    this.captures = List.copyOf(captures);
  }

  /**
   * Captures from one or several interfaces into several rings.
   *
   * @param interfaceNames as for {@link Capture#open(List, CaptureOptions)}
   * @param options the options of each ring: {@link CaptureOptions#ringBytes()} is the size of one
   * @param rings the number of rings, 1 to {@value #MAXIMUM}
   * @return the open group; close it
   * @throws IllegalArgumentException if the number is out of range, or if the options have a
   *     helper, whose locked filter prevents rings from joining
   * @throws CaptureException as {@link Capture#open(List, CaptureOptions)}
   * @throws FilterException as {@link Capture#open(List, CaptureOptions)}
   */
  public static CaptureGroup open(List<String> interfaceNames, CaptureOptions options, int rings) {
    if (rings < 1 || rings > MAXIMUM) {
      throw new IllegalArgumentException(rings + " rings: must be 1 to " + MAXIMUM);
    }
    if (!options.helper().isEmpty()) {
      throw new IllegalArgumentException(
          "helper: the filter that it locks has to be changed when a ring joins a group; open one"
              + " capture with it, or the group without");
    }
    return new CaptureGroup(Capture.open(interfaceNames, options, rings));
  }

  /**
   * Captures from all interfaces, including those created later.
   *
   * @param options the options of each ring
   * @param rings the number of rings, 1 to {@value #MAXIMUM}
   * @return the open group; close it
   * @throws CaptureException as {@link #open}
   */
  public static CaptureGroup openAll(CaptureOptions options, int rings) {
    return open(List.of(), options, rings);
  }

  /**
   * {@return the captures that divide the frames} Each must be read by its own thread, unless
   * {@link #run} does that. Each reports interface events: one {@linkplain Capture#onInterfaceEvent
   * listener}, on the first, is enough.
   */
  public List<Capture> captures() {
    return captures;
  }

  /**
   * {@return the sum over all captures since the group was opened} It never decreases.
   *
   * @throws CaptureException as {@link Capture#statistics()}
   */
  public CaptureStatistics statistics() {
    return captures.stream()
        .map(Capture::statistics)
        .reduce(CaptureStatistics.NONE, CaptureGroup::sum);
  }

  /** Each of them counts all that its interfaces missed. */
  private static CaptureStatistics sum(CaptureStatistics one, CaptureStatistics other) {
    return new CaptureStatistics(
        one.received() + other.received(),
        one.dropped() + other.dropped(),
        one.freezes() + other.freezes(),
        Math.max(one.missed(), other.missed()),
        one.discarded() + other.discarded());
  }

  /**
   * Reads all captures, each in its own thread, until all have ended: after {@link #stop()} or
   * {@link #close()}. If a handler throws, or a thread cannot be started, all end at once, and this
   * method throws the same. An interrupt does not end it, and stays pending.
   *
   * @param handlers creates a handler for each capture; the reading thread calls it, and then the
   *     handler
   * @throws IllegalStateException if it is already running
   * @throws CaptureException as {@link Capture#next}
   */
  public void run(Supplier<? extends FrameHandler> handlers) {
    run(handlers, Thread.ofPlatform().name("framering-reader-", 1).factory());
  }

  /** With the threads of a test. */
  void run(Supplier<? extends FrameHandler> handlers, ThreadFactory threads) {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException("the captures of this group are being read already");
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (Capture each : captures) {
      endAllWhenItFails(
          () -> {
            Runnable reading = () -> each.run(handlers.get());
            Thread reader = threads.newThread(() -> endAllWhenItFails(reading, failure));
            reader.start();
            readers.add(reader);
          },
          failure);
    }
    readers.forEach(reader -> Interrupts.outlast(reader::join));
    running.set(false);
    rethrow(failure.get());
  }

  private void endAllWhenItFails(Runnable action, AtomicReference<Throwable> failure) {
    try {
      action.run();
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
      captures.forEach(Capture::endAtOnce);
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Ends all captures after what has arrived; see {@link Capture#stop()}. Idempotent. */
  public void stop() {
    captures.forEach(Capture::stop);
  }

  /** Closes all captures; see {@link Capture#close()}. Idempotent. */
  @Override
  public void close() {
    try {
      stop(); // no reader is to see the flows of one that is closed before its own
    } finally {
      closeAll(captures.iterator());
    }
  }

  /** Each of them, whatever one throws. */
  private static void closeAll(Iterator<Capture> captures) {
    if (!captures.hasNext()) {
      return;
    }
    try {
      captures.next().close();
    } finally {
      closeAll(captures);
    }
  }
}
