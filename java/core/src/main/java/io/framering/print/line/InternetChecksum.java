package io.framering.print.line;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The sum of RFC 1071 over bytes and pseudo headers. */
final class InternetChecksum {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private InternetChecksum() {}

  /**
   * The sum of the 16-bit words from {@code at} on, added to {@code sum}. It is not folded: up to
   * 2³² bytes can be added.
   *
   * @param sum the sum so far, not negative
   */
  static long add(long sum, MemorySegment memory, long at, long length) {
    long total = sum;
    long end = at + length;
    long next = at;
    for (; next + 4 <= end; next += 4) {
      total += memory.get(INT, next) & 0xFFFF_FFFFL;
    }
    for (int shift = 24; next < end; next++, shift -= 8) {
      total += (long) (memory.get(ValueLayout.JAVA_BYTE, next) & 0xFF) << shift;
    }
    return total;
  }

  /** The folded sum of bytes that include their checksum: 0 if it is correct. */
  static int finish(long sum) {
    return ~fold(sum) & 0xFFFF;
  }

  /** The correct checksum, given the one found and the folded sum. */
  static int expected(int found, int finished) {
    return fold((long) found + finished);
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }
}
