package io.framering.savefile;

/**
 * When a further file is begun, and how files are called: as {@code tcpdump -C -G -W} does it.
 *
 * <ul>
 *   <li>By size alone, files are called {@code name}, {@code name1}, {@code name2} and so on; with
 *       a limit to their number {@code name0} to {@code nameN}, with leading zeros so that all are
 *       of one length, and after the last the first is written over.
 *   <li>By time alone, the name is a {@link Strftime} pattern for the time at which the file is
 *       begun; when a limit to their number is reached, writing ends.
 *   <li>By both, numbers come behind the name of the time and begin anew with it; the limit only
 *       says how many there are of one time, and how long the number is.
 * </ul>
 *
 * @param bytes a file that has more than this takes no further frame; 0 for no limit
 * @param seconds a file that was begun so long ago takes no further frame; 0 for no limit
 * @param files the most files; 0 for no limit
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
   * Bytes that the argument of {@code -C} stands for: millions, or with a letter behind the number
   * what that stands for: k for 1024, m for 1024 squared, g for 1024 cubed.
   *
   * @return -1 when it is no such argument, or not more than 0
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
   * What a file is called.
   *
   * @param name with the time in it
   * @param number of the file, among those of one time
   */
  String numbered(String name, int number) {
    int width = bySize() ? digits(files - 1) : 0;
    if (number == 0 && width == 0) {
      return name;
    }
    String digits = Integer.toString(number);
    return name + "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** The number of the file after that of this number. */
  int after(int number) {
    return files > 0 && number + 1 >= files ? 0 : number + 1;
  }

  private static int digits(int largest) {
    return largest <= 0 ? 0 : Integer.toString(largest).length();
  }
}
