// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import java.time.Duration;

/** Timeouts for {@code poll(2)}. */
final class Timeout {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private Timeout() {}

  /** Milliseconds, rounded up; -1, no timeout, if it is 24 days or more. */
  static int toMillis(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout " + timeout + ": must not be negative");
    }
    if (timeout.compareTo(LONGEST) >= 0) {
      return -1;
    }
    return (int) ((timeout.toNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
  }
}
