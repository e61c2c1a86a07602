// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/**
 * Digits as ASCII, eight at a time in a {@code long}: the first of them in its lowest byte, so that
 * one store in little-endian order appends them. Branches on the value would be mispredicted at
 * every other number.
 */
final class Digits {
  /** The number of digits in a {@code long}. */
  static final int COUNT = 8;

  /** The first value that eight decimal digits cannot represent. */
  static final int DECIMAL_BOUND = 100_000_000;

  private static final int BYTE_SHIFT = 3; // from bytes to bits
  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long LAST_DIGIT = 0x0100_0000_0000_0000L;

  private static final int LETTER_LOWER = 'a' - '0' - 10;
  private static final int LETTER_UPPER = 'A' - '0' - 10;

  /** By octet: its two hexadecimal digits and a colon, in one {@code int}. */
  private static final int[] LOWER_PAIRS = pairs(LETTER_LOWER);

  private static final int[] UPPER_PAIRS = pairs(LETTER_UPPER);

  /** By octet: its decimal digits and a full stop, in one {@code int}. */
  private static final int[] OCTETS = octets();

  private Digits() {}

  private static int[] pairs(int letter) {
    int[] pairs = new int[256];
    for (int octet = 0; octet < pairs.length; octet++) {
      long digits = hexadecimal(octet, letter) >>> 6 * Byte.SIZE;
      pairs[octet] = (int) digits | ':' << 2 * Byte.SIZE;
    }
    return pairs;
  }

  private static int[] octets() {
    int[] octets = new int[256];
    for (int octet = 0; octet < octets.length; octet++) {
      long digits = decimal(octet);
      int shift = leadingZeros(digits) << BYTE_SHIFT;
      octets[octet] = (int) (digits >>> shift) | '.' << Long.SIZE - shift;
    }
    return octets;
  }

  /** The eight decimal digits of a value from 0 to 99,999,999. */
  static long decimal(int value) {
    // Splits the value into two, four and eight parts by multiplying with approximations of 2^n /
    // 10^m.
    long fours = value / 10_000 | (long) (value % 10_000) << 32;
    long hundreds = fours * 10_486 >>> 20 & 0x0000_007F_0000_007FL;
    long twos = hundreds | fours - hundreds * 100 << 16;
    long tens = twos * 103 >>> 10 & 0x000F_000F_000F_000FL;
    return (tens | twos - tens * 10 << 8) | ZEROS;
  }

  /** The number of leading zeros among eight decimal digits; the last digit does not count. */
  static int leadingZeros(long digits) {
    return Long.numberOfTrailingZeros(digits ^ ZEROS | LAST_DIGIT) >>> BYTE_SHIFT;
  }

  /** The eight hexadecimal digits of {@code value}, in lower case. */
  static long hexadecimal(int value) {
    return hexadecimal(value, LETTER_LOWER);
  }

  private static long hexadecimal(int value, int letter) {
    long spread = value & 0xFFFF_FFFFL;
    spread = (spread | spread << 16) & 0x0000_FFFF_0000_FFFFL;
    spread = (spread | spread << 8) & 0x00FF_00FF_00FF_00FFL;
    spread = (spread | spread << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = spread + 0x0606_0606_0606_0606L >>> 4 & 0x0101_0101_0101_0101L;
    return Long.reverseBytes(spread + letters * letter + ZEROS);
  }

  /** The last {@code count} of eight digits, 1 to 8. */
  static long last(int count, long digits) {
    return digits >>> (COUNT - count << BYTE_SHIFT);
  }

  /** Two hexadecimal digits of the lower 8 bits of {@code octet}, and a colon. */
  static int lowerPair(int octet) {
    return LOWER_PAIRS[octet & 0xFF];
  }

  /** As {@link #lowerPair}, in upper case. */
  static int upperPair(int octet) {
    return UPPER_PAIRS[octet & 0xFF];
  }

  /** The lower 8 bits of {@code octet} in decimal, and a full stop. */
  static int octet(int octet) {
    return OCTETS[octet & 0xFF];
  }

  /** The number of used bytes, of four, in the result of {@link #octet}. */
  static int octetLength(int octet) {
    int value = octet & 0xFF;
    return 2 + (9 - value >>> Integer.SIZE - 1) + (99 - value >>> Integer.SIZE - 1);
  }
}
