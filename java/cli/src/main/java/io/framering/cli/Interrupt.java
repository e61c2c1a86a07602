// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SIGINT for a background job. A shell starts the jobs of a script with SIGINT ignored, and a JVM
 * started this way ignores it permanently. So {@code framering sniff & ... kill -INT $!} would hang
 * a script that works with tcpdump, which handles the signal.
 */
final class Interrupt {
  private static final int SIGINT = 2;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED_SIGNALS = "SigIgn:";

  private Interrupt() {}

  /** From now on SIGINT ends the JVM, even if it was started with SIGINT ignored. */
  static void heed() {
    try {
      if (isIgnored()) {
        stopIgnoring();
        Signals.handle("INT", () -> System.exit(128 + SIGINT));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // A JVM without these classes: SIGTERM still works.
    }
  }

  private static boolean isIgnored() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(IGNORED_SIGNALS)) {
        String mask = line.substring(IGNORED_SIGNALS.length()).strip();
        return (Long.parseUnsignedLong(mask, 16) >> SIGINT - 1 & 1) == 1;
      }
    }
    return false;
  }

  /** As long as the kernel ignores the signal, the JVM refuses to handle it. */
  @SuppressWarnings("restricted") // it calls signal(2)
  private static void stopIgnoring() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MemorySegment signal = linker.defaultLookup().find("signal").orElseThrow();
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    MemorySegment before =
        (MemorySegment) linker.downcallHandle(signal, type).invokeExact(SIGINT, MemorySegment.NULL);
  }
}
