// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.filter.FilterException;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.jni.Errno;
import io.framering.jni.Ring;
import io.framering.jni.RingBatch;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A live capture: frames from one interface, from several, or from all.
 *
 * <pre>{@code
 * try (Capture capture = Capture.open("eth0")) {
 *   capture.run(frame -> System.out.println(frame.originalLength())); // until capture.stop()
 * }
 * }</pre>
 *
 * <p>Opening needs CAP_NET_RAW in the network namespace of the calling thread, or in the one named
 * by the options. All frames come from that namespace.
 *
 * <p><b>Threads.</b> Only one thread at a time may read ({@link #next}, {@link #run}). It should be
 * a platform thread: it waits in native code, where a virtual thread would pin its carrier. {@link
 * #stop()}, {@link #statistics()} and {@link #close()} may be called from any thread at any time.
 *
 * <p><b>Lifetime.</b> Frames are lent: see {@link io.framering.frame.Frame}. A capture that is not
 * closed keeps its memory and the interface's promiscuous mode. When it and everything it lent
 * become unreachable, it is closed, and {@link System.Logger} {@code io.framering.capture} logs a
 * warning with the place where it was opened.
 */
public final class Capture implements FrameSource {
  /** Total size of the distinct example frames. */
  private static final int EXAMPLE_BYTES = 64 << 10;

  /** For {@link MissedFrames}: an index that no interface has. */
  private static final int[] NO_INTERFACE = {0};

  private final Ring ring;
  private final List<String> interfaceNames;
  private final InterfaceTable interfaces;
  private final CaptureCounts counts;
  private final FollowedInterfaces followed;

  /** Selects frames if the kernel does not filter; or null. */
  private final Predicate<Frame> selection;

  private final int snapLength;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile RingBatch lent;
  private volatile boolean stopped;
  private volatile boolean ended;

  /** For a ring without an interface: of a warm-up or of a test. */
  Capture(Ring ring, List<String> interfaceNames) {
    this(new RingOpener.Opened(ring, null, 0, NO_INTERFACE, null), interfaceNames);
  }

  private Capture(RingOpener.Opened opened, List<String> names) {
    ring = opened.ring();
    selection = opened.selection();
    snapLength = opened.snapLength();
    interfaceNames = List.copyOf(names);
    interfaces = new InterfaceTable(() -> ring.isClosed() ? List.of() : NetworkInterfaces.of(ring));
    ring.checkMtu(interfaces::isLongerThanMtu);
    counts = new CaptureCounts(ring, opened.indices(), interfaceNames);
    followed = new FollowedInterfaces(opened, interfaceNames, interfaces, counts);
  }

  /**
   * Captures from one interface, with {@linkplain CaptureOptions#defaults() default options}.
   *
   * @param interfaceName the name of an interface, which must exist and be up unless the options
   *     have {@link CaptureOptions.Absence#AWAIT}
   * @return the open capture; close it
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture open(String interfaceName) {
    return open(interfaceName, CaptureOptions.defaults());
  }

  /**
   * Captures from one interface.
   *
   * @param interfaceName the name of an interface, which must exist and be up unless the options
   *     have {@link CaptureOptions.Absence#AWAIT}
   * @param options the options of the capture
   * @return the open capture; close it
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture open(String interfaceName, CaptureOptions options) {
    return open(List.of(interfaceName), options);
  }

  /**
   * Captures from all interfaces, including those created later.
   *
   * @param options the options of the capture
   * @return the open capture; close it
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture openAll(CaptureOptions options) {
    return open(List.of(), options);
  }

  /**
   * Captures from several interfaces into one ring, in the order in which frames arrive.
   *
   * @param interfaceNames names of at most 64 interfaces, which must exist and be up unless the
   *     options have {@link CaptureOptions.Absence#AWAIT}; an empty list means all interfaces,
   *     including those created later
   * @param options the options of the capture
   * @return the open capture; close it
   * @throws CaptureException if an interface does not exist or is down, if the privilege to capture
   *     is missing, or if the ring does not fit into memory
   * @throws FilterException if the filter cannot be compiled for any link type of these interfaces,
   *     or if libpcap, which compiles it, is not installed
   */
  public static Capture open(List<String> interfaceNames, CaptureOptions options) {
    return open(interfaceNames, options, 1).getFirst();
  }

  /** Opens {@code rings} captures that share the frames. */
  static List<Capture> open(List<String> interfaceNames, CaptureOptions options, int rings) {
    List<RingOpener.Opened> opened = RingOpener.open(interfaceNames, options, rings);
    try {
      List<Capture> captures =
          opened.stream().map(each -> new Capture(each, interfaceNames)).toList();
      // What has changed since the interfaces were listed.
      captures.forEach(each -> each.followed.update());
      return captures;
    } catch (Throwable failure) {
      opened.forEach(each -> each.ring().close());
      throw failure;
    }
  }

  /**
   * Opens a warm-up capture without an interface: it lends example frames repeatedly, as fast as
   * they are read, and ends after {@code duration}. For programs that must not lose frames at the
   * start:
   *
   * <pre>{@code
   * try (Capture warmUp = Capture.warmUp(Duration.ofMillis(500))) {
   *   warmUp.run(new Recorder(Path.of("/dev/null"))); // like the real one, but without effect
   * }
   * }</pre>
   *
   * <p>The JVM interprets code until it is compiled, and the ring of a fast interface can fill up
   * before that. After a warm-up the handler is compiled, for the classes that a real capture
   * passes to it. The time needed depends on the handler and the processors: half a second on one
   * processor is enough for most handlers.
   *
   * <p>The frames are Ethernet with ARP, IPv4 and IPv6, VLAN tags, TCP, UDP and ICMP, of 60 to 1514
   * bytes, as if the interface with index 1 had just received each of them; their contents are made
   * up. No privilege is needed. The {@linkplain #statistics() statistics} count nothing, and
   * nothing is lost; otherwise it behaves like any capture.
   *
   * @param duration from now; zero lends nothing, {@link #FOREVER} ends with {@link #stop()} or
   *     {@link #close()}
   * @return the open capture; close it
   * @throws IllegalArgumentException if the duration is negative
   */
  public static Capture warmUp(Duration duration) {
    int milliseconds = Timeout.toMillis(duration);
    ExampleFrames frames = new ExampleFrames(EXAMPLE_BYTES);
    return new Capture(Ring.warmUp(frames.bytes(), frames.lengths(), milliseconds), List.of());
  }

  /**
   * Sets a listener for interfaces that go down or come up, or are deleted, created again or
   * renamed. It is called only if the options have {@link CaptureOptions.Absence#OUTLIVE} or {@link
   * CaptureOptions.Absence#AWAIT}, and not for a capture from all interfaces. The reading thread
   * calls it between two batches, and before the first frame of an interface that was created again
   * is counted. It may stop or close this capture or another. Must be called before reading.
   *
   * @param listener receives the events
   */
  public void onInterfaceEvent(Consumer<InterfaceEvent> listener) {
    followed.listener(Objects.requireNonNull(listener));
  }

  /**
   * Waits until an interface of this capture is up: for {@link CaptureOptions.Absence#AWAIT}.
   * Frames that arrive meanwhile stay in the ring, as far as they fit.
   *
   * <p>Like {@link #next}, it is not ended by an interrupt.
   *
   * @return false if the capture was stopped or closed instead
   * @throws IllegalStateException if another thread is reading
   * @throws CaptureException as {@link #next}
   */
  public boolean awaitInterface() {
    beginReading();
    try {
      while (followed.allDown() && !stopped && !ended()) {
        awaitChange();
      }
      return !stopped && !ended();
    } finally {
      reading.set(false);
    }
  }

  private void awaitChange() {
    switch (ring.awaitChange()) {
      case Errno.ESTALE -> followed.update();
      case Errno.ECANCELED -> {
        // Stopped or closed, which the caller learns anyway.
      }
      default -> throw CaptureErrors.onNext(ring, interfaceNames);
    }
  }

  /**
   * {@return the current interfaces of this capture's network namespace; empty after {@link
   * #close()}}
   */
  public List<NetworkInterfaces.Interface> interfaces() {
    return interfaces.look();
  }

  /**
   * {@return the name of an interface of this capture's network namespace, or "if7" if none has the
   * index 7 any more}
   *
   * @param index the index of an interface, 1 or more
   */
  public String interfaceName(int index) {
    return interfaces.name(index);
  }

  /**
   * {@return the number of bytes of the ring: the requested size rounded down to whole blocks, at
   * least two, or less if memory was short}
   */
  public long ringBytes() {
    return ring.size();
  }

  /**
   * {@return whether the kernel applies the {@linkplain CaptureOptions#filter() filter}, which is
   * usual; true if there is none} A kernel rejects programs of some thousand instructions, programs
   * generated by {@code protochain}, and programs for which its option memory (net.core.optmem_max)
   * is too small. Then every frame occupies the ring and is counted in the {@linkplain
   * #statistics() statistics}, and the filter is applied before a batch is lent, which may then be
   * empty.
   */
  public boolean filteredByKernel() {
    return selection == null;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Returns null after {@link #close()}, and after {@link #stop()} when all frames that had
   * arrived have been lent. An interrupt does not end this method and stays pending: the thread
   * waits in native code until a batch, {@link #stop()} or {@link #close()} ends the wait.
   *
   * @throws IllegalStateException if another thread is reading
   * @throws WrongThreadException if another thread holds the previous batch
   * @throws CaptureException if the capture cannot continue, because its only interface was deleted
   *     and the options have {@link CaptureOptions.Absence#FAIL}; all frames that had arrived
   *     before have been lent
   */
  @Override
  public FrameBatch next(Duration timeout) {
    beginReading();
    try {
      release();
      return lend(Timeout.toMillis(timeout));
    } finally {
      reading.set(false);
    }
  }

  private void beginReading() {
    if (!reading.compareAndSet(false, true)) {
      throw new IllegalStateException("another thread is reading this capture");
    }
  }

  private void release() {
    RingBatch batch = lent;
    if (batch != null) {
      batch.close();
      lent = null;
    }
  }

  private RingBatch lend(int timeoutMillis) {
    if (ended) {
      return null;
    }
    RingBatch batch = await(timeoutMillis);
    lent = batch; // the next call releases it, unless it is released before
    return batch == null ? null : lend(batch);
  }

  private RingBatch lend(RingBatch batch) {
    int frames = batch.size();
    boolean lends = false;
    try {
      if (selection != null) {
        batch.select(selection);
        batch.truncate(snapLength);
      }
      lends = !ring.isClosed(); // close() may have run before there was a batch to end
    } finally {
      if (!lends) {
        release();
      }
    }
    if (!lends) {
      return null;
    }
    counts.countLent(frames);
    return batch;
  }

  /** The next batch, or null if there is none in time, or if the capture has ended. */
  private RingBatch await(int timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
    int left = timeoutMillis;
    for (; ; ) {
      RingBatch batch = ring.next(left);
      if (batch != null) {
        return batch;
      }
      switch (ring.lastError().errno()) {
        case Errno.ETIMEDOUT -> {
          return null;
        }
        case Errno.ECANCELED -> {
          ended = true;
          return null;
        }
        case Errno.ENETDOWN -> {
          // The kernel continues when the interface is up again.
        }
        case Errno.ESTALE -> followed.update();
        default -> {
          ended = ring.lastError().errno() != Errno.EBADMSG;
          throw CaptureErrors.onNext(ring, interfaceNames);
        }
      }
      if (timeoutMillis >= 0) {
        left = (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
      }
    }
  }

  @Override
  public boolean ended() {
    return ended || ring.isClosed();
  }

  /**
   * Ends {@link #run} and {@link #next} gracefully: the frames that the kernel has put into the
   * ring by now are still lent, then the capture {@linkplain #ended() has ended}. So a program that
   * starts a capture, acts, and stops it sees all traffic that it caused:
   *
   * <pre>{@code
   * Thread reader = Thread.ofPlatform().start(() ->
   *     capture.run(frame -> frames.add(frame.copy())));
   * client.send(request);
   * capture.stop();
   * reader.join(); // frames has the request
   * }</pre>
   *
   * <p>On a silent interface the capture ends at once. Otherwise it takes at most one {@linkplain
   * CaptureOptions#blockTimeout() block timeout} plus the time to read at most one ring of frames,
   * however many arrive. {@link #close()} ends at once and discards them. The lent batch stays
   * valid. Idempotent.
   */
  @Override
  public void stop() {
    stopped = true;
    ring.drain();
  }

  /**
   * Ends at once without lending further frames, but stays open: a handler of its group has failed.
   */
  void endAtOnce() {
    ended = true;
    ring.stop();
  }

  /**
   * {@return the counts since the capture was opened; after {@link #close()}, the last ones} {@link
   * FrameBatch#lostBefore()} reports where frames were dropped; drops that it has not reported by
   * the end of the capture came after the last batch.
   *
   * @throws CaptureException if the kernel does not return the counts, for instance in a sandbox
   *     that forbids the call
   */
  public CaptureStatistics statistics() {
    return counts.read(ended);
  }

  /**
   * Ends at once, leaves promiscuous mode and frees the memory. Frames that have arrived but were
   * not lent are {@linkplain CaptureStatistics#discarded() discarded}; {@link #stop()} lends them
   * first. An interrupt stays pending. Idempotent.
   *
   * <p>A thread that waits in {@link #next} returns. Every frame throws {@link
   * IllegalStateException} from now on. If another thread holds a batch, the memory stays mapped
   * until that thread releases it, at the latest with its next call of {@link #next}: so segments
   * that it took from a frame before stay valid, and no thread waits for another's handler.
   * Likewise, if a listener is running, the memory is freed when it returns.
   */
  @Override
  public void close() {
    ended = true;
    ring.close();
    RingBatch batch = lent;
    boolean free = batch == null || batch.end();
    if (free && !followed.isReporting()) {
      ring.awaitFreed();
    }
  }
}
