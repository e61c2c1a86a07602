// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;

/**
 * Frees a native object once: when its last user has left it, or, with a warning that names the
 * place where it was opened, when nothing references it any more.
 *
 * <p>It has no reference to the {@link NativeObject}, which would keep it reachable.
 */
final class NativeCleanup implements Runnable {
  /** Its thread starts with the first object. */
  private static final Cleaner CLEANER =
      Cleaner.create(
          task -> Thread.ofPlatform().daemon().name("framering-cleaner").unstarted(task));

  private final Kind kind;
  private final Runnable free;
  private final BooleanSupplier closed;
  private final Throwable opened;
  private Cleaner.Cleanable cleanable;
  private volatile boolean left;

  /**
   * What the warning is about.
   *
   * @param logger the name of the {@link System.Logger}: the package in which users open it
   * @param name such as "capture"
   * @param forgotten what was forgotten before it was closed, and what that kept
   * @param forgottenLoan the same for what it had lent before it was closed
   */
  record Kind(String logger, String name, String forgotten, String forgottenLoan) {}

  private NativeCleanup(Kind kind, Runnable free, BooleanSupplier closed) {
    this.kind = kind;
    this.free = free;
    this.closed = closed;
    opened = new Throwable("the " + kind.name + " was opened here");
  }

  /**
   * Registers an object.
   *
   * @param object must not be reachable from the other arguments
   * @param free frees the native object
   * @param closed whether it has been closed
   */
  static NativeCleanup of(Object object, Kind kind, Runnable free, BooleanSupplier closed) {
    NativeCleanup cleanup = new NativeCleanup(kind, free, closed);
    cleanup.cleanable = CLEANER.register(object, cleanup);
    return cleanup;
  }

  /** The last user has left: frees it. */
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
    System.getLogger(kind.logger)
        .log(
            Level.WARNING,
            (closed.getAsBoolean() ? kind.forgottenLoan : kind.forgotten)
                + " until the garbage collector found it now. "
                + "Use try-with-resources",
            opened);
  }
}
