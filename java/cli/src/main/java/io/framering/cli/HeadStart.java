package io.framering.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Does at the start, in a thread beside the one that reads the command line, what takes the JVM
 * long when it is done for the first time, and what every run of {@code sniff} does: the rules of
 * the time zone are loaded, and the code that accesses memory is generated.
 */
final class HeadStart {
  private final Thread thread;

  private HeadStart(Thread thread) {
    this.thread = thread;
  }

  static HeadStart begin() {
    return new HeadStart(
        Thread.ofPlatform().daemon().name("framering-head-start").start(HeadStart::run));
  }

  private static void run() {
    MemorySegment memory = Arena.ofAuto().allocate(Long.BYTES);
    memory.get(JAVA_SHORT_UNALIGNED, 0);
    memory.get(JAVA_INT_UNALIGNED, 0);
    memory.get(JAVA_LONG_UNALIGNED, 0);
    MemorySegment.copy(memory, JAVA_BYTE, 0, new byte[Long.BYTES], 0, Long.BYTES);
    ZoneId.systemDefault().getRules().getOffset(Instant.EPOCH);
  }

  /**
   * Waits until it is done. Two threads that initialize the same classes in different orders could
   * wait for each other, so nothing of the kind begins before.
   */
  void await() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
