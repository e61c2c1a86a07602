// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes values as ASCII text into an array: each method returns the end of its text. The array
 * must have {@value #SLACK} bytes more than the text needs, since text is stored in blocks of up to
 * this size.
 */
public final class Ascii {
  /** Bytes that may be overwritten after the end of a text. */
  public static final int SLACK = 4 * Long.BYTES;

  /** Bytes of the longest value: an IPv6 address. */
  public static final int LONGEST = 39;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Ascii() {}

  /**
   * Copies the bytes from {@code start} to {@code end} of an array with the same slack. Most texts
   * are short: for these a constant number of bytes is copied, so that no branch depends on their
   * length.
   *
   * @param from the source, with {@link #SLACK} bytes after the end
   * @param start the index of the first byte
   * @param end the index after the last byte
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int copy(byte[] from, int start, int end, byte[] to, int at) {
    move(from, start, to, at);
    for (int i = SLACK; i < end - start; i += SLACK) {
      move(from, start + i, to, at + i);
    }
    return at + end - start;
  }

  private static void move(byte[] from, int start, byte[] to, int at) {
    long first = (long) LONG.get(from, start);
    long second = (long) LONG.get(from, start + Long.BYTES);
    long third = (long) LONG.get(from, start + 2 * Long.BYTES);
    long fourth = (long) LONG.get(from, start + 3 * Long.BYTES);
    LONG.set(to, at, first);
    LONG.set(to, at + Long.BYTES, second);
    LONG.set(to, at + 2 * Long.BYTES, third);
    LONG.set(to, at + 3 * Long.BYTES, fourth);
  }

  private static int put(long characters, int count, byte[] to, int at) {
    LONG.set(to, at, characters);
    return at + count;
  }

  /**
   * A number in decimal, with a minus sign if it is negative.
   *
   * @param value the number
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int decimal(long value, byte[] to, int at) {
    if (value >= 0) {
      return positive(value, to, at);
    }
    to[at] = '-';
    return unsigned(-value, to, at + 1);
  }

  /**
   * A number without a sign in decimal.
   *
   * @param value the number
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int unsigned(long value, byte[] to, int at) {
    if (value >= 0) {
      return positive(value, to, at);
    }
    int end = positive(Long.divideUnsigned(value, Digits.DECIMAL_BOUND), to, at);
    int rest = (int) Long.remainderUnsigned(value, Digits.DECIMAL_BOUND);
    return put(Digits.decimal(rest), Digits.COUNT, to, end);
  }

  private static int positive(long value, byte[] to, int at) {
    if (value < Digits.DECIMAL_BOUND) {
      long digits = Digits.decimal((int) value);
      int count = Digits.COUNT - Digits.leadingZeros(digits);
      return put(Digits.last(count, digits), count, to, at);
    }
    int end = positive(value / Digits.DECIMAL_BOUND, to, at);
    return put(Digits.decimal((int) (value % Digits.DECIMAL_BOUND)), Digits.COUNT, to, end);
  }

  /**
   * The last {@code digits} decimal digits of {@code value}, 0 or more, zeros first.
   *
   * @param value the number
   * @param digits the number of digits
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int decimal(long value, int digits, byte[] to, int at) {
    int end = at;
    int count = digits;
    if (digits > Digits.COUNT) {
      count = Digits.COUNT;
      end = decimal(value / Digits.DECIMAL_BOUND, digits - count, to, at);
    }
    long last = Digits.decimal((int) (value % Digits.DECIMAL_BOUND));
    return put(Digits.last(count, last), count, to, end);
  }

  /**
   * The last {@code digits} hexadecimal digits of {@code value}, in lower case, 1 to 16.
   *
   * @param value the number
   * @param digits the number of digits
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int hex(long value, int digits, byte[] to, int at) {
    int end = at;
    int count = digits;
    if (digits > Digits.COUNT) {
      count = Digits.COUNT;
      end = hex(value >>> Integer.SIZE, digits - count, to, at);
    }
    return put(Digits.last(count, Digits.hexadecimal((int) value)), count, to, end);
  }

  /**
   * {@return the number of hexadecimal digits that {@code value} needs}
   *
   * @param value the number
   */
  public static int hexDigits(long value) {
    return (Long.SIZE + 3 - Long.numberOfLeadingZeros(value | 1)) / 4;
  }

  /**
   * Two hexadecimal digits, in lower case.
   *
   * @param octet the byte
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int octet(byte octet, byte[] to, int at) {
    INT.set(to, at, Digits.lowerPair(octet));
    return at + 2;
  }

  /**
   * A MAC address in lower case, of which the first byte is bits 47 to 40.
   *
   * @param address the address
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int lowerMac(long address, byte[] to, int at) {
    int end = at;
    for (int shift = 40; shift >= 0; shift -= 8, end += 3) {
      INT.set(to, end, Digits.lowerPair((int) (address >>> shift)));
    }
    return end - 1;
  }

  /**
   * As {@link #lowerMac}, in upper case.
   *
   * @param address the address
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int mac(long address, byte[] to, int at) {
    int end = at;
    for (int shift = 40; shift >= 0; shift -= 8, end += 3) {
      INT.set(to, end, Digits.upperPair((int) (address >>> shift)));
    }
    return end - 1;
  }

  /**
   * An IPv4 address, of which the first byte is bits 31 to 24.
   *
   * @param address the address
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int ipv4(int address, byte[] to, int at) {
    int end = at;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = address >>> shift;
      INT.set(to, end, Digits.octet(octet));
      end += Digits.octetLength(octet);
    }
    return end - 1;
  }

  /**
   * An IPv6 address, of which the first byte is bits 63 to 56 of {@code high}, in the form of RFC
   * 5952.
   *
   * @param high the first 64 bits: the first byte is bits 63 to 56
   * @param low the last 64 bits
   * @param to the array to write into, with {@link #SLACK} bytes after the text
   * @param at the index of the first byte to write
   * @return the index after the last byte written
   */
  public static int ipv6(long high, long low, byte[] to, int at) {
    int zeros = zeroGroups(high) | zeroGroups(low) << 4;
    // One bit per position where a run of N zeros begins; N grows until no bit is left.
    int runs = zeros & zeros >>> 1; // a single group of zeros is written out
    int gapLength = runs == 0 ? 0 : 2;
    for (int longer; (longer = runs & zeros >>> gapLength) != 0; gapLength++) {
      runs = longer;
    }
    int gap = Integer.numberOfTrailingZeros(runs); // the first of the longest runs; 32 for none
    int gapEnd = gap + gapLength;
    int end = at;
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        to[end++] = ':';
        to[end++] = ':';
      }
      if (i < gap || i >= gapEnd) {
        if (i != 0 && i != gapEnd) {
          to[end++] = ':';
        }
        int group = group(i < 4 ? high : low, i & 3);
        end = hex(group, hexDigits(group), to, end);
      }
    }
    return end;
  }

  /** The groups that are zero among four, the first of them in the lowest bit. */
  private static int zeroGroups(long half) {
    int zeros = 0;
    for (int i = 0; i < 4; i++) {
      zeros |= (group(half, i) - 1 >>> Integer.SIZE - 1) << i;
    }
    return zeros;
  }

  private static int group(long half, int index) {
    return (int) (half >>> 48 - index * 16) & 0xFFFF;
  }
}
