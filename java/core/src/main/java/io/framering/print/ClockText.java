package io.framering.print;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Timestamps as local date and time of day, {@code 2026-11-23 14:03:07.123456789}.
 *
 * <p>The calendar is asked when the day changes, and the time zone when its offset from UTC does.
 */
public final class ClockText {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;
  private static final int SECONDS_PER_HOUR = 60 * 60;
  private static final int SECONDS_PER_MINUTE = 60;

  private final ZoneRules rules;

  // The offset holds for the seconds from offsetFrom to offsetUntil.
  private int offset;
  private long offsetFrom = Long.MAX_VALUE;
  private long offsetUntil = Long.MIN_VALUE;

  private long day = Long.MIN_VALUE;
  private String date = "";

  /** A clock of {@code zone}. */
  public ClockText(ZoneId zone) {
    rules = zone.getRules();
  }

  void print(long timestampNanos, TextBuffer text) {
    long second = Math.floorDiv(timestampNanos, NANOS_PER_SECOND);
    printDate(second, text);
    text.character(' ');
    printTime(second, text);
    text.character('.').decimal(Math.floorMod(timestampNanos, NANOS_PER_SECOND), NANO_DIGITS);
  }

  /** Appends the date of a second since 1970-01-01T00:00:00 UTC: {@code 2026-11-23}. */
  public void printDate(long second, TextBuffer text) {
    text.text(dateOf(Math.floorDiv(second + offsetAt(second), SECONDS_PER_DAY)));
  }

  /** Appends the time of day of a second since 1970-01-01T00:00:00 UTC: {@code 14:03:07}. */
  public void printTime(long second, TextBuffer text) {
    int secondOfDay = Math.floorMod(second + offsetAt(second), SECONDS_PER_DAY);
    text.decimal(secondOfDay / SECONDS_PER_HOUR, 2)
        .character(':')
        .decimal(secondOfDay / SECONDS_PER_MINUTE % 60, 2)
        .character(':')
        .decimal(secondOfDay % SECONDS_PER_MINUTE, 2);
  }

  private int offsetAt(long second) {
    if (second < offsetFrom || second >= offsetUntil) {
      Instant instant = Instant.ofEpochSecond(second);
      ZoneOffsetTransition next = rules.nextTransition(instant);
      offset = rules.getOffset(instant).getTotalSeconds();
      offsetFrom = second;
      offsetUntil = next == null ? Long.MAX_VALUE : next.toEpochSecond();
    }
    return offset;
  }

  private String dateOf(long epochDay) {
    if (epochDay != day) {
      date = LocalDate.ofEpochDay(epochDay).toString();
      day = epochDay;
    }
    return date;
  }
}
