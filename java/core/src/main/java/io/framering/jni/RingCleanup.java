// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;

/**
 * Frees a native ring once: when its last user has left it, or, with a warning that names the place
 * where it was opened, when no capture, batch or segment references it any more.
 *
 * <p>It has no reference to the ring's {@link Ring}, which would keep it reachable.
 */
final class RingCleanup implements Runnable {
  /** The name of the {@link System.Logger}: the package in which users open captures. */
  private static final String LOGGER = "io.framering.capture";

  /** Its thread starts with the first ring. */
  private static final Cleaner CLEANER =
      Cleaner.create(
          task -> Thread.ofPlatform().daemon().name("framering-cleaner").unstarted(task));

  private final Runnable free;
  private final BooleanSupplier closed;
  private final Throwable opened = new Throwable("the capture was opened here");
  private Cleaner.Cleanable cleanable;
  private volatile boolean left;

  private RingCleanup(Runnable free, BooleanSupplier closed) {
    this.free = free;
    this.closed = closed;
  }

  /**
   * Registers a ring.
   *
   * @param ring must not be reachable from the other arguments
   * @param free frees the native ring
   * @param closed whether the capture has been closed
   */
  static RingCleanup of(Ring ring, Runnable free, BooleanSupplier closed) {
    RingCleanup cleanup = new RingCleanup(free, closed);
    cleanup.cleanable = CLEANER.register(ring, cleanup);
    return cleanup;
  }

  /** The last user has left: frees the ring. */
  void free() {
    left = true;
    cleanable.clean();
  }

  /** For the cleaner. */
  @Override
  public void run() {
    try {
      if (!left) {
        warn();
      }
    } finally {
      free.run();
    }
  }

  private void warn() {
    String what =
        closed.getAsBoolean()
            ? "a batch was forgotten that a capture had lent before it was closed; its ring kept"
            : "a capture was forgotten before it was closed; its ring kept";
    System.getLogger(LOGGER)
        .log(
            Level.WARNING,
            what
                + " kernel memory and, if asked for, promiscuous mode until the garbage collector"
                + " found it now. Close captures and batches, with try-with-resources",
            opened);
  }
}
