// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

/** Frames per size on the wire, in the ranges of {@code tshark -z plen,tree}. */
final class Sizes {
  private static final int FIRST = 20;
  private static final int RANGES = 10;

  private final long[] packets = new long[RANGES];

  /** Ranges: below 20, below 40, below 80, and so on; the last one has no end. */
  void add(long length) {
    int doublings = Long.SIZE - Long.numberOfLeadingZeros(Math.max(length, 0) / FIRST);
    packets[Math.min(doublings, RANGES - 1)]++;
  }

  private static long begin(int range) {
    return range == 0 ? 0 : (long) FIRST << range - 1;
  }

  /** Without the empty ranges at both ends. */
  void write(Json json) {
    int first = 0;
    int last = RANGES - 1;
    while (first < last && packets[first] == 0) {
      first++;
    }
    while (last > first && packets[last] == 0) {
      last--;
    }
    json.beginList();
    for (int range = first; range <= last; range++) {
      json.beginObject()
          .name("from")
          .number(begin(range))
          .name("to")
          .numberUnless(begin(RANGES) - 1, begin(range + 1) - 1)
          .name("packets")
          .number(packets[range])
          .endObject();
    }
    json.endList();
  }
}
