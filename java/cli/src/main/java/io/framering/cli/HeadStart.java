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
 * Warms up the JVM in a second thread while the command line is parsed: it generates the code that
 * accesses memory and loads the time zone. Both are slow the first time, and every run of {@code
 * sniff} needs them.
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
   * orders could deadlock, so no such work begins before. The time zone is loaded under its own
   * lock, where its users wait.
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
