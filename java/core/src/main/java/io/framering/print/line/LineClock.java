// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.ClockText;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TimeStyle;
import java.util.TimeZone;

/** The time at the beginning of a line. */
final class LineClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANOS_PER_MICRO = 1000;
  private static final int NANO_DIGITS = 9;
  private static final int MICRO_DIGITS = 6;

  // tcpdump refuses seconds that do not fit into 31 bits.
  private static final long TOO_LATE = 0x8000_0000L;

  private final TimeStyle style;
  private final boolean nanos;
  private final ClockText local;
  private final ClockText utc = new ClockText(TimeZone.getTimeZone("UTC"));

  /** The reference of time differences; 0 if there is none yet. */
  private long reference;

  LineClock(TextOptions options) {
    style = options.time();
    nanos = options.nanos();
    local = new ClockText(options.zone());
  }

  void print(long timestampNanos, TextBuffer out) {
    long time =
        nanos ? timestampNanos : timestampNanos - Math.floorMod(timestampNanos, NANOS_PER_MICRO);
    switch (style) {
      case NONE -> {}
      case TIME_OF_DAY, DATE, UNIX -> {
        printMoment(time, out);
        out.character(' ');
      }
      case SINCE_PREVIOUS, SINCE_FIRST -> {
        printDifference(time, out);
        out.character(' ');
      }
    }
  }

  private void printDifference(long time, TextBuffer out) {
    if (reference == 0) {
      reference = time;
    }
    long difference = time - reference;
    out.character(difference < 0 ? '-' : ' ');
    long second = Math.abs(difference) / NANOS_PER_SECOND;
    if (!isTooLate(second, out)) {
      utc.printTime(second, out);
      printFraction(Math.abs(difference), out);
    }
    if (style == TimeStyle.SINCE_PREVIOUS) {
      reference = time;
    }
  }

  private void printMoment(long time, TextBuffer out) {
    long second = Math.floorDiv(time, NANOS_PER_SECOND);
    if (isTooLate(second, out)) {
      return;
    }
    if (style == TimeStyle.UNIX) {
      out.decimal(second);
    } else {
      if (style == TimeStyle.DATE) {
        local.printDate(second, out);
        out.character(' ');
      }
      local.printTime(second, out);
    }
    printFraction(time, out);
  }

  private static boolean isTooLate(long second, TextBuffer out) {
    if ((second & TOO_LATE) == 0) {
      return false;
    }
    out.text("[Error converting time]");
    return true;
  }

  private void printFraction(long time, TextBuffer out) {
    long fraction = Math.floorMod(time, NANOS_PER_SECOND);
    out.character('.');
    if (nanos) {
      out.decimal(fraction, NANO_DIGITS);
    } else {
      out.decimal(fraction / NANOS_PER_MICRO, MICRO_DIGITS);
    }
  }
}
