// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/**
 * When a new file begins, and the names of files, as with {@code tcpdump -C -G -W}.
 *
 * <ul>
 *   <li>By size only: files are named {@code name}, {@code name1}, {@code name2} and so on. With a
 *       maximum number they are named {@code name0} to {@code nameN}, with leading zeros for equal
 *       lengths, and after the last one the first is overwritten.
 *   <li>By time only: the name is a {@link Strftime} pattern for the time at which the file begins;
 *       writing ends when the maximum number is reached.
 *   <li>By both: numbers are appended to the name of the time and start again with it; the maximum
 *       applies to each time and sets the length of the number.
 * </ul>
 *
 * @param bytes a larger file takes no further frame; 0 for no limit
 * @param seconds an older file takes no further frame; 0 for no limit
 * @param files the maximum number of files; 0 for no limit
 */
public record Rotation(long bytes, long seconds, int files) {
  /** One file. */
  public static final Rotation NONE = new Rotation(0, 0, 0);

  private static final long MILLION = 1_000_000;

  /** Checks the ranges given above. */
  public Rotation {
    if (bytes < 0 || seconds < 0 || files < 0) {
      throw new IllegalArgumentException(
          "must not be negative: "
              + bytes
              + " bytes, "
              + seconds
              + " seconds, "
              + files
              + " files");
    }
  }

  /**
   * Parses the argument of {@code -C} into bytes: the unit is a million, or with a letter after the
   * number k for 1024, m for 1024 squared, g for 1024 cubed.
   *
   * @param argument the argument, such as {@code 10m}
   * @return -1 if the argument is invalid or not more than 0
   */
  public static long parseBytes(String argument) {
    int last = argument.length() - 1;
    long unit =
        last < 1
            ? MILLION
            : switch (Character.toLowerCase(argument.charAt(last))) {
              case 'k' -> 1L << 10;
              case 'm' -> 1L << 20;
              case 'g' -> 1L << 30;
              default -> MILLION;
            };
    String number = unit == MILLION ? argument : argument.substring(0, last);
    try {
      long count = Long.parseLong(number);
      return count > 0 ? Math.multiplyExact(count, unit) : -1;
    } catch (NumberFormatException | ArithmeticException e) {
      return -1;
    }
  }

  boolean bySize() {
    return bytes > 0;
  }

  boolean byTime() {
    return seconds > 0;
  }

  /**
   * The name of a file.
   *
   * @param name with the time in it
   * @param number of the file among those of the same time
   */
  String numbered(String name, int number) {
    int width = bySize() ? digits(files - 1) : 0;
    if (number == 0 && width == 0) {
      return name;
    }
    String digits = Integer.toString(number);
    return name + "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** The number of the file after this one. */
  int after(int number) {
    return files > 0 && number + 1 >= files ? 0 : number + 1;
  }

  private static int digits(int largest) {
    return largest <= 0 ? 0 : Integer.toString(largest).length();
  }
}
