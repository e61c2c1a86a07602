package io.framering.capture;

/** Waiting that an interrupt does not end: it is kept for the caller. */
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
