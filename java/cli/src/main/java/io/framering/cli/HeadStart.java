package io.framering.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.TimeZone;

/**
 * Does in a thread of its own, beside the main thread, what takes the JVM long when it is done for
 * the first time.
 */
final class HeadStart {
  private final Thread thread;

  private HeadStart(Runnable work) {
    thread = Thread.ofPlatform().daemon().name("framering-head-start").start(work);
  }

  /**
   * Loads the time zone, which every packet that is printed needs. Nobody has to wait for it: it is
   * loaded under a lock of its own.
   */
  static HeadStart ofTimeZone() {
    return new HeadStart(TimeZone::getDefault);
  }

  /**
   * Generates the code that reads numbers from memory segments, as the decoders do.
   *
   * <p>The segment is made before the thread is: two threads that initialize the same classes in
   * different orders could wait for each other, and these are what the main thread needs meanwhile.
   */
  static HeadStart ofMemory() {
    MemorySegment memory = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Long.BYTES));
    return new HeadStart(() -> access(memory));
  }

  private static void access(MemorySegment memory) {
    memory.get(JAVA_SHORT_UNALIGNED, 0);
    memory.get(JAVA_INT_UNALIGNED, 0);
    memory.get(JAVA_LONG_UNALIGNED, 0);
    MemorySegment.copy(memory, JAVA_BYTE, 0, new byte[Long.BYTES], 0, Long.BYTES);
  }

  /** Waits until it is done. */
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
