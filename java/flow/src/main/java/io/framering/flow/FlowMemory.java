// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The records of a table, outside the heap, and the lists that they are in. Records are numbered
 * from {@link #FIRST}; memory comes in pieces when it is needed, and is reused.
 *
 * <p>A list is a ring of records: the record with the list's own number has no flow, and is before
 * the newest record and after the oldest one.
 */
final class FlowMemory {
  /** The list of flows in the order of their last packets, roughly. */
  static final int OPEN = 0;

  /** The list of closed TCP flows, in the order in which they were closed. */
  static final int CLOSED = 1;

  private static final int FIRST = 2;
  private static final int PIECE_BITS = 10;
  private static final int PIECE = 1 << PIECE_BITS;

  private final Arena arena;
  private final long recordBytes;
  private final MemorySegment zeros;
  private MemorySegment[] pieces = new MemorySegment[1];
  private int allocated;
  private int used = FIRST;
  private int free;

  FlowMemory(Arena arena, long recordBytes) {
    this.arena = arena;
    this.recordBytes = recordBytes;
    zeros = arena.allocate(recordBytes, FlowRecord.LINE);
    allocate();
    empty(OPEN);
    empty(CLOSED);
  }

  private void allocate() {
    if (allocated == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * allocated);
    }
    pieces[allocated++] = arena.allocate(recordBytes << PIECE_BITS, FlowRecord.LINE);
  }

  private void empty(int list) {
    link(list, list);
  }

  /** The memory that a record is in. */
  MemorySegment memory(int record) {
    return pieces[record >>> PIECE_BITS];
  }

  /** The offset of a record in {@link #memory}. */
  long offset(int record) {
    return (record & PIECE - 1) * recordBytes;
  }

  /** A new record, all zero, and in no list. */
  int take() {
    int record = free;
    if (record != 0) {
      free = next(record);
      MemorySegment.copy(zeros, 0, memory(record), offset(record), recordBytes);
      return record;
    }
    if (used == allocated << PIECE_BITS) {
      allocate();
    }
    return used++;
  }

  /** Gives a record back, which is in no list any more. */
  void release(int record) {
    set(record, FlowRecord.NEXT, free);
    free = record;
  }

  /** Puts a record at the new end of a list. */
  void append(int list, int record) {
    int newest = next(list);
    link(list, record);
    link(record, newest);
  }

  /** Takes a record out of its list. */
  void remove(int record) {
    link(get(record, FlowRecord.PREVIOUS), next(record));
  }

  private void link(int before, int after) {
    set(before, FlowRecord.NEXT, after);
    set(after, FlowRecord.PREVIOUS, before);
  }

  /** The record after this one, which is older; the list's own number after the oldest. */
  int next(int record) {
    return get(record, FlowRecord.NEXT);
  }

  /** The oldest record of a list; the list's own number if there is none. */
  int oldest(int list) {
    return get(list, FlowRecord.PREVIOUS);
  }

  private int get(int record, int field) {
    return FlowRecord.getInt(memory(record), offset(record) + field);
  }

  private void set(int record, int field, int value) {
    FlowRecord.setInt(memory(record), offset(record) + field, value);
  }
}
