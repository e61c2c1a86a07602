package io.framering.print;

import java.lang.reflect.Method;

/**
 * Counts what this thread has allocated. By reflection, as the tests are compiled into the module
 * {@code io.framering}, and that has no business with {@code jdk.management}.
 */
final class AllocatedBytes {
  private final Object threads;
  private final Method counter;

  AllocatedBytes() throws ReflectiveOperationException {
    threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    counter =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes");
  }

  long count() throws ReflectiveOperationException {
    return (long) counter.invoke(threads);
  }
}
