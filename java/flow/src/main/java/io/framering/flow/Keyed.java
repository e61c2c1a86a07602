// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * An entry of a {@link KeyTable} and an {@link AgeQueue}, which is linked in both without other
 * objects.
 */
abstract class Keyed {
  final int hash;
  final long firstHigh;
  final long firstLow;
  final long secondHigh;
  final long secondLow;
  final long number;

  /** The queue that it is in, and its neighbours there. */
  AgeQueue<?> queue;

  Keyed newer;
  Keyed older;

  /** An entry for two addresses, or an IPv4 address in each low part, and a number. */
  Keyed(int hash, long firstHigh, long firstLow, long secondHigh, long secondLow, long number) {
    this.hash = hash;
    this.firstHigh = firstHigh;
    this.firstLow = firstLow;
    this.secondHigh = secondHigh;
    this.secondLow = secondLow;
    this.number = number;
  }

  boolean is(long aHigh, long aLow, long bHigh, long bLow, long other) {
    return number == other
        && firstLow == aLow
        && secondLow == bLow
        && firstHigh == aHigh
        && secondHigh == bHigh;
  }
}
