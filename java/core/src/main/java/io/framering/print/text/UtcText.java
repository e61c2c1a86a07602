// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/**
 * Times that a packet contains, as UTC. Unlike {@link ClockText} it remembers nothing, because such
 * times are of any year.
 */
public final class UtcText {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** From the first one of 1970 on. */
  private static final String DAYS = "ThuFriSatSunMonTueWed";

  private static final int DAYS_PER_WEEK = 7;
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;
  private static final int SECONDS_PER_HOUR = 60 * 60;

  // The calendar repeats after 400 years. Years begin in March here, so that leap days are last.
  private static final int DAYS_OF_ERA = 146_097;
  private static final int YEARS_OF_ERA = 400;
  private static final int DAYS_BEFORE_1970 = 719_468;
  private static final int DAYS_OF_FIVE_MONTHS = 153;

  private UtcText() {}

  /**
   * Appends date and time of day: {@code 2026-11-23T14:03:07}.
   *
   * @param second seconds since 1970-01-01T00:00:00 UTC
   * @param between the character between date and time
   * @param text the buffer that it is appended to
   */
  public static void print(long second, char between, TextBuffer text) {
    int date = date(Math.floorDiv(second, SECONDS_PER_DAY));
    text.decimal(date >> Short.SIZE, 4);
    text.character('-').decimal(date >> Byte.SIZE & 0xFF, 2);
    text.character('-').decimal(date & 0xFF, 2).character(between);
    printTime(second, text);
  }

  /**
   * Appends date and time of day with the month's name, as tshark does: {@code Nov 23, 2026
   * 14:03:07}.
   *
   * @param second seconds since 1970-01-01T00:00:00 UTC
   * @param text the buffer that it is appended to
   */
  public static void printNamed(long second, TextBuffer text) {
    int date = date(Math.floorDiv(second, SECONDS_PER_DAY));
    name(MONTHS, (date >> Byte.SIZE & 0xFF) - 1, text);
    int day = date & 0xFF;
    text.text(day < 10 ? "  " : " ").decimal(day).text(", ");
    text.decimal(date >> Short.SIZE).character(' ');
    printTime(second, text);
  }

  /**
   * Appends the day of the week, date and time of day, as C's {@code ctime} does: {@code Mon Nov 23
   * 14:03:07 2026}.
   *
   * @param second seconds since 1970-01-01T00:00:00 UTC
   * @param text the buffer that it is appended to
   */
  public static void printCalendar(long second, TextBuffer text) {
    long epochDay = Math.floorDiv(second, SECONDS_PER_DAY);
    int date = date(epochDay);
    name(DAYS, Math.floorMod(epochDay, DAYS_PER_WEEK), text);
    name(MONTHS, (date >> Byte.SIZE & 0xFF) - 1, text.character(' '));
    int day = date & 0xFF;
    text.text(day < 10 ? "  " : " ").decimal(day).character(' ');
    printTime(second, text);
    text.character(' ').decimal(date >> Short.SIZE);
  }

  /** Appends the three letters of a name. */
  private static void name(String names, int number, TextBuffer text) {
    for (int i = 0; i < 3; i++) {
      text.character(names.charAt(3 * number + i));
    }
  }

  private static void printTime(long second, TextBuffer text) {
    int secondOfDay = Math.floorMod(second, SECONDS_PER_DAY);
    text.decimal(secondOfDay / SECONDS_PER_HOUR, 2).character(':');
    text.decimal(secondOfDay / 60 % 60, 2).character(':').decimal(secondOfDay % 60, 2);
  }

  /** The year, the month in the second byte, and the day in the lowest one. */
  private static int date(long epochDay) {
    long days = epochDay + DAYS_BEFORE_1970;
    int day = Math.floorMod(days, DAYS_OF_ERA);
    int year = (day - day / 1460 + day / 36_524 - day / (DAYS_OF_ERA - 1)) / 365;
    int dayOfYear = day - (365 * year + year / 4 - year / 100);
    int fromMarch = (5 * dayOfYear + 2) / DAYS_OF_FIVE_MONTHS;
    int dayOfMonth = dayOfYear - (DAYS_OF_FIVE_MONTHS * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    int whole = year + YEARS_OF_ERA * (int) Math.floorDiv(days, DAYS_OF_ERA);
    return whole + (month <= 2 ? 1 : 0) << Short.SIZE | month << Byte.SIZE | dayOfMonth;
  }
}
