package io.framering.savefile;

/** What is done with an interrupt that must not close a channel: it is kept for the caller. */
final class Interrupts {
  private Interrupts() {}

  /**
   * @param interrupted what {@link Thread#interrupted()} gave
   */
  static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
