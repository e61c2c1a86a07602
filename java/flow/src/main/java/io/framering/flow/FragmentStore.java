// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The bytes of incomplete packets, in pages outside the heap. The pages of a packet are a log: bits
 * for the units that came, then a record for each fragment in the order in which they came, each
 * with its offset and its length. So a fragment costs time for its bytes only.
 */
final class FragmentStore implements AutoCloseable {
  static final int UNIT = 8;

  private static final int PAGE = 4096;

  /** Units that came; units at which a fragment begins; units with which one ends. */
  private static final int CAME = 0;

  private static final int BEGINS = 1024;
  private static final int ENDS = 2048;
  private static final int BITS = 3072;

  private static final int RECORD_HEADER = 8;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final PagePool pages;

  FragmentStore(long memory) {
    pages = new PagePool(PAGE, memory);
  }

  long memory() {
    return pages.memory();
  }

  /** Whether there is room for a record of this length. */
  boolean hasRoom(IncompletePacket packet, int length) {
    int end = (packet.pageCount == 0 ? BITS : packet.end) + RECORD_HEADER + length;
    return (end + PAGE - 1) / PAGE - packet.pageCount <= pages.room();
  }

  /** Appends a record, for which there is room, and returns where it is. */
  int append(IncompletePacket packet, int from, MemorySegment source, long offset, int length) {
    if (packet.pageCount == 0) {
      addPage(packet);
      slab(packet, 0).asSlice(start(packet, 0), BITS).fill((byte) 0);
      packet.end = BITS;
    }
    int record = packet.end;
    while (packet.pageCount * PAGE < record + RECORD_HEADER + length) {
      addPage(packet);
    }
    slab(packet, record).set(INT, start(packet, record), from);
    slab(packet, record).set(INT, start(packet, record) + Integer.BYTES, length);
    int at = record + RECORD_HEADER;
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, PAGE - (at + done) % PAGE);
      MemorySegment.copy(
          source, offset + done, slab(packet, at + done), start(packet, at + done), part);
      done += part;
    }
    packet.end = at + (length + UNIT - 1) / UNIT * UNIT;
    return record;
  }

  private void addPage(IncompletePacket packet) {
    if (packet.pageCount == packet.pages.length) {
      packet.pages = Arrays.copyOf(packet.pages, 2 * packet.pageCount);
    }
    packet.pages[packet.pageCount++] = pages.allocate();
  }

  private MemorySegment slab(IncompletePacket packet, int at) {
    return pages.slab(packet.pages[at / PAGE]);
  }

  private long start(IncompletePacket packet, int at) {
    return pages.start(packet.pages[at / PAGE]) + at % PAGE;
  }

  /** Marks the units of a fragment, and returns how many of them had not come. */
  int mark(IncompletePacket packet, int from, int to) {
    Bits.set(slab(packet, 0), start(packet, BEGINS), from / UNIT, from / UNIT + 1);
    Bits.set(slab(packet, 0), start(packet, ENDS), (to - 1) / UNIT, (to - 1) / UNIT + 1);
    return Bits.set(slab(packet, 0), start(packet, CAME), from / UNIT, (to + UNIT - 1) / UNIT);
  }

  /** Whether a byte of this range came before. */
  boolean overlaps(IncompletePacket packet, int from, int to) {
    return packet.pageCount > 0 && has(packet, CAME, from / UNIT, (to + UNIT - 1) / UNIT, true);
  }

  /** Whether a fragment with this range came before. */
  boolean repeats(IncompletePacket packet, int from, int to) {
    int first = from / UNIT;
    int last = (to - 1) / UNIT;
    return packet.pageCount > 0
        && has(packet, BEGINS, first, first + 1, true)
        && has(packet, ENDS, last, last + 1, true)
        && !has(packet, CAME, first, last + 1, false)
        && !has(packet, BEGINS, first + 1, last + 1, true)
        && !has(packet, ENDS, first, last, true);
  }

  private boolean has(IncompletePacket packet, int bits, int from, int end, boolean set) {
    return Bits.find(slab(packet, 0), start(packet, bits), from, end, set) < end;
  }

  /**
   * Fills in the places of all records with fragments.
   *
   * @param except the record that is none
   */
  int records(IncompletePacket packet, int except, int[] into) {
    int count = 0;
    for (int at = BITS; at < packet.end; ) {
      if (at != except) {
        into[count++] = at;
      }
      at += RECORD_HEADER + (length(packet, at) + UNIT - 1) / UNIT * UNIT;
    }
    return count;
  }

  int from(IncompletePacket packet, int record) {
    return slab(packet, record).get(INT, start(packet, record));
  }

  private int length(IncompletePacket packet, int record) {
    return slab(packet, record).get(INT, start(packet, record) + Integer.BYTES);
  }

  /** Copies the bytes of a record. */
  void copy(IncompletePacket packet, int record, MemorySegment to, long offset) {
    int length = length(packet, record);
    int at = record + RECORD_HEADER;
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, PAGE - (at + done) % PAGE);
      MemorySegment.copy(
          slab(packet, at + done), start(packet, at + done), to, offset + done, part);
      done += part;
    }
  }

  void free(IncompletePacket packet) {
    for (int i = 0; i < packet.pageCount; i++) {
      pages.free(packet.pages[i]);
    }
    packet.pageCount = 0;
  }

  @Override
  public void close() {
    pages.close();
  }
}
