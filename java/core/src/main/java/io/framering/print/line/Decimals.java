// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Floating-point numbers as C's {@code printf("%.3f")} prints them. */
final class Decimals {
  private static final int DIGITS = 3;
  private static final int UNITS = 1000;

  /** A thousand times any smaller number is exact: 24 bits and 10 of the factor are below 53. */
  private static final float FIRST_LARGE = 1e12f;

  private Decimals() {}

  /** Appends a number with three digits after the point. */
  static void print(float number, TextBuffer out) {
    boolean isNegative = Float.floatToRawIntBits(number) < 0;
    out.text(isNegative ? "-" : "");
    float magnitude = Math.abs(number);
    if (Float.isNaN(number)) {
      out.text("nan");
    } else if (Float.isInfinite(number)) {
      out.text("inf");
    } else if (magnitude < FIRST_LARGE) {
      long thousandths = (long) Math.rint((double) magnitude * UNITS);
      out.decimal(thousandths / UNITS).character('.').decimal(thousandths % UNITS, DIGITS);
    } else {
      out.text(new BigDecimal(magnitude).setScale(DIGITS, RoundingMode.HALF_EVEN).toPlainString());
    }
  }
}
