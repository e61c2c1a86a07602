package io.framering.savefile;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory outside the heap. */
final class MemoryUse {
  private MemoryUse() {}

  /** Bytes of direct buffers and arenas that this process has now. */
  static long outsideHeap() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
