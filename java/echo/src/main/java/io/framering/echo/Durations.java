// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;

/** Readable durations. */
final class Durations {
  private Durations() {}

  /**
   * @throws IllegalArgumentException if it cannot be the timeout of a socket
   */
  static Duration checkTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0
        || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "timeout of " + text(timeout) + ": must be 1 ms to 24 days");
    }
    return timeout;
  }

  /** "30 s", "1.5 s", "200 ms". */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }
}
