package io.framering.cli;

import sun.misc.Signal;

/** What is done at a signal. */
final class Signals {
  private Signals() {}

  /**
   * From now on the signal runs {@code action}, in a thread of its own. SIGHUP, SIGINT and SIGTERM
   * stay ignored where the process was started so. Nothing changes on a JVM that keeps the signal
   * for itself.
   *
   * @param name without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Signal.handle(new Signal(name), _ -> action.run());
    } catch (IllegalArgumentException e) {
      // It does what it does by itself.
    }
  }
}
