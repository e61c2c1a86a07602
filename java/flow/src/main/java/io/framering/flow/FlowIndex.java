// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Finds a record by the hash of its key: open addressing with linear probing, at most half full. A
 * slot has the hash in its upper half and the record's number in its lower half; 0 is empty. So a
 * search reads a record only if its whole hash is equal.
 */
final class FlowIndex {
  private final MemorySegment slots;
  private final int mask;

  /** Slots that searches have looked at. */
  private long probes;

  FlowIndex(Arena arena, int maxRecords) {
    int count = Integer.highestOneBit(Math.max(2, maxRecords) - 1) << 2;
    slots = arena.allocate((long) count * Long.BYTES, FlowRecord.LINE);
    mask = count - 1;
  }

  private long slot(int position) {
    return slots.get(ValueLayout.JAVA_LONG, (long) position * Long.BYTES);
  }

  private void slot(int position, long value) {
    slots.set(ValueLayout.JAVA_LONG, (long) position * Long.BYTES, value);
  }

  /** The first record to look at for this hash, or 0; reading it fetches the slot's cache line. */
  int first(int hash) {
    return (int) slot(hash & mask);
  }

  /** The position where a search begins. */
  int begin(int hash) {
    return (hash & mask) - 1 & mask;
  }

  /** The position after this one of a record with this hash; -1 if there is none. */
  int next(int hash, int position) {
    int at = position;
    while (true) {
      at = at + 1 & mask;
      probes++;
      long slot = slot(at);
      if (slot == 0) {
        return -1;
      }
      if ((int) (slot >>> Integer.SIZE) == hash) {
        return at;
      }
    }
  }

  /** The record at a position. */
  int record(int position) {
    return (int) slot(position);
  }

  /** Adds a record that is not in the index. */
  void add(int hash, int record) {
    int at = hash & mask;
    while (slot(at) != 0) {
      at = at + 1 & mask;
    }
    slot(at, (long) hash << Integer.SIZE | record);
  }

  /**
   * Removes a record. The records after it move up, so that no search ends too early: there are no
   * tombstones, and a table that lives long does not slow down.
   */
  void remove(int hash, int record) {
    int hole = hash & mask;
    while ((int) slot(hole) != record) {
      hole = hole + 1 & mask;
    }
    int at = hole;
    while (true) {
      at = at + 1 & mask;
      long slot = slot(at);
      if (slot == 0) {
        break;
      }
      int home = (int) (slot >>> Integer.SIZE) & mask;
      if ((at - home & mask) >= (at - hole & mask)) {
        slot(hole, slot);
        hole = at;
      }
    }
    slot(hole, 0);
  }

  long probes() {
    return probes;
  }
}
