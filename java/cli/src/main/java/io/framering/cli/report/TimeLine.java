// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import java.util.Arrays;

/**
 * Counts per bucket of time. The buckets become longer as time goes on, so that there are never
 * more than {@link #MOST_BUCKETS}. Allocates nothing after its creation.
 */
final class TimeLine {
  static final int MOST_BUCKETS = 2000;

  /** Fewer buckets than this many are not made of few packets. */
  private static final int FEW_BUCKETS = 100;

  private static final int PACKETS_PER_BUCKET = 4;
  private static final long FIRST_WIDTH = 1_000_000;
  private static final long UNKNOWN = -1;

  /** From 1 ms to 1, 2, 10, 20, 100, 200 ms, 1, 2, 10 s, 1, 2, 10 min, 1, 2, 12 h, 1 d. */
  private static final int[] FACTORS = {2, 5, 2, 5, 2, 5, 2, 5, 6, 2, 5, 6, 2, 6, 2};

  private static final int LAST_FACTOR = 10;

  private final long[] bytes = new long[MOST_BUCKETS];
  private final long[] packets = new long[MOST_BUCKETS];
  private final long[] lost = new long[MOST_BUCKETS];
  private final double[] retransmissions = new double[MOST_BUCKETS];
  private final long[] median = new long[MOST_BUCKETS];
  private final long[] high = new long[MOST_BUCKETS];
  private final long[][] sums = {bytes, packets, lost};
  private final long[][] samples = {median, high};

  private long begin;
  private long width = FIRST_WIDTH;
  private int size;
  private int growths;
  private long allPackets;

  TimeLine() {
    Arrays.fill(median, UNKNOWN);
    Arrays.fill(high, UNKNOWN);
  }

  /** Counts a frame. */
  void add(long time, long length) {
    int at = bucket(time);
    bytes[at] += length;
    packets[at]++;
    allPackets++;
  }

  /** Counts frames that were lost. */
  void addLost(long time, long frames) {
    lost[bucket(time)] += frames;
  }

  /**
   * Adds a sample of TCP, for the buckets of this period.
   *
   * @param resent the number of retransmissions in the period
   * @param middle the median of the round-trip times; -1 if there is none
   * @param most the time that 90 % of them do not exceed; -1 if there is none
   */
  void addSample(long from, long to, long resent, long middle, long most) {
    int last = bucket(to); // first: the buckets may become longer
    int first = bucket(from);
    for (int at = first; at <= last; at++) {
      retransmissions[at] += (double) resent / (last - first + 1);
      median[at] = middle;
      high[at] = most;
    }
  }

  /** The number of the bucket of this time, which exists afterwards. */
  private int bucket(long time) {
    long from = Math.max(time, 0); // no file has earlier ones but a broken one
    if (size == 0) {
      begin = from - from % width;
      size = 1;
    }
    while (from < begin) {
      prepend((begin - from + width - 1) / width);
    }
    while ((from - begin) / width >= MOST_BUCKETS) {
      grow();
    }
    int at = (int) ((from - begin) / width);
    size = Math.max(size, at + 1);
    return at;
  }

  /** Makes room for earlier times, or makes the buckets longer. */
  private void prepend(long count) {
    if (size + count > MOST_BUCKETS) {
      grow();
      return;
    }
    int shift = (int) count;
    for (long[] each : sums) {
      System.arraycopy(each, 0, each, shift, size);
      Arrays.fill(each, 0, shift, 0);
    }
    for (long[] each : samples) {
      System.arraycopy(each, 0, each, shift, size);
      Arrays.fill(each, 0, shift, UNKNOWN);
    }
    System.arraycopy(retransmissions, 0, retransmissions, shift, size);
    Arrays.fill(retransmissions, 0, shift, 0);
    begin -= shift * width;
    size += shift;
  }

  private void grow() {
    int factor = growths < FACTORS.length ? FACTORS[growths] : LAST_FACTOR;
    growths++;
    width *= factor;
    for (int at = 0; at < size; at++) {
      merge(at, at / factor, at % factor == 0);
    }
    int shorter = (size + factor - 1) / factor;
    for (long[] each : sums) {
      Arrays.fill(each, shorter, size, 0);
    }
    for (long[] each : samples) {
      Arrays.fill(each, shorter, size, UNKNOWN);
    }
    Arrays.fill(retransmissions, shorter, size, 0);
    size = shorter;
  }

  private void merge(int from, int to, boolean first) {
    for (long[] each : sums) {
      each[to] = each[from] + (first ? 0 : each[to]);
    }
    for (long[] each : samples) {
      each[to] = Math.max(each[from], first ? UNKNOWN : each[to]);
    }
    retransmissions[to] = retransmissions[from] + (first ? 0 : retransmissions[to]);
  }

  /** Makes the buckets longer if most would have no packet. */
  void finish() {
    while (size > Math.max(FEW_BUCKETS, allPackets / PACKETS_PER_BUCKET)) {
      grow();
    }
  }

  /**
   * Writes the counts.
   *
   * @param origin the times are relative to this one
   */
  void write(Json json, long origin) {
    json.beginObject()
        .name("start")
        .number(size == 0 ? 0 : begin - origin)
        .name("step")
        .number(width);
    write(json.name("bytes"), bytes, Long.MIN_VALUE);
    write(json.name("packets"), packets, Long.MIN_VALUE);
    write(json.name("lost"), lost, Long.MIN_VALUE);
    write(json.name("rtt"), median, UNKNOWN);
    write(json.name("rttHigh"), high, UNKNOWN);
    json.name("retransmissions").beginList();
    for (int at = 0; at < size; at++) {
      json.hundredths(Math.round(retransmissions[at] * 100));
    }
    json.endList().endObject();
  }

  private void write(Json json, long[] values, long none) {
    json.beginList();
    for (int at = 0; at < size; at++) {
      json.numberUnless(none, values[at]);
    }
    json.endList();
  }

  /** The end of the bucket of this time, which has been counted. */
  long endOfBucket(long time) {
    return begin + ((time - begin) / width + 1) * width;
  }
}
