// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import io.framering.frame.LinkType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/** An open ring. Each lent block is one of its users, so that its memory outlives the block. */
public abstract class Ring extends NativeObject {
  private static final NativeCleanup.Kind KIND =
      new NativeCleanup.Kind(
          "io.framering.capture",
          "capture",
          "a capture was forgotten before it was closed; its ring kept kernel memory and, if asked"
              + " for, promiscuous mode",
          "a batch was forgotten that a capture had lent before it was closed; its ring kept kernel"
              + " memory and, if asked for, promiscuous mode");

  /** Whether a frame of this length exceeds its interface's MTU; see {@link #checkMtu}. */
  private volatile Mtu mtu;

  private LastError lastError;

  // What was read last, for a freed ring. Under this object's lock.
  private final long[] lastStatistics;
  private int lastStatisticsError;
  private ByteBuffer lastInterfaces;

  /**
   * Takes over a ring.
   *
   * @param free frees it; must not reference this object
   */
  Ring(Runnable free) {
    // Before the cleanup is registered: if memory runs out here, the caller frees the ring.
    mtu = (length, linkType, interfaceIndex) -> false;
    lastError = new LastError(0, null, null);
    lastStatistics = new long[Native.STATISTICS_LENGTH];
    lastInterfaces = ByteBuffer.allocate(0);
    super(KIND, free);
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
    ensureStackToOpen();
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

  @Override
  final synchronized void readLast() {
    lastStatisticsError = -readStatistics(lastStatistics);
    lastInterfaces = listInterfaces((errno, call) -> new IllegalStateException(call));
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
  abstract void cancelAfterDraining();
}
