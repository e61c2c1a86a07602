// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/**
 * The time unit of a pcapng interface, from {@code if_tsresol} and {@code if_tsoffset}, converted
 * to nanoseconds since 1970. Values out of the range of {@code long} become the nearest value in
 * it.
 *
 * @param resolution as in {@code if_tsresol}
 * @param offsetSeconds added to each time
 */
record Timescale(int resolution, long offsetSeconds) {
  static final int BINARY = 0x80;
  static final int MICROSECONDS = 6;
  static final int NANOSECONDS = 9;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long[] POWERS_OF_TEN = new long[20];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1]; // the last one is unsigned
    }
  }

  /** Whether units of this size can be counted in 64 bits. */
  static boolean isValid(int resolution) {
    return (resolution & BINARY) == 0
        ? resolution < POWERS_OF_TEN.length
        : (resolution & ~BINARY) < Long.SIZE;
  }

  /**
   * Nanoseconds since 1970.
   *
   * @param units unsigned
   */
  long nanos(long units) {
    long nanos = (resolution & BINARY) == 0 ? fromDecimal(units) : fromBinary(units);
    return offsetSeconds == 0 ? nanos : plusOffset(nanos);
  }

  private long fromDecimal(long units) {
    if (resolution > NANOSECONDS) {
      return Long.divideUnsigned(units, POWERS_OF_TEN[resolution - NANOSECONDS]);
    }
    return saturatedProduct(units, POWERS_OF_TEN[NANOSECONDS - resolution]);
  }

  private long fromBinary(long units) {
    int shift = resolution & ~BINARY;
    if (shift == 0) {
      return saturatedProduct(units, NANOS_PER_SECOND);
    }
    long seconds = units >>> shift;
    long fraction = units & ((1L << shift) - 1);
    long high = Math.unsignedMultiplyHigh(fraction, NANOS_PER_SECOND);
    long low = fraction * NANOS_PER_SECOND;
    long nanos = high << (Long.SIZE - shift) | low >>> shift;
    return saturatedSum(saturatedProduct(seconds, NANOS_PER_SECOND), nanos);
  }

  private long plusOffset(long nanos) {
    long limit = Long.MAX_VALUE / NANOS_PER_SECOND;
    long seconds = Math.clamp(offsetSeconds, -limit, limit);
    return saturatedSum(nanos, seconds * NANOS_PER_SECOND);
  }

  private static long saturatedProduct(long unsigned, long factor) {
    boolean fits = Math.unsignedMultiplyHigh(unsigned, factor) == 0 && unsigned * factor >= 0;
    return fits ? unsigned * factor : Long.MAX_VALUE;
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
