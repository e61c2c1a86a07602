// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** Streams by their endpoints: open addressing, at most half full. */
final class StreamTable {
  private static final int FIRST_CAPACITY = 1 << 8;

  private final AddressHash hash = new AddressHash();
  private TcpStream[] slots = new TcpStream[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  int hash(TcpSegment segment) {
    return segment.hash(hash);
  }

  /** The stream of this segment, or null. */
  TcpStream find(TcpSegment segment, int segmentHash) {
    for (int i = segmentHash & slots.length - 1; slots[i] != null; i = i + 1 & slots.length - 1) {
      if (slots[i].hash == segmentHash && segment.isOf(slots[i])) {
        return slots[i];
      }
    }
    return null;
  }

  void add(TcpStream stream) {
    if (2 * (size + 1) > slots.length) {
      TcpStream[] before = slots;
      slots = new TcpStream[2 * before.length];
      for (TcpStream moved : before) {
        if (moved != null) {
          place(moved);
        }
      }
    }
    place(stream);
    size++;
  }

  private void place(TcpStream stream) {
    int i = stream.hash & slots.length - 1;
    while (slots[i] != null) {
      i = i + 1 & slots.length - 1;
    }
    slots[i] = stream;
  }

  /** Removes a stream, and moves others of its run up, so that no search ends at the hole. */
  void remove(TcpStream stream) {
    int mask = slots.length - 1;
    int hole = stream.hash & mask;
    while (slots[hole] != stream) {
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
