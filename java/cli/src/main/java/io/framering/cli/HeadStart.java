package io.framering.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;

/**
 * Does at the start, in a thread beside the one that reads the command line, what takes the JVM
 * long when it is done for the first time, and what every run of {@code sniff} does: the code that
 * accesses memory is generated, and the time zone is loaded.
 */
final class HeadStart {
  private final CountDownLatch memoryDone = new CountDownLatch(1);

  private HeadStart() {}

  static HeadStart begin() {
    HeadStart headStart = new HeadStart();
    Thread.ofPlatform().daemon().name("framering-head-start").start(headStart::run);
    return headStart;
  }

  private void run() {
    try {
      accessMemory();
    } finally {
      memoryDone.countDown();
    }
    TimeZone.getDefault();
  }

  private static void accessMemory() {
    MemorySegment memory = Arena.ofAuto().allocate(Long.BYTES);
    memory.get(JAVA_SHORT_UNALIGNED, 0);
    memory.get(JAVA_INT_UNALIGNED, 0);
    memory.get(JAVA_LONG_UNALIGNED, 0);
    MemorySegment.copy(memory, JAVA_BYTE, 0, new byte[Long.BYTES], 0, Long.BYTES);
  }

  /**
   * Waits until memory can be accessed. Two threads that initialize the same classes in different
   * orders could wait for each other, so nothing of the kind begins before. The time zone is loaded
   * under a lock of its own: who needs it waits there.
   */
  void await() {
    boolean interrupted = false;
    while (memoryDone.getCount() > 0) {
      try {
        memoryDone.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
