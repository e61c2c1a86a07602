// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import sun.misc.Signal;

/** Signal handlers. */
final class Signals {
  private Signals() {}

  /**
   * From now on the signal runs {@code action} in its own thread. SIGHUP, SIGINT and SIGTERM stay
   * ignored if the process was started with them ignored. Nothing changes if the JVM uses the
   * signal itself.
   *
   * @param name the signal's name, without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Signal.handle(new Signal(name), _ -> action.run());
    } catch (IllegalArgumentException e) {
      // The JVM's own handling stays.
    }
  }
}
