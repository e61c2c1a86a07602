// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The early bytes of all directions, in pages outside the heap.
 *
 * <p>A direction with early bytes has a table page with the numbers of its data pages. A data page
 * has a bit for each byte, which is set if the byte came. So a segment costs time for its bytes
 * only, whatever the others are: there is no list of segments to search.
 */
final class EarlyBytes implements AutoCloseable {
  private static final int PAGE = 4096;
  private static final int BITS = PAGE / Byte.SIZE;

  /** A page and its bits. */
  private static final int STRIDE = PAGE + BITS;

  private static final int ENTRIES = PAGE / Integer.BYTES;

  /** How far apart two bytes of a direction may be: their pages have different table entries. */
  static final int SPAN = (ENTRIES - 1) * PAGE;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final PagePool pages;
  private long held;

  private TcpHalf firstHolder;
  private TcpHalf lastHolder;

  EarlyBytes(long memory) {
    pages = new PagePool(STRIDE, memory);
  }

  /** The direction that has held early bytes for the longest time, or null. */
  TcpHalf longestHolder() {
    return firstHolder;
  }

  long held() {
    return held;
  }

  long memory() {
    return pages.memory();
  }

  /** Whether there is room for the bytes between two positions. */
  boolean hasRoom(TcpHalf half, long from, long to) {
    int needed = half.table == 0 ? 1 : 0;
    for (long page = from / PAGE; page <= (to - 1) / PAGE; page++) {
      needed += half.table == 0 || page(half, page) == 0 ? 1 : 0;
    }
    return needed <= pages.room();
  }

  /**
   * Copies bytes, for which there is room.
   *
   * @param keep whether bytes that are there already stay
   * @return the number of bytes whose place was free
   */
  long put(TcpHalf half, long from, long to, MemorySegment memory, long offset, boolean keep) {
    if (half.table == 0) {
      hold(half, from);
    }
    half.firstHeld = Math.min(half.firstHeld, from);
    long before = half.held;
    for (long at = from; at < to; ) {
      long until = Math.min(to, (at / PAGE + 1) * PAGE);
      put(half, dataPage(half, at), at, until, memory, offset + (at - from), keep);
      at = until;
    }
    held += half.held - before;
    return half.held - before;
  }

  private void put(
      TcpHalf half, int page, long from, long to, MemorySegment source, long at, boolean keep) {
    MemorySegment slab = slab(page);
    long start = start(page);
    int first = (int) (from % PAGE);
    int end = first + (int) (to - from);
    for (int i = first; i < end; ) {
      int gap = Bits.find(slab, start + PAGE, i, end, false);
      int gapEnd = Bits.find(slab, start + PAGE, gap, end, true);
      if (!keep) {
        MemorySegment.copy(source, at + (i - first), slab, start + i, gapEnd - i);
      } else if (gap < gapEnd) {
        MemorySegment.copy(source, at + (gap - first), slab, start + gap, gapEnd - gap);
      }
      Bits.set(slab, start + PAGE, gap, gapEnd);
      half.held += gapEnd - gap;
      i = gapEnd;
    }
  }

  private void hold(TcpHalf half, long from) {
    half.table = pages.allocate();
    slab(half.table).asSlice(start(half.table), PAGE).fill((byte) 0);
    half.firstHeld = from;
    half.previousHolder = lastHolder;
    if (lastHolder == null) {
      firstHolder = half;
    } else {
      lastHolder.nextHolder = half;
    }
    lastHolder = half;
  }

  /** The end of the early bytes that begin at the first one, in its page. */
  long firstRunEnd(TcpHalf half) {
    long from = half.firstHeld;
    int page = page(half, from / PAGE);
    int first = (int) (from % PAGE);
    return from + Bits.find(slab(page), start(page) + PAGE, first, PAGE, false) - first;
  }

  /** The bytes of that run, valid until the next call of this object. */
  MemorySegment firstRun(TcpHalf half, long end) {
    int page = page(half, half.firstHeld / PAGE);
    return slab(page)
        .asSlice(start(page) + half.firstHeld % PAGE, end - half.firstHeld)
        .asReadOnly();
  }

  /** Forgets the early bytes before a position. */
  void drop(TcpHalf half, long to) {
    long before = half.held;
    while (half.held > 0 && half.firstHeld < to) {
      long index = half.firstHeld / PAGE;
      int page = page(half, index);
      int first = (int) (half.firstHeld % PAGE);
      int end = (int) Math.min(PAGE, to - index * PAGE);
      half.held -= Bits.clear(slab(page), start(page) + PAGE, first, end);
      half.firstHeld = index * PAGE + end;
      if (half.held > 0) {
        half.firstHeld = nextHeld(half);
      }
      if (half.held == 0 || half.firstHeld / PAGE != index) {
        setPage(half, index, 0);
        pages.free(page);
      }
    }
    held -= before - half.held;
    if (half.table != 0 && half.held == 0) {
      letGo(half);
    }
  }

  /** The first early byte from the first one on, which may be gone. */
  private long nextHeld(TcpHalf half) {
    long at = half.firstHeld;
    for (int i = 0; i <= ENTRIES; i++) {
      int page = page(half, at / PAGE);
      long pageEnd = (at / PAGE + 1) * PAGE;
      if (page != 0) {
        int first = (int) (at % PAGE);
        int found = Bits.find(slab(page), start(page) + PAGE, first, PAGE, true);
        if (found < PAGE) {
          return at + found - first;
        }
      }
      at = pageEnd;
    }
    throw new IllegalStateException("early bytes are counted that are not there");
  }

  /** Every data page was freed with its last byte. */
  private void letGo(TcpHalf half) {
    pages.free(half.table);
    half.table = 0;
    if (half.previousHolder == null) {
      firstHolder = half.nextHolder;
    } else {
      half.previousHolder.nextHolder = half.nextHolder;
    }
    if (half.nextHolder == null) {
      lastHolder = half.previousHolder;
    } else {
      half.nextHolder.previousHolder = half.previousHolder;
    }
    half.previousHolder = null;
    half.nextHolder = null;
  }

  private int page(TcpHalf half, long index) {
    return slab(half.table).get(INT, start(half.table) + entry(index));
  }

  private void setPage(TcpHalf half, long index, int page) {
    slab(half.table).set(INT, start(half.table) + entry(index), page);
  }

  private static long entry(long index) {
    return index % ENTRIES * Integer.BYTES;
  }

  private int dataPage(TcpHalf half, long position) {
    int page = page(half, position / PAGE);
    if (page == 0) {
      page = pages.allocate();
      slab(page).asSlice(start(page) + PAGE, BITS).fill((byte) 0);
      setPage(half, position / PAGE, page);
    }
    return page;
  }

  private MemorySegment slab(int page) {
    return pages.slab(page);
  }

  private long start(int page) {
    return pages.start(page);
  }

  @Override
  public void close() {
    pages.close();
  }
}
