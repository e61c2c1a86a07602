package io.framering.capture;

import io.framering.filter.FilterException;
import io.framering.frame.FrameHandler;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
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
 * When a capture {@linkplain #join() joins} or {@linkplain #leave() leaves}, flows move from one
 * capture to another: earlier frames are in the first, later ones in the second, and it is not
 * promised which of them is read first. No frame is lost or duplicated by that.
 *
 * <p>A group helps if the work per frame is the bottleneck: the kernel's own work stays on the core
 * of the interface's queue. One busy flow stays on one core.
 *
 * <p><b>Lifetime.</b> As for {@link Capture}; {@link #close()} closes all captures. If a capture is
 * closed before it has left, its unread frames are lost, and no capture can join or leave any more.
 *
 * <p><b>Threads.</b> All methods may be called from any thread at any time, but only one {@link
 * #run} at a time.
 */
public final class CaptureGroup implements AutoCloseable {
  /** The maximum number of captures in a group. */
  public static final int MAXIMUM = 64;

  private final List<String> interfaceNames;
  private final CaptureOptions options;

  /** The members, in the kernel's order: the last to join is last. */
  final List<Capture> sharing = new CopyOnWriteArrayList<>();

  /** The captures that have left and may still be read. */
  private final List<Capture> left = new CopyOnWriteArrayList<>();

  /** The sum of the captures that have left and are closed. */
  private CaptureStatistics gone = CaptureStatistics.NONE;

  /** Why the counts of a capture that has left are unknown; null if they are known. */
  private CaptureException goneUnknown;

  /** Held while members join or leave; stop() and close() do not wait for it. */
  private final Object changing = new Object();

  /** Held while counting, so that no member is missing or counted twice. */
  private final Object counting = new Object();

  private volatile boolean stopped;
  private volatile boolean closed;

  /** Not null while {@link #run} runs. */
  private GroupReaders readers;

  CaptureGroup(List<String> interfaceNames, CaptureOptions options) {
    this.interfaceNames = List.copyOf(interfaceNames);
    this.options = options;
  }

  /**
   * Captures from one or several interfaces into several rings.
   *
   * @param interfaceNames as for {@link Capture#open(List, CaptureOptions)}
   * @param options the options of each ring: {@link CaptureOptions#ringBytes()} is the size of one
   * @param rings the number of rings, 1 to {@value #MAXIMUM}
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
    RingOpener.checkMemory(options.ringBytes(), rings);
    CaptureGroup group = new CaptureGroup(interfaceNames, options);
    try {
      for (int i = 0; i < rings; i++) {
        group.join();
      }
      return group;
    } catch (Throwable failure) {
      group.close();
      throw failure;
    }
  }

  /**
   * Captures from all interfaces, including those created later.
   *
   * @throws CaptureException as {@link #open}
   */
  public static CaptureGroup openAll(CaptureOptions options, int rings) {
    return open(List.of(), options, rings);
  }

  /**
   * The current members, 1 to {@value #MAXIMUM}, in the order of joining. Each must be read by its
   * own thread, unless {@link #run} does that. Each reports interface events: one {@linkplain
   * Capture#onInterfaceEvent listener}, on the first, is enough.
   */
  public List<Capture> captures() {
    return List.copyOf(sharing);
  }

  /**
   * Opens another ring, which receives its part of the frames from now on. If {@link #run} is
   * running, it reads the new capture, and this method waits for captures that have left, unless a
   * handler calls it. An interrupt ends that wait; then no ring is opened, and the interrupt stays
   * pending.
   *
   * @return the new capture; it has ended already if the group was stopped
   * @throws IllegalStateException if the group has {@value #MAXIMUM} members; if a capture that has
   *     left is not closed yet, or the wait for it was interrupted; if a capture was closed before
   *     it had left, or the group is closed
   * @throws CaptureException as {@link #open}
   */
  public Capture join() {
    synchronized (changing) {
      awaitLeft();
      checkMembers();
      if (sharing.size() == MAXIMUM) {
        throw new IllegalStateException("there are " + MAXIMUM + " captures in the group already");
      }
      Capture joined = openMember();
      try {
        share(joined, sharing.size() + 1);
      } catch (Throwable failure) {
        joined.close();
        throw failure;
      }
      sharing.add(joined);
      if (stopped) { // stop() may have run before this capture was a member
        joined.endAtOnce();
      }
      if (closed) {
        joined.close();
      }
      if (readers != null) {
        readers.start(joined);
      }
      return joined;
    }
  }

  private Capture openMember() {
    if (sharing.isEmpty()) {
      return Capture.open(interfaceNames, options, RingShare.FIRST);
    }
    Ring member = sharing.getFirst().ring();
    if (!member.enter()) {
      throw closedTooEarly();
    }
    try {
      return Capture.open(interfaceNames, options, RingShare.with(member));
    } finally {
      member.leave();
    }
  }

  private void share(Capture capture, int rings) {
    int error = -capture.ring().share(rings);
    if (error != 0) {
      throw CaptureErrors.onShare(error, interfaceNames);
    }
  }

  /** The kernel appends new members after those that have left, so these must be closed first. */
  private void awaitLeft() {
    for (countLeft(); !left.isEmpty(); countLeft()) {
      if (readers == null || readers.isOneOfThem(Thread.currentThread())) {
        throw new IllegalStateException(
            "a capture that has left the group is not closed yet: read it until it has ended, and"
                + " close it");
      }
      try {
        changing.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a capture was leaving the group", e);
      }
    }
  }

  private void checkMembers() {
    if (closed) {
      throw new IllegalStateException("the group is closed");
    }
    if (sharing.stream().anyMatch(each -> each.ring().isClosed())) {
      throw closedTooEarly();
    }
  }

  private static IllegalStateException closedTooEarly() {
    return new IllegalStateException("a capture was closed that had not left the group");
  }

  /**
   * Removes the capture that joined last: it receives no further frames, which go to the others
   * from now on. Its reader still gets the frames in its ring; then it {@linkplain Capture#ended()
   * has ended} and must be closed, which {@link #run} does for the captures that it reads.
   *
   * @return the capture that has left
   * @throws IllegalStateException if it is the only member; if a capture was closed before it had
   *     left, or the group is closed
   * @throws CaptureException if the kernel refuses; then nothing has changed
   */
  public Capture leave() {
    synchronized (changing) {
      checkMembers();
      if (sharing.size() == 1) {
        throw new IllegalStateException(
            "the last capture of a group cannot leave: close the group");
      }
      Capture leaving = sharing.getLast();
      share(leaving, sharing.size() - 1);
      synchronized (counting) {
        left.add(leaving);
        sharing.remove(leaving);
      }
      leaving.ring().finish();
      return leaving;
    }
  }

  /**
   * The sum over all current and former members since the group was opened. It never decreases.
   *
   * @throws CaptureException as {@link Capture#statistics()}
   */
  public CaptureStatistics statistics() {
    synchronized (counting) {
      countLeft();
      if (goneUnknown != null) {
        throw goneUnknown;
      }
      CaptureStatistics sum = gone;
      for (Capture each : left) {
        sum = sum(sum, each.statistics());
      }
      for (Capture each : sharing) {
        sum = sum(sum, each.statistics());
      }
      return sum;
    }
  }

  private void countGone(Capture freed) {
    try {
      gone = sum(gone, freed.statistics());
    } catch (CaptureException e) {
      goneUnknown = e;
    }
  }

  private void countLeft() {
    synchronized (counting) {
      for (Capture each : left) {
        if (each.ring().isFreed()) {
          countGone(each);
          left.remove(each);
        }
      }
    }
  }

  /** Each member knows what an interface has missed; the first has counted from the beginning. */
  private static CaptureStatistics sum(CaptureStatistics one, CaptureStatistics other) {
    return new CaptureStatistics(
        one.received() + other.received(),
        one.dropped() + other.dropped(),
        one.freezes() + other.freezes(),
        Math.max(one.missed(), other.missed()),
        one.discarded() + other.discarded());
  }

  /**
   * Reads all captures, each in its own thread, until all have ended after {@link #stop()} or
   * {@link #close()}. This includes captures that join meanwhile, and those that have left and are
   * not closed yet. If a handler throws or a thread cannot be started, all end at once, and this
   * method throws the same exception. An interrupt does not end it and stays pending.
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
    GroupReaders mine =
        new GroupReaders(handlers, threads, this::endAtOnce, this::closeWhatHasLeft);
    synchronized (changing) {
      if (readers != null) {
        throw new IllegalStateException("the captures of this group are being read already");
      }
      countLeft();
      readers = mine;
      left.forEach(mine::start); // first, since their frames are older
      sharing.forEach(mine::start);
    }
    mine.awaitAll();
    synchronized (changing) {
      readers = null;
      changing.notifyAll();
    }
    mine.awaitAll(); // a capture that joined after all others had ended has ended, too
    mine.throwFailure();
  }

  private void closeWhatHasLeft(Capture ended) {
    if (left.contains(ended)) {
      ended.close();
    }
    synchronized (changing) {
      changing.notifyAll();
    }
  }

  /**
   * Ends all captures gracefully, including those that join later; see {@link Capture#stop()}.
   * Idempotent.
   */
  public void stop() {
    stopped = true;
    // In this order, since a capture that leaves is in both lists before it is only in the second.
    sharing.forEach(Capture::stop);
    left.forEach(Capture::stop);
  }

  private void endAtOnce() {
    stopped = true;
    sharing.forEach(Capture::endAtOnce);
    left.forEach(Capture::endAtOnce);
  }

  /** Closes all captures; see {@link Capture#close()}. Idempotent. */
  @Override
  public void close() {
    closed = true;
    try {
      stop();
    } finally {
      try {
        closeAll(sharing.iterator());
      } finally {
        closeAll(left.iterator());
      }
    }
  }

  /** Closes each of them, even if one throws. */
  private static void closeAll(Iterator<Capture> members) {
    if (!members.hasNext()) {
      return;
    }
    try {
      members.next().close();
    } finally {
      closeAll(members);
    }
  }
}
