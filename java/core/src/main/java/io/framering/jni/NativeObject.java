// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import io.framering.internal.Interrupts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lifetime of an object of the C library: its users.
 *
 * <p>Its memory must outlive every call and everything that it lent, no matter which thread closes
 * it and when. So its users are counted: the opener, each call, each loan. The last one to leave
 * frees it; no user can enter after {@link #close()}. {@link NativeCleanup} frees an object that
 * became unreachable without being left.
 *
 * <p>An error between entering and leaving, such as a {@link StackOverflowError} or an {@link
 * OutOfMemoryError}, must not leave a user counted forever: see {@link #ensureStack()}.
 */
public abstract class NativeObject {
  private static final int CLOSED = 1 << 30;

  /** Depth of calls, several KiB of stack: more than leaving and freeing the object needs. */
  private static final int CALLS_TO_LEAVE = 128;

  /** More than the opener needs to read from the new object, or to close it. */
  private static final int CALLS_TO_OPEN = 4 * CALLS_TO_LEAVE;

  /** Number of users, plus {@link #CLOSED}. The opener is one. */
  private final AtomicInteger users = new AtomicInteger(1);

  private final CountDownLatch freed = new CountDownLatch(1);

  private final NativeCleanup cleanup;

  /**
   * Takes over a native object.
   *
   * @param free frees it; must not reference this object
   */
  NativeObject(NativeCleanup.Kind kind, Runnable free) {
    cleanup = cleanup(this, kind, free, users);
  }

  /** Static, so that the cleanup has no reference to the object. */
  private static NativeCleanup cleanup(
      NativeObject object, NativeCleanup.Kind kind, Runnable free, AtomicInteger users) {
    return NativeCleanup.of(object, kind, free, () -> (users.get() & CLOSED) != 0);
  }

  /**
   * Becomes a user, which keeps the object open. Each success must be matched by one {@link
   * #leave()}, also after an exception.
   *
   * @return false if it is closed
   * @throws StackOverflowError if there may not be enough stack to leave it
   */
  final boolean enter() {
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

  /** Like {@link #enter()}, but also for a closed object that has not been freed yet. */
  final boolean enterClosed() {
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

  /** Ends one {@link #enter()}. The last user of a closed object frees it. */
  final void leave() {
    if (users.decrementAndGet() == CLOSED) {
      free();
    }
  }

  private void free() {
    try {
      readLast();
    } catch (Throwable unknown) {
      // They stay as last read; the object must be freed all the same.
    } finally {
      try {
        cleanup.free();
      } finally {
        freed.countDown();
      }
    }
  }

  /**
   * Throws {@link StackOverflowError} if there is not enough stack to finish an operation, before
   * it begins, so that nothing must be undone.
   */
  static void ensureStack() {
    useStack(CALLS_TO_LEAVE);
  }

  /** The same for opening an object. */
  static void ensureStackToOpen() {
    useStack(CALLS_TO_OPEN);
  }

  private static int useStack(int calls) {
    return calls == 0 ? 0 : 1 + useStack(calls - 1);
  }

  /** Whether {@link #close()} was called. */
  public final boolean isClosed() {
    return (users.get() & CLOSED) != 0;
  }

  /** Makes the current and every later call that waits end. Any thread, any time. */
  public final void stop() {
    if (enter()) {
      try {
        cancel();
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

  /** Waits until the last user has left a closed object. An interrupt stays pending. */
  public final void awaitFreed() {
    Interrupts.outlast(freed::await);
  }

  /** Reads what is asked for after the object is freed. The last call before that. */
  abstract void readLast();

  /** Makes waiting calls end. Called by a user. Any thread. */
  abstract void cancel();
}
