package io.framering.capture;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameHandler;
import io.framering.frame.FrameSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A live capture: frames from one interface, from several, or from all.
 *
 * <pre>{@code
 * try (Capture capture = Capture.open("eth0")) {
 *   capture.run(frame -> System.out.println(frame.originalLength())); // until capture.stop()
 * }
 * }</pre>
 *
 * <p>Opening needs CAP_NET_RAW in the network namespace of the calling thread, from which the
 * capture takes its frames for as long as it lives, or in the one that the options name.
 *
 * <p><b>Threads.</b> One thread at a time reads ({@link #next}, {@link #run}); it should be a
 * platform thread, as it waits inside native code: a virtual thread would hold its carrier all that
 * time. {@link #stop()}, {@link #statistics()} and {@link #close()} are for any thread at any time.
 *
 * <p><b>Lifetime.</b> What is read is lent: see {@link io.framering.frame.Frame}. A capture that is
 * not closed keeps its memory and the interface's promiscuous mode; when the garbage collector
 * finds that nobody can close it any more, nor read what it lent, it is closed, and {@link
 * System.Logger} {@code io.framering.capture} warns, with the place where it was opened.
 */
public final class Capture implements FrameSource {
  /** Of different frames. */
  private static final int REHEARSED_BYTES = 64 << 10;

  private final Ring ring;
  private final List<String> interfaceNames;

  /** Of the frames that the kernel did not filter, or null. */
  private final FrameSelection selection;

  /** Where the interfaces are, when they may come and go; or null. */
  private final InterfaceWatch watch;

  private volatile Consumer<InterfaceEvent> listener = event -> {};

  /** While the listener is called, by the thread that reads. */
  private volatile boolean telling;

  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile RingBatch lent;
  private volatile boolean stopped;
  private volatile boolean ended;

  /** Of a ring that is not an interface's: a rehearsal's, or a test's that fails. */
  Capture(Ring ring, FrameSelection selection, List<String> interfaceNames) {
    this(new RingOpener.Opened(ring, selection, null), interfaceNames);
  }

  private Capture(RingOpener.Opened opened, List<String> interfaceNames) {
    this.ring = opened.ring();
    this.selection = opened.selection();
    this.watch = opened.watch();
    this.interfaceNames = List.copyOf(interfaceNames);
  }

  /**
   * Captures from one interface, with {@linkplain CaptureOptions#defaults() default options}.
   *
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture open(String interfaceName) {
    return open(interfaceName, CaptureOptions.defaults());
  }

  /**
   * Captures from one interface.
   *
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture open(String interfaceName, CaptureOptions options) {
    return open(List.of(interfaceName), options);
  }

  /**
   * Captures from all interfaces, those that come later too.
   *
   * @throws CaptureException as {@link #open(List, CaptureOptions)}
   */
  public static Capture openAll(CaptureOptions options) {
    return open(List.of(), options);
  }

  /**
   * Captures from several interfaces into one ring, in the order in which frames arrive.
   *
   * @param interfaceNames names of interfaces, at most 64, that exist and are up unless the options
   *     have {@link CaptureOptions.Absence#AWAIT}; none: all interfaces, those that come later too
   * @throws CaptureException when there is no such interface, when one is down, when the right to
   *     capture is missing, or when the ring does not fit into memory
   * @throws FilterException when the filter of the options cannot be compiled for any link type of
   *     these interfaces, or libpcap, which compiles it, is not installed
   */
  public static Capture open(List<String> interfaceNames, CaptureOptions options) {
    return open(interfaceNames, options, 1).getFirst();
  }

  /** Opens {@code rings} captures that share the frames. */
  static List<Capture> open(List<String> interfaceNames, CaptureOptions options, int rings) {
    List<Capture> captures =
        RingOpener.open(interfaceNames, options, rings).stream()
            .map(opened -> new Capture(opened, interfaceNames))
            .toList();
    try {
      captures.forEach(Capture::followWhatChangedMeanwhile);
      return captures;
    } catch (Throwable failure) {
      captures.forEach(Capture::close);
      throw failure;
    }
  }

  /**
   * Captures from no interface: lends example frames again and again, as fast as they are taken,
   * and ends after {@code duration}. For a program that must lose nothing from the first frame on:
   *
   * <pre>{@code
   * try (Capture rehearsal = Capture.rehearsal(Duration.ofMillis(500))) {
   *   rehearsal.run(new Recorder(Path.of("/dev/null"))); // as the real one, but without effect
   * }
   * }</pre>
   *
   * <p>The JVM interprets what it has not compiled yet, and the ring of a fast interface can be
   * full before the compiler is done. What has handled a rehearsal is compiled, for the classes
   * that a real capture hands it, before there is a frame to lose. How long that takes depends on
   * the handler and on the processors: half a second is enough for most handlers, on one.
   *
   * <p>The frames are Ethernet with ARP, IPv4 and IPv6, VLAN tags, TCP, UDP and ICMP, of 60 to 1514
   * bytes, as if each had just been received by the interface of index 1; what they say is made up.
   * No privilege is needed. Nothing is counted in the {@linkplain #statistics() statistics}, and
   * nothing is lost; all else is as with any capture.
   *
   * @param duration from now; zero lends nothing, {@link #FOREVER} ends with {@link #stop()} or
   *     {@link #close()}
   * @throws IllegalArgumentException when the duration is negative
   * @throws CaptureException when the system has no memory or no descriptor left
   */
  public static Capture rehearsal(Duration duration) {
    ExampleFrames frames = new ExampleFrames(REHEARSED_BYTES);
    Ring ring = Ring.rehearse(frames, duration, CaptureErrors::onRehearse);
    return new Capture(ring, null, List.of());
  }

  /**
   * Has {@code listener} told of each interface that goes down or comes up, is deleted, made again
   * or renamed; when the options say {@link CaptureOptions.Absence#OUTLIVE} or {@link
   * CaptureOptions.Absence#AWAIT}, and not for all interfaces at once. It is called by the thread
   * that reads, between two batches, and before the first frame of an interface that was made again
   * is counted; it may stop or close this capture or another. To be called before reading.
   */
  public void onInterfaceEvent(Consumer<InterfaceEvent> listener) {
    this.listener = Objects.requireNonNull(listener);
  }

  /**
   * Waits until an interface of this capture is up: for {@link CaptureOptions.Absence#AWAIT}. Its
   * frames are kept meanwhile, as far as the ring holds them.
   *
   * <p>An interrupt does not end it, as with {@link #next}.
   *
   * @return false when the capture was stopped or closed instead
   * @throws IllegalStateException when another thread is reading
   * @throws CaptureException as {@link #next}
   */
  public boolean awaitInterface() {
    beginReading();
    try {
      while (watch != null && !watch.anyUp()) {
        if (stopped || ended || !ring.enter()) {
          return false;
        }
        try {
          awaitChange();
        } finally {
          ring.leave();
        }
      }
      return !stopped && !ended;
    } finally {
      reading.set(false);
    }
  }

  private void awaitChange() {
    int error = -ring.awaitChange(-1);
    switch (error) {
      case Ring.ESTALE -> followInterfaces();
      case Ring.ECANCELED -> {
        // Stopped or closed, which is known already.
      }
      default -> throw CaptureErrors.onNext(error, interfaceNames, ring);
    }
  }

  /** The interfaces of this capture's network namespace at this moment; none once it is closed. */
  public List<NetworkInterfaces.Interface> interfaces() {
    return ring.interfaces().look();
  }

  /**
   * The name of an interface of this capture's network namespace, or "if7" when there is none of
   * index 7 any more.
   */
  public String interfaceName(int index) {
    return ring.interfaces().name(index);
  }

  /**
   * Bytes of the ring: those asked for rounded down to whole blocks, but at least two, or fewer
   * when memory was short.
   */
  public long ringBytes() {
    return ring.size();
  }

  /**
   * Whether the kernel applies the {@linkplain CaptureOptions#filter() filter}, as it mostly does;
   * true when there is none. A kernel does not take a program of some thousand instructions, one
   * that {@code protochain} makes, or one for which its option memory (net.core.optmem_max) is too
   * small. Then every frame takes room in the ring and is counted in the {@linkplain #statistics()
   * statistics}, and the filter is applied before a batch is lent, which may then be empty.
   */
  public boolean filteredByKernel() {
    return selection == null;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Once closed, by whichever thread, a capture returns null; once stopped, when all that had
   * arrived has been lent: see {@link #stop()}. An interrupt does not end this method, and is kept:
   * the thread waits in native code, which {@link #stop()} and {@link #close()} end.
   *
   * @throws IllegalStateException when another thread is reading
   * @throws WrongThreadException when another thread holds the batch before
   * @throws CaptureException when the capture cannot go on, as its only interface was deleted and
   *     the options have {@link CaptureOptions.Absence#FAIL}; what had arrived before has been lent
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
    if (ended || !ring.enter()) {
      return null;
    }
    RingBatch batch = null;
    try {
      int index = await(timeoutMillis);
      if (index >= 0) {
        long lost = (index & Ring.LOSS) == 0 ? 0 : ring.lost();
        batch = new RingBatch(ring, index & ~Ring.LOSS, lost);
      }
    } finally {
      if (batch == null) {
        ring.leave();
      }
    }
    lent = batch; // released from now on by the next call, if not before
    return batch == null ? null : lend(batch);
  }

  private RingBatch lend(RingBatch batch) {
    int frames = batch.size();
    boolean lends = false;
    try {
      if (selection != null) {
        batch.narrow(selection);
      }
      lends = !ring.isClosed(); // close() may have looked before there was a batch to end
    } finally {
      if (!lends) {
        release();
      }
    }
    if (!lends) {
      return null;
    }
    ring.countLent(frames);
    return batch;
  }

  /** As {@link Ring#next}: the index of the next block, or negative when there is none. */
  private int await(int timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
    int left = timeoutMillis;
    for (; ; ) {
      int result = ring.next(left);
      switch (-result) {
        case Ring.ETIMEDOUT -> {
          return -1;
        }
        case Ring.ECANCELED -> {
          ended = true;
          return -1;
        }
        case Ring.ENETDOWN -> {
          // The kernel goes on by itself when the interface is up again.
        }
        case Ring.ESTALE -> followInterfaces();
        default -> {
          if (result >= 0) {
            return result;
          }
          ended = -result != Ring.EBADMSG;
          throw CaptureErrors.onNext(-result, interfaceNames, ring);
        }
      }
      if (timeoutMillis >= 0) {
        left = (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
      }
    }
  }

  /** Since the interfaces were looked at, to open the ring on them. */
  private void followWhatChangedMeanwhile() {
    if (watch != null) {
      followInterfaces();
    }
  }

  private void followInterfaces() {
    List<InterfaceEvent> events = watch.update(ring.interfaces().look());
    if (events.isEmpty()) {
      return; // something has changed, but not with ours
    }
    tell(events);
    int error = -ring.follow(watch.indices());
    if (error != 0 && error != Ring.ENODEV) { // deleted again: the next change tells
      throw CaptureErrors.onFollow(error, ring.failedCall(), interfaceNames);
    }
  }

  private void tell(List<InterfaceEvent> events) {
    telling = true;
    try {
      if (!ring.isClosed()) { // whoever closes it from now on does not wait for the listener
        events.forEach(listener);
      }
    } finally {
      telling = false;
    }
  }

  /** For the group that this capture is of. */
  Ring ring() {
    return ring;
  }

  @Override
  public boolean ended() {
    return ended || ring.isClosed();
  }

  /**
   * {@inheritDoc}
   *
   * <p>It ends after {@link #stop()}, when the handler has seen what had arrived; after {@link
   * #close()}, at once; each from any thread or from the handler. Or with what the handler throws,
   * the batch released. An interrupt does not end it, and is kept for the handler to see. Each
   * frame is an object, which costs nothing where the compiler sees that the handler keeps it
   * nowhere, and 24 bytes where it does not: {@link FrameBatch#cursor()} never costs any.
   *
   * @throws IllegalStateException when another thread is reading
   * @throws CaptureException as {@link #next}
   */
  @Override
  public void run(FrameHandler handler) {
    while (next(FOREVER) instanceof RingBatch batch) {
      try {
        batch.deliver(handler);
      } finally {
        batch.close();
      }
    }
  }

  /**
   * Ends {@link #run}, and every {@link #next}, after what has arrived: what the kernel has put
   * into the ring by now is still lent, then the capture {@linkplain #ended() has ended}. So a
   * program that starts a capture, acts, and stops it sees all that it caused:
   *
   * <pre>{@code
   * Thread reader = Thread.ofPlatform().start(() ->
   *     capture.run(frame -> frames.add(frame.copy())));
   * client.send(request);
   * capture.stop();
   * reader.join(); // frames has the request
   * }</pre>
   *
   * <p>On a silent interface the end comes at once. Otherwise it takes at most one {@linkplain
   * CaptureOptions#blockTimeout() block timeout}, and as long as the reader needs for at most one
   * ring of frames, however many come. {@link #close()} ends at once and discards them. The batch
   * that is lent stays valid. Idempotent.
   */
  public void stop() {
    stopped = true;
    ring.finish();
  }

  /** Ends before what has arrived, and stays open: when a handler of its group has failed. */
  void endAtOnce() {
    ended = true;
    ring.stop();
  }

  /**
   * The counts since the capture was opened; after {@link #close()}, the last ones. Where frames
   * were dropped, {@link FrameBatch#lostBefore()} tells; what it has not told by the end of the
   * capture was dropped after the last batch.
   *
   * @throws CaptureException when the kernel does not say how many there are, as where a sandbox
   *     forbids it to be asked
   */
  public CaptureStatistics statistics() {
    CaptureStatistics known = ring.statistics(ended);
    int error = ring.countingError();
    if (error != 0) {
      throw CaptureErrors.onStatistics(error, interfaceNames);
    }
    return known;
  }

  /**
   * Ends at once, leaves promiscuous mode and gives the memory back. What has arrived and was not
   * lent is {@linkplain CaptureStatistics#discarded() discarded}; {@link #stop()} ends after it. An
   * interrupt is kept. Idempotent.
   *
   * <p>A thread that waits in {@link #next} returns. Every frame throws {@link
   * IllegalStateException} from now on. When another thread holds a batch at this moment, the
   * memory stays mapped until that thread releases it, at the latest with its next call of {@link
   * #next}: so a segment which it took from a frame before stays what it was and no thread waits
   * for another's handler. The same holds for a listener that is being told of an interface: the
   * memory is given back when it returns.
   */
  @Override
  public void close() {
    ended = true;
    ring.close();
    RingBatch batch = lent;
    if (batch != null && !batch.isReleased()) {
      if (!batch.isOwnedByThisThread()) {
        batch.revoke();
        return;
      }
      batch.close();
    }
    if (!telling) {
      ring.awaitFreed();
    }
  }
}
