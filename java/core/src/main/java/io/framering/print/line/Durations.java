// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Durations without units whose number is zero: {@code 1d1h}. */
final class Durations {
  private static final int[] SECONDS = {31_536_000, 604_800, 86_400, 3600, 60, 1};
  private static final String UNITS = "ywdhms";

  private Durations() {}

  /** Appends a number of seconds, 0 or more. */
  static void print(long seconds, TextBuffer out) {
    if (seconds == 0) {
      out.text("0s");
    }
    long rest = seconds;
    for (int i = 0; i < SECONDS.length; i++) {
      if (rest >= SECONDS[i]) {
        out.decimal(rest / SECONDS[i]).character(UNITS.charAt(i));
        rest %= SECONDS[i];
      }
    }
  }
}
