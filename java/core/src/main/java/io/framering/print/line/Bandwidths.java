// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Bandwidths in packets: bytes per second, as numbers of IEEE 754 of 32 bits. */
final class Bandwidths {
  private static final int DIGITS = 3;
  private static final int UNITS = 1000;

  /** A thousand times any smaller number is exact: 24 bits and 10 of the factor are below 53. */
  private static final float FIRST_LARGE = 1e12f;

  private Bandwidths() {}

  /** Appends megabits per second, as the format {@code "%.3f Mbps"} of C does. */
  static void print(long bits, TextBuffer out) {
    float bytes = Float.intBitsToFloat((int) bits);
    float megabits = Math.abs(bytes * Byte.SIZE / 1_000_000);
    out.text((int) bits < 0 ? "-" : "");
    if (Float.isNaN(megabits)) {
      out.text("nan");
    } else if (Float.isInfinite(megabits)) {
      out.text("inf");
    } else if (megabits < FIRST_LARGE) {
      long thousandths = (long) Math.rint((double) megabits * UNITS);
      out.decimal(thousandths / UNITS).character('.').decimal(thousandths % UNITS, DIGITS);
    } else {
      out.text(new BigDecimal(megabits).setScale(DIGITS, RoundingMode.HALF_EVEN).toPlainString());
    }
    out.text(" Mbps");
  }
}
