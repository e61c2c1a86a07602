// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread has allocated. */
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocated() {}

  /** Bytes that this thread has allocated since it began. Itself allocates nothing. */
  public static long bytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
