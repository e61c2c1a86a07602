// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

/**
 * A latency histogram: its buckets are at most 1/128 of their value wide, so every quantile is
 * accurate to less than 1 %. Not thread-safe; {@link #add(Latencies)} merges those of several
 * threads.
 *
 * <p>It replaces a library, so that the module has no dependencies.
 */
public final class Latencies {
  private static final int MANTISSA_BITS = 7;
  private static final int MANTISSAS = 1 << MANTISSA_BITS;
  private static final int HIGHEST_BIT = 40; // 18 minutes, in nanoseconds
  private static final long HIGHEST = (1L << HIGHEST_BIT) - 1;

  private final long[] counts = new long[(HIGHEST_BIT - MANTISSA_BITS + 1) * MANTISSAS];
  private long total;
  private long largest;

  /** An empty histogram. */
  public Latencies() {
    // The fields are all that there is.
  }

  /**
   * Counts a value.
   *
   * @param nanos in nanoseconds; more than 18 minutes count as 18 minutes, except for {@link
   *     #largest()}
   */
  public void add(long nanos) {
    counts[bucket(Math.clamp(nanos, 0, HIGHEST))]++;
    total++;
    largest = Math.max(largest, nanos);
  }

  void add(Latencies others) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += others.counts[i];
    }
    total += others.total;
    largest = Math.max(largest, others.largest);
  }

  /** {@return the largest value in nanoseconds; 0 if nothing was counted} */
  public long largest() {
    return largest;
  }

  /**
   * {@return the smallest value that is not exceeded by this part of all values, in nanoseconds; 0
   * if nothing was counted}
   *
   * @param part 0 to 1
   */
  public long quantile(double part) {
    long wanted = Math.max(1, (long) Math.ceil(part * total));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return Math.min(highestOf(i), largest);
      }
    }
    return largest;
  }

  /** One bucket for each value below 128; then 128 for each power of two. */
  private static int bucket(long nanos) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - MANTISSA_BITS);
    return shift * MANTISSAS + (int) (nanos >> shift);
  }

  private static long highestOf(int bucket) {
    int shift = Math.max(0, bucket / MANTISSAS - 1);
    return ((long) (bucket - shift * MANTISSAS + 1) << shift) - 1;
  }
}
