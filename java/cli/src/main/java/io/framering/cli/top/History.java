// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

/** The last values of something: a fixed number of them. */
final class History {
  static final int LENGTH = 240;

  private final long[] values = new long[LENGTH];
  private int next;

  void add(long value) {
    values[next] = value;
    next = (next + 1) % LENGTH;
  }

  /** The values, the latest at the end. */
  long[] values() {
    long[] ordered = new long[LENGTH];
    System.arraycopy(values, next, ordered, 0, LENGTH - next);
    System.arraycopy(values, 0, ordered, LENGTH - next, next);
    return ordered;
  }

  boolean isZero() {
    for (long value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
