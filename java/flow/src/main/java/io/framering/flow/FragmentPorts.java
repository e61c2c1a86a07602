// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * The ports of packets whose first fragment was seen lately, by addresses, protocol and
 * identification: as many as fit, and a newer one takes the place of an older one.
 */
final class FragmentPorts {
  private static final int SLOTS = 1024;
  private static final int WORDS = 7;
  private static final int TIME = 5;
  private static final int NUMBERS = 6;
  private static final long LIFETIME_NANOS = 30_000_000_000L; // as long as Linux waits for the rest

  private final KeyedHash hashing;
  private long[] slots = {};

  FragmentPorts(KeyedHash hashing) {
    this.hashing = hashing;
  }

  /** Remembers the ports of a first fragment, and adds them to other ones. */
  void complete(FlowPacket fragment) {
    if (slots.length == 0) {
      slots = new long[SLOTS * WORDS];
    }
    long which =
        fragment.identification << Short.SIZE | fragment.protocol << 1 | (fragment.ipv6 ? 1 : 0);
    int hash =
        hashing.of(
            fragment.sourceHigh,
            fragment.sourceLow,
            fragment.destinationHigh,
            fragment.destinationLow,
            which,
            0);
    int at = (hash & SLOTS - 1) * WORDS;
    if (fragment.firstFragment) {
      put(at, fragment, which);
    } else if (isSame(at, fragment, which)) {
      fragment.kind = FlowPacket.PORTS;
      fragment.sourceNumber = (int) slots[at + NUMBERS] >>> Short.SIZE;
      fragment.destinationNumber = (int) slots[at + NUMBERS] & 0xFFFF;
    }
  }

  private void put(int at, FlowPacket fragment, long which) {
    if (fragment.kind != FlowPacket.PORTS) {
      return;
    }
    slots[at] = fragment.sourceHigh;
    slots[at + 1] = fragment.sourceLow;
    slots[at + 2] = fragment.destinationHigh;
    slots[at + 3] = fragment.destinationLow;
    slots[at + 4] = which;
    slots[at + TIME] = fragment.timestampNanos;
    slots[at + NUMBERS] = fragment.sourceNumber << Short.SIZE | fragment.destinationNumber;
  }

  private boolean isSame(int at, FlowPacket fragment, long which) {
    return slots[at] == fragment.sourceHigh
        && slots[at + 1] == fragment.sourceLow
        && slots[at + 2] == fragment.destinationHigh
        && slots[at + 3] == fragment.destinationLow
        && slots[at + 4] == which
        && Math.abs(fragment.timestampNanos - slots[at + TIME]) < LIFETIME_NANOS;
  }
}
