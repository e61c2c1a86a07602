// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Ranges of bits in memory, 64 at a time. The first bit is the lowest one of the long at base. */
final class Bits {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private Bits() {}

  /** The first bit in the range that is set, or that is not; {@code end} if there is none. */
  static int find(MemorySegment memory, long base, int from, int end, boolean set) {
    for (int at = from; at < end; at = (at | 63) + 1) {
      long word = memory.get(LONG, word(base, at));
      long wanted = (set ? word : ~word) >>> at;
      if (wanted != 0) {
        return Math.min(end, at + Long.numberOfTrailingZeros(wanted));
      }
    }
    return end;
  }

  /** Sets bits and returns how many were not set. */
  static int set(MemorySegment memory, long base, int from, int end) {
    int changed = 0;
    for (int at = from; at < end; at = (at | 63) + 1) {
      long word = memory.get(LONG, word(base, at));
      changed += Long.bitCount(~word & mask(at, end));
      memory.set(LONG, word(base, at), word | mask(at, end));
    }
    return changed;
  }

  /** Clears bits and returns how many were set. */
  static int clear(MemorySegment memory, long base, int from, int end) {
    int changed = 0;
    for (int at = from; at < end; at = (at | 63) + 1) {
      long word = memory.get(LONG, word(base, at));
      changed += Long.bitCount(word & mask(at, end));
      memory.set(LONG, word(base, at), word & ~mask(at, end));
    }
    return changed;
  }

  private static long word(long base, int bit) {
    return base + (bit >>> 6) * (long) Long.BYTES;
  }

  /** The bits of a word from {@code from} to its end, or to {@code end}. */
  private static long mask(int from, int end) {
    int left = Math.min(end - (from & ~63), Long.SIZE);
    return -1L << from & -1L >>> Long.SIZE - left;
  }
}
