// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Pages of equal size outside the heap, up to a limit; allocated as they are needed. */
final class PagePool implements AutoCloseable {
  private static final int SLAB_PAGES = 64;
  private static final int ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final int pageBytes;
  private final int most;
  private MemorySegment[] slabs = {};

  /** A free page has the number of the next free one in its first bytes; page 0 does not exist. */
  private int free;

  private int used;
  private int allocated;

  /**
   * A pool without pages.
   *
   * @param pageBytes a multiple of 8
   */
  PagePool(int pageBytes, long memory) {
    this.pageBytes = pageBytes;
    most = (int) Math.min(memory / pageBytes, Integer.MAX_VALUE / 2);
  }

  /** The number of pages that can be allocated. */
  int room() {
    return most - used;
  }

  /** Bytes allocated. */
  long memory() {
    return (long) allocated * pageBytes;
  }

  /** The memory that contains a page. */
  MemorySegment slab(int page) {
    return slabs[(page - 1) / SLAB_PAGES];
  }

  /** Where the page begins in its slab. */
  long start(int page) {
    return (page - 1) % SLAB_PAGES * (long) pageBytes;
  }

  /** A page with any content; there must be room. */
  int allocate() {
    if (free == 0) {
      addSlab();
    }
    int page = free;
    free = slab(page).get(ValueLayout.JAVA_INT, start(page));
    used++;
    return page;
  }

  private void addSlab() {
    int pages = Math.min(SLAB_PAGES, most - allocated);
    if (pages <= 0) {
      throw new IllegalStateException("no room for a page");
    }
    slabs = Arrays.copyOf(slabs, slabs.length + 1);
    slabs[slabs.length - 1] = arena.allocate((long) pages * pageBytes, ALIGNMENT);
    used += pages;
    for (int i = 0; i < pages; i++) {
      free(++allocated);
    }
  }

  void free(int page) {
    slab(page).set(ValueLayout.JAVA_INT, start(page), free);
    free = page;
    used--;
  }

  @Override
  public void close() {
    arena.close();
  }
}
