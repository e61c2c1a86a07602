// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import java.time.LocalDate;
import java.util.TimeZone;

/**
 * Timestamps as local date and time of day, {@code 2026-11-23 14:03:07.123456789}.
 *
 * <p>Each second is formatted once; the calendar is consulted when the day changes, the time zone
 * once per quarter of an hour. {@link TimeZone} is used instead of {@link java.time.ZoneId}, which
 * on first use searches the class path for other rules than the JDK's and takes longer than all
 * other work before the first packet. Both agree for the years 1900 to 2099.
 */
public final class ClockText {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;
  private static final int SECONDS_PER_HOUR = 60 * 60;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MILLIS_PER_SECOND = 1000;

  private static final int SHOWN_LENGTH = 64;

  /** An offset changes at most once in that time. */
  private static final int QUARTER = 15 * SECONDS_PER_MINUTE;

  private final TimeZone zone;

  // The offset holds for the seconds from offsetFrom to offsetUntil.
  private int offset;
  private long offsetFrom = Long.MAX_VALUE;
  private long offsetUntil = Long.MIN_VALUE;

  private long day = Long.MIN_VALUE;
  private String date = "";

  // The second that was printed last, as text.
  private final TextBuffer shown = new TextBuffer(SHOWN_LENGTH);
  private long shownSecond = Long.MIN_VALUE;
  private int dateLength;

  /**
   * A clock of {@code zone}.
   *
   * @param zone the time zone of the times that it shows
   */
  public ClockText(TimeZone zone) {
    this.zone = zone;
  }

  /**
   * Appends date and time of day, with nanoseconds: {@code 2026-11-23 14:03:07.000000001}.
   *
   * @param timestampNanos nanoseconds since 1970-01-01T00:00:00 UTC
   * @param text the buffer that it is appended to
   */
  public void print(long timestampNanos, TextBuffer text) {
    show(Math.floorDiv(timestampNanos, NANOS_PER_SECOND));
    text.part(shown, 0, shown.length())
        .character('.')
        .decimal(Math.floorMod(timestampNanos, NANOS_PER_SECOND), NANO_DIGITS);
  }

  /**
   * Appends the date of a second since 1970-01-01T00:00:00 UTC: {@code 2026-11-23}.
   *
   * @param second seconds since 1970-01-01T00:00:00 UTC
   * @param text the buffer that it is appended to
   */
  public void printDate(long second, TextBuffer text) {
    show(second);
    text.part(shown, 0, dateLength);
  }

  /**
   * Appends the time of day of a second since 1970-01-01T00:00:00 UTC: {@code 14:03:07}.
   *
   * @param second seconds since 1970-01-01T00:00:00 UTC
   * @param text the buffer that it is appended to
   */
  public void printTime(long second, TextBuffer text) {
    show(second);
    text.part(shown, dateLength + 1, shown.length());
  }

  private void show(long second) {
    if (second == shownSecond) {
      return;
    }
    long local = second + offsetAt(second);
    shown.clear().text(dateOf(Math.floorDiv(local, SECONDS_PER_DAY)));
    dateLength = shown.length();
    int secondOfDay = Math.floorMod(local, SECONDS_PER_DAY);
    shown
        .character(' ')
        .decimal(secondOfDay / SECONDS_PER_HOUR, 2)
        .character(':')
        .decimal(secondOfDay / SECONDS_PER_MINUTE % 60, 2)
        .character(':')
        .decimal(secondOfDay % SECONDS_PER_MINUTE, 2);
    shownSecond = second;
  }

  private int offsetAt(long second) {
    if (second < offsetFrom || second >= offsetUntil) {
      long quarter = second - Math.floorMod(second, QUARTER);
      boolean changes = askOffset(quarter) != askOffset(quarter + QUARTER - 1);
      offset = askOffset(second);
      offsetFrom = changes ? second : quarter;
      offsetUntil = changes ? second + 1 : quarter + QUARTER;
    }
    return offset;
  }

  private int askOffset(long second) {
    return zone.getOffset(second * MILLIS_PER_SECOND) / MILLIS_PER_SECOND;
  }

  private String dateOf(long epochDay) {
    if (epochDay != day) {
      date = LocalDate.ofEpochDay(epochDay).toString();
      day = epochDay;
    }
    return date;
  }
}
