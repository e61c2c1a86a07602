// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Entries by two addresses and a number: open addressing, at most half full.
 *
 * @param <T> the type of the entries
 */
final class KeyTable<T extends Keyed> {
  private static final int FIRST_CAPACITY = 1 << 8;

  private final KeyedHash hash = new KeyedHash();
  private Keyed[] slots = new Keyed[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  int hash(long aHigh, long aLow, long bHigh, long bLow, long number) {
    return hash.of(aHigh, aLow, bHigh, bLow, number, 0);
  }

  /** The entry, or null. */
  @SuppressWarnings("unchecked") // all are of this type
  T find(int keyHash, long aHigh, long aLow, long bHigh, long bLow, long number) {
    for (int i = keyHash & slots.length - 1; slots[i] != null; i = i + 1 & slots.length - 1) {
      if (slots[i].hash == keyHash && slots[i].is(aHigh, aLow, bHigh, bLow, number)) {
        return (T) slots[i];
      }
    }
    return null;
  }

  void add(T entry) {
    if (2 * (size + 1) > slots.length) {
      Keyed[] before = slots;
      slots = new Keyed[2 * before.length];
      for (Keyed moved : before) {
        if (moved != null) {
          place(moved);
        }
      }
    }
    place(entry);
    size++;
  }

  private void place(Keyed entry) {
    int i = entry.hash & slots.length - 1;
    while (slots[i] != null) {
      i = i + 1 & slots.length - 1;
    }
    slots[i] = entry;
  }

  /** Removes an entry, and moves others of its run up, so that no search ends at the hole. */
  void remove(T entry) {
    int mask = slots.length - 1;
    int hole = entry.hash & mask;
    while (slots[hole] != entry) {
      hole = hole + 1 & mask;
    }
    for (int i = hole + 1 & mask; slots[i] != null; i = i + 1 & mask) {
      int distance = i - slots[i].hash & mask;
      if (distance >= (i - hole & mask)) {
        slots[hole] = slots[i];
        hole = i;
      }
    }
    slots[hole] = null;
    size--;
  }
}
