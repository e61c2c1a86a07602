// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

/** Keeps interrupts, which must not end a wait or close a channel, pending for the caller. */
public final class Interrupts {
  private Interrupts() {}

  /** A method that waits, and may be called again after an interrupt. */
  @FunctionalInterface
  public interface Wait {
    void await() throws InterruptedException;
  }

  /** Waits to the end, even if interrupts come. */
  public static void outlast(Wait wait) {
    boolean interrupted = false;
    for (boolean over = false; !over; ) {
      try {
        wait.await();
        over = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  /**
   * @param interrupted the result of {@link Thread#interrupted()}
   */
  public static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
