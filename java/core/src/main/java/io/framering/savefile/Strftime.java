// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * Formats times like strftime(3) in the C locale: all its conversions, the modifiers E and O, and
 * the flags {@code -}, {@code _}, {@code 0} and {@code ^}. Other text is copied.
 */
public final class Strftime {
  private static final Locale LOCALE = Locale.ENGLISH;
  private static final char NONE = 0;

  private Strftime() {}

  /**
   * {@return {@code pattern} with its conversions replaced for {@code time}}
   *
   * @param pattern text with conversions of strftime(3)
   * @param time the time to show
   */
  public static String format(String pattern, ZonedDateTime time) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char character = pattern.charAt(at);
      int end = at + 1;
      if (character == '%') {
        char flag = NONE;
        while (end < pattern.length() && "-_0^".indexOf(pattern.charAt(end)) >= 0) {
          flag = pattern.charAt(end++);
        }
        if (end < pattern.length() && "EO".indexOf(pattern.charAt(end)) >= 0) {
          end++;
        }
        String text = end < pattern.length() ? conversion(pattern.charAt(end), flag, time) : null;
        end = Math.min(end + 1, pattern.length());
        out.append(text != null ? text : pattern.substring(at, end));
      } else {
        out.append(character);
      }
      at = end;
    }
    return out.toString();
  }

  /** The text for a conversion; null if there is no such conversion. */
  private static String conversion(char letter, char flag, ZonedDateTime time) {
    String words = words(letter, time);
    if (words != null) {
      return flag == '^' ? words.toUpperCase(LOCALE) : words;
    }
    int year = time.getYear();
    int weekday = time.getDayOfWeek().getValue(); // Monday is 1
    int dayOfYear = time.getDayOfYear();
    return switch (letter) {
      case 'C' -> number(Math.floorDiv(year, 100), 2, '0', flag);
      case 'd' -> number(time.getDayOfMonth(), 2, '0', flag);
      case 'e' -> number(time.getDayOfMonth(), 2, ' ', flag);
      case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag);
      case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 1, '0', flag);
      case 'H' -> number(time.getHour(), 2, '0', flag);
      case 'I' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0', flag);
      case 'j' -> number(dayOfYear, 3, '0', flag);
      case 'k' -> number(time.getHour(), 2, ' ', flag);
      case 'l' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ', flag);
      case 'm' -> number(time.getMonthValue(), 2, '0', flag);
      case 'M' -> number(time.getMinute(), 2, '0', flag);
      case 's' -> Long.toString(time.toEpochSecond());
      case 'S' -> number(time.getSecond(), 2, '0', flag);
      case 'u' -> number(weekday, 1, '0', flag);
      case 'U' -> number((dayOfYear + 6 - weekday % 7) / 7, 2, '0', flag);
      case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
      case 'w' -> number(weekday % 7, 1, '0', flag);
      case 'W' -> number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2, '0', flag);
      case 'y' -> number(Math.floorMod(year, 100), 2, '0', flag);
      case 'Y' -> number(year, 1, '0', flag);
      default -> null;
    };
  }

  private static String words(char letter, ZonedDateTime time) {
    boolean morning = time.getHour() < 12;
    return switch (letter) {
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, LOCALE);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, LOCALE);
      case 'b', 'h' -> format("%B", time).substring(0, 3);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, LOCALE);
      case 'c' -> format("%a %b %e %H:%M:%S %Y", time);
      case 'D', 'x' -> format("%m/%d/%y", time);
      case 'F' -> format("%Y-%m-%d", time);
      case 'n' -> "\n";
      case 'p' -> morning ? "AM" : "PM";
      case 'P' -> morning ? "am" : "pm";
      case 'r' -> format("%I:%M:%S %p", time);
      case 'R' -> format("%H:%M", time);
      case 't' -> "\t";
      case 'T', 'X' -> format("%H:%M:%S", time);
      case 'z' -> DateTimeFormatter.ofPattern("xx", LOCALE).format(time);
      case 'Z' -> DateTimeFormatter.ofPattern("zzz", LOCALE).format(time);
      case '%' -> "%";
      default -> null;
    };
  }

  private static String number(int value, int width, char padding, char flag) {
    char pad =
        switch (flag) {
          case '_' -> ' ';
          case '0' -> '0';
          default -> padding;
        };
    String digits = Integer.toString(value);
    return flag == '-'
        ? digits
        : String.valueOf(pad).repeat(Math.max(0, width - digits.length())) + digits;
  }
}
