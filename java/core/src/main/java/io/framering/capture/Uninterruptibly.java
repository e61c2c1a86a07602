package io.framering.capture;

/** Waits that interrupts do not end; an interrupt stays pending for the caller. */
final class Uninterruptibly {
  private Uninterruptibly() {}

  /** Waits until {@code thread}, which was started, has ended. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
