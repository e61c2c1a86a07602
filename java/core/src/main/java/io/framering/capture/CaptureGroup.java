package io.framering.capture;

import io.framering.filter.FilterException;
import io.framering.frame.FrameHandler;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Several rings that share the frames of their interfaces, so that several cores can work on them:
 * each is a {@link Capture} with a reader of its own, and has nothing in common with the others.
 *
 * <pre>{@code
 * try (CaptureGroup group = CaptureGroup.open(List.of("eth0"), CaptureOptions.defaults(), 4)) {
 *   group.run(() -> new Counter()); // a handler and a thread for each ring, until group.stop()
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Each frame comes to one of the captures, none to two. All frames of a flow, in
 * both directions, come to the same one, in the order in which they arrived; between frames of
 * different captures there is no order but that of their timestamps. A flow is what has the same
 * two IP addresses, and the same two ports of TCP, UDP or SCTP; fragments go by their addresses
 * alone, and frames that have no IP by their MAC addresses. While a capture {@linkplain #join()
 * joins} or {@linkplain #leave() leaves}, flows move from one to another: what came before is in
 * the one, what comes after in the other, and which of them is read first is not promised. No frame
 * is lost by that, and none comes twice.
 *
 * <p>It pays where the work per frame is what limits: the kernel's own is on the core that the
 * interface's queue is on. One busy flow stays on one core.
 *
 * <p><b>Lifetime.</b> As that of {@link Capture}; {@link #close()} closes all. One that is closed
 * before it has left takes the frames that nobody has read yet with it, and then nobody can join or
 * leave any more.
 *
 * <p><b>Threads.</b> All methods are for any thread at any time, but that {@link #run} is not
 * called twice at a time.
 */
public final class CaptureGroup implements AutoCloseable {
  /** Most captures that share frames at a time. */
  public static final int MAXIMUM = 64;

  private final List<String> interfaceNames;
  private final CaptureOptions options;

  /** Those that share, in the kernel's order: who joined last is the last. */
  final List<Capture> sharing = new CopyOnWriteArrayList<>();

  /** Those that have left and may still be read. */
  private final List<Capture> left = new CopyOnWriteArrayList<>();

  /** Of those that have left and are closed. */
  private CaptureStatistics gone = CaptureStatistics.NONE;

  /** Why the counts of one that has left are not known; null: they are. */
  private CaptureException goneUnknown;

  /** Held while members join or leave; to stop and to close waits for none of that. */
  private final Object changing = new Object();

  /** Held to count: no member is missing meanwhile, nor there twice. */
  private final Object counting = new Object();

  private volatile boolean stopped;
  private volatile boolean closed;

  /** While {@link #run} runs. */
  private GroupReaders readers;

  CaptureGroup(List<String> interfaceNames, CaptureOptions options) {
    this.interfaceNames = List.copyOf(interfaceNames);
    this.options = options;
  }

  /**
   * Captures from one interface, or several, into so many rings.
   *
   * @param interfaceNames as of {@link Capture#open(List, CaptureOptions)}
   * @param options those of each ring: {@link CaptureOptions#ringBytes()} are the bytes of one
   * @param rings how many share the frames, 1 to {@value #MAXIMUM}
   * @throws IllegalArgumentException when the number is out of its range, or the options have a
   *     helper, whose lock on the filter no ring can join with
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
   * Captures from all interfaces, those that come later too.
   *
   * @throws CaptureException as {@link #open}
   */
  public static CaptureGroup openAll(CaptureOptions options, int rings) {
    return open(List.of(), options, rings);
  }

  /**
   * Those that share the frames now, 1 to {@value #MAXIMUM}, in the order in which they joined.
   * Each is to be read by a thread of its own, unless {@link #run} does. They are told of
   * interfaces each by itself: one {@linkplain Capture#onInterfaceEvent listener}, of the first, is
   * enough.
   */
  public List<Capture> captures() {
    return List.copyOf(sharing);
  }

  /**
   * Opens another ring, which has its share from now on. While {@link #run} runs it is read by it,
   * and what has left is waited for, unless a handler calls this. An interrupt ends that wait; then
   * no ring is opened, and the interrupt is kept.
   *
   * @return what is to be read; it has ended already when the group was stopped
   * @throws IllegalStateException when {@value #MAXIMUM} share the frames; when one that has left
   *     is not closed yet, or the wait for that was interrupted; when one was closed that has not
   *     left, or the group was
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
      if (stopped) { // which may have been before it was among those to stop
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

  /** The kernel puts who joins behind those that have left: they must be gone. */
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
   * Leaves out the capture that joined last: it gets no further frame, and the others share what
   * comes from now on. Its reader gets what it has got by now; then it {@linkplain Capture#ended()
   * has ended}, and is to be closed, which {@link #run} does for those that it reads.
   *
   * @return the one that has left
   * @throws IllegalStateException when there is no other; when one was closed that has not left, or
   *     the group was
   * @throws CaptureException when the kernel refuses; then all is as before
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
   * The sum over all that share and have shared the frames, since the group was opened. It never
   * goes back.
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

  /** What an interface has missed each of them knows; the first does so from the beginning. */
  private static CaptureStatistics sum(CaptureStatistics one, CaptureStatistics other) {
    return new CaptureStatistics(
        one.received() + other.received(),
        one.dropped() + other.dropped(),
        one.freezes() + other.freezes(),
        Math.max(one.missed(), other.missed()),
        one.discarded() + other.discarded());
  }

  /**
   * Reads all captures, each in a thread of its own, those that join meanwhile too, and those that
   * have left and are not closed yet, until all have ended: after {@link #stop()} or {@link
   * #close()}. When a handler throws, or a thread cannot be started, all end at once, and this
   * method throws the same. An interrupt does not end it, and is kept.
   *
   * @param handlers makes a handler for each; called, as the handler is, by the thread that reads
   * @throws IllegalStateException when it runs already
   * @throws CaptureException as {@link Capture#next}
   */
  public void run(Supplier<? extends FrameHandler> handlers) {
    run(handlers, Thread.ofPlatform().name("framering-reader-", 1).factory());
  }

  /** With threads that a test makes. */
  void run(Supplier<? extends FrameHandler> handlers, ThreadFactory threads) {
    GroupReaders mine =
        new GroupReaders(handlers, threads, this::endAtOnce, this::closeWhatHasLeft);
    synchronized (changing) {
      if (readers != null) {
        throw new IllegalStateException("the captures of this group are being read already");
      }
      countLeft();
      readers = mine;
      left.forEach(mine::start); // first: what they have is older
      sharing.forEach(mine::start);
    }
    mine.awaitAll();
    synchronized (changing) {
      readers = null;
      changing.notifyAll();
    }
    mine.awaitAll(); // who joined after all the others had ended has ended, too
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
   * Ends all captures after what has arrived, those that join later too; see {@link
   * Capture#stop()}. Idempotent.
   */
  public void stop() {
    stopped = true;
    // In this order: a capture that leaves is in both before it is in the other alone.
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

  /** Each of them, whatever one throws. */
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
