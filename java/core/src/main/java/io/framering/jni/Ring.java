// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import io.framering.frame.LinkType;
import io.framering.internal.Interrupts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lifetime of an open ring: its users.
 *
 * <p>The ring's memory must outlive every call and every lent block, no matter which thread closes
 * it and when. So its users are counted: the opener, each call, each lent block. The last one to
 * leave frees it; no user can enter after {@link #close()}. {@link RingCleanup} frees a ring that
 * became unreachable without being left.
 *
 * <p>An error between entering and leaving, such as a {@link StackOverflowError} or an {@link
 * OutOfMemoryError}, must not leave a user counted forever: see {@link #ensureStack()}.
 */
public abstract class Ring {
  private static final int CLOSED = 1 << 30;

  /** Depth of calls, several KiB of stack: more than leaving and freeing the ring needs. */
  private static final int CALLS_TO_LEAVE = 128;

  /** More than the opener needs to read from the new ring, or to close it. */
  private static final int CALLS_TO_OPEN = 4 * CALLS_TO_LEAVE;

  /** Number of users, plus {@link #CLOSED}. The opener is one. */
  private final AtomicInteger users = new AtomicInteger(1);

  private final CountDownLatch freed = new CountDownLatch(1);

  /** Whether a frame of this length exceeds its interface's MTU; see {@link #checkMtu}. */
  private volatile Mtu mtu = (length, linkType, interfaceIndex) -> false;

  private LastError lastError = new LastError(0, null, null);

  // What was read last, for a freed ring. Under this object's lock.
  private final long[] lastStatistics = new long[Native.STATISTICS_LENGTH];
  private int lastStatisticsError;
  private ByteBuffer lastInterfaces = ByteBuffer.allocate(0);

  /** The last field, so that the ring is complete when the cleanup is registered. */
  private final RingCleanup cleanup;

  /**
   * Takes over a ring.
   *
   * @param free frees it; must not reference this object
   */
  Ring(Runnable free) {
    cleanup = cleanup(this, free, users);
  }

  /** Static, so that the cleanup has no reference to the ring. */
  private static RingCleanup cleanup(Ring ring, Runnable free, AtomicInteger users) {
    return RingCleanup.of(ring, free, () -> (users.get() & CLOSED) != 0);
  }

  /** Whether a frame exceeds the MTU of its interface. Called by the reading thread. */
  public interface Mtu {
    boolean isExceeded(long length, LinkType linkType, int interfaceIndex);
  }

  /**
   * Why the last call by the reading thread failed.
   *
   * @param errno 0 if none failed
   * @param field that was out of range, for {@link Errno#EBADMSG}
   */
  public record LastError(int errno, String call, String field) {}

  /** Turns the failed call and its errno into an exception. */
  public interface Failure {
    RuntimeException toException(int errno, String callName);
  }

  /**
   * Opens rings that share the frames; one has all.
   *
   * @return null when the kernel does not accept the filter
   */
  public static List<Ring> open(RingOptions options, int count, Failure failure) {
    NativeLibrary.load();
    useStack(CALLS_TO_OPEN);
    return PacketRing.openAll(options, count, failure);
  }

  /**
   * A ring for a warm-up, which lends these frames repeatedly.
   *
   * @param frames Ethernet frames, one after another
   * @param lengths the length of each
   * @param milliseconds after which it ends; negative for no end
   */
  public static Ring warmUp(byte[] frames, int[] lengths, int milliseconds) {
    return new WarmUpRing(frames, lengths, milliseconds);
  }

  /** Sets what {@link io.framering.frame.Frame#offloaded()} asks. */
  public final void checkMtu(Mtu mtu) {
    this.mtu = mtu;
  }

  final Mtu mtu() {
    return mtu;
  }

  /** Bytes of the ring. */
  public abstract long size();

  /**
   * Becomes a user of the ring, which keeps it open. Each success must be matched by one {@link
   * #leave()}, also after an exception.
   *
   * @return false if the ring is closed
   * @throws StackOverflowError if there may not be enough stack to leave it
   */
  private boolean enter() {
    ensureStack();
    for (; ; ) {
      int now = users.get();
      if ((now & CLOSED) != 0) {
        return false;
      }
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Like {@link #enter()}, but also for a closed ring that has not been freed yet. */
  private boolean enterClosed() {
    ensureStack();
    for (; ; ) {
      int now = users.get();
      if (now == CLOSED) {
        return false;
      }
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Ends one {@link #enter()}. The last user of a closed ring frees it. */
  final void leave() {
    if (users.decrementAndGet() == CLOSED) {
      free();
    }
  }

  private void free() {
    try {
      readLast();
    } catch (Throwable unknown) {
      // They stay as last read; the ring must be freed all the same.
    } finally {
      try {
        cleanup.free();
      } finally {
        freed.countDown();
      }
    }
  }

  private synchronized void readLast() {
    lastStatisticsError = -readStatistics(lastStatistics);
    lastInterfaces = listInterfaces((errno, call) -> new IllegalStateException(call));
  }

  /**
   * Throws {@link StackOverflowError} if there is not enough stack to finish an operation, before
   * it begins, so that nothing must be undone.
   */
  static void ensureStack() {
    useStack(CALLS_TO_LEAVE);
  }

  private static int useStack(int calls) {
    return calls == 0 ? 0 : 1 + useStack(calls - 1);
  }

  /** Whether {@link #close()} was called. */
  public final boolean isClosed() {
    return (users.get() & CLOSED) != 0;
  }

  /**
   * Releases the lent block, waits for the next, and lends it; see {@code framering_next()}. Only
   * one thread at a time.
   *
   * @param timeoutMillis negative to wait forever
   * @return null if there is none: {@link #lastError()} has the reason
   */
  public final RingBatch next(int timeoutMillis) {
    if (!enter()) {
      lastError = new LastError(Errno.ECANCELED, null, null);
      return null;
    }
    RingBatch batch = null;
    try {
      int index = nextBlock(timeoutMillis);
      if (index >= 0) {
        long lost = (index & Native.LOSS) == 0 ? 0 : lost();
        batch = new RingBatch(this, index & ~Native.LOSS, lost);
      } else {
        fail(-index);
      }
    } finally {
      if (batch == null) {
        leave();
      }
    }
    return batch;
  }

  /**
   * Waits until an interface has changed; see {@code framering_await_change()}. Like {@link #next}.
   *
   * @return the errno, which {@link #lastError()} has, too
   */
  public final int awaitChange() {
    if (!enter()) {
      return Errno.ECANCELED;
    }
    try {
      return fail(-awaitChange(-1));
    } finally {
      leave();
    }
  }

  /**
   * Sets the current interfaces; see {@code framering_follow()}. Like {@link #next}.
   *
   * @return 0 or an errno, which {@link #lastError()} has, too
   */
  public final int follow(int[] indices) {
    if (!enter()) {
      return 0; // nothing is left to follow
    }
    try {
      return fail(-setInterfaces(indices));
    } finally {
      leave();
    }
  }

  private int fail(int errno) {
    boolean isNone = errno == 0 || errno == Errno.ETIMEDOUT;
    lastError =
        isNone ? new LastError(errno, null, null) : new LastError(errno, failedCall(), fault());
    return errno;
  }

  public final LastError lastError() {
    return lastError;
  }

  /**
   * The interfaces of the ring's network namespace, as {@code struct framering_interface}; of a
   * freed ring the last ones. Any thread, any time.
   */
  public final synchronized ByteBuffer interfaces(Failure failure) {
    if (enterClosed()) {
      try {
        lastInterfaces = listInterfaces(failure);
      } finally {
        leave();
      }
    }
    return lastInterfaces.duplicate().order(lastInterfaces.order());
  }

  /**
   * Reads received and dropped frames, and how often the ring was full; of a freed ring the last
   * counts. Any thread, any time.
   *
   * @return 0 or an errno
   */
  public final synchronized int statistics(long[] counts) {
    if (enterClosed()) {
      try {
        lastStatisticsError = -readStatistics(lastStatistics);
      } finally {
        leave();
      }
    }
    System.arraycopy(lastStatistics, 0, counts, 0, lastStatistics.length);
    return lastStatisticsError;
  }

  /** Makes the current and every later {@link #next} fail with ECANCELED. Any thread, any time. */
  public final void stop() {
    if (enter()) {
      try {
        cancel();
      } finally {
        leave();
      }
    }
  }

  /**
   * Makes {@link #next} fail with ECANCELED once what has arrived was lent; see {@code
   * framering_drain()}. Any thread, any time.
   */
  public final void drain() {
    if (enter()) {
      try {
        cancelAfterDraining();
      } finally {
        leave();
      }
    }
  }

  /** Wakes a waiting thread, lets no user in any more, and leaves. Idempotent. Any thread. */
  public final void close() {
    stop();
    ensureStack();
    int now = users.get();
    while ((now & CLOSED) == 0 && !users.compareAndSet(now, (now | CLOSED) - 1)) {
      now = users.get();
    }
    if (now == 1) {
      free();
    }
  }

  /** Waits until the last user has left a closed ring. An interrupt stays pending. */
  public final void awaitFreed() {
    Interrupts.outlast(freed::await);
  }

  // What kinds of rings differ in. All are called by a user of the ring; where nothing else is
  // said, by the reading thread.

  /** The index of the next block, with {@link Native#LOSS}; or a negative errno. */
  abstract int nextBlock(int timeoutMillis);

  /** 0 or a negative errno. */
  abstract int awaitChange(int timeoutMillis);

  /** 0 or a negative errno. */
  abstract int setInterfaces(int[] indices);

  /**
   * The memory of a lent block, read-only, valid during {@code lifetime}. A reference to it, or to
   * a part of it, keeps this ring reachable.
   */
  abstract MemorySegment block(int index, Arena lifetime);

  /** Bytes on the wire of the lent block's frames. */
  abstract long lentBytes();

  /** Frames lost before the lent block. */
  abstract long lost();

  abstract String failedCall();

  abstract String fault();

  /** Any thread, but one at a time. */
  abstract ByteBuffer listInterfaces(Failure failure);

  /** 0 or a negative errno. Any thread. */
  abstract int readStatistics(long[] counts);

  /** Any thread. */
  abstract void cancel();

  /** Any thread. */
  abstract void cancelAfterDraining();
}
