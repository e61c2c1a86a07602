package io.framering.savefile;

/** Keeps interrupts, which must not close a channel, for the caller. */
final class Interrupts {
  private Interrupts() {}

  /**
   * @param interrupted the result of {@link Thread#interrupted()}
   */
  static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
