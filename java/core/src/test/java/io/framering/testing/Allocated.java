// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread has allocated. */
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROUNDS = 50;

  private Allocated() {}

  /** Bytes that this thread has allocated since it began. Itself allocates nothing. */
  public static long bytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /**
   * Bytes that {@code work} allocates once it is compiled: it runs again until it allocates less
   * than {@code enough}, or {@value #ROUNDS} times. The compiler removes objects that live briefly,
   * and on a busy machine it may be late.
   */
  public static long onceCompiled(long enough, Runnable work) {
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated >= enough; round++) {
      long before = bytes();
      work.run();
      allocated = bytes() - before;
    }
    return allocated;
  }
}
