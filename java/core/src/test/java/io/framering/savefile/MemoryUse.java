// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of this process, as the kernel counts it: no bean of the JVM knows of confined arenas. It
 * has the heap in it, and what the compiler needs, so only a large growth says something.
 */
final class MemoryUse {
  private static final Path STATUS = Path.of("/proc/self/status");

  private MemoryUse() {}

  /** What may fail. */
  interface Action {
    void run() throws Exception;
  }

  /** How much more memory there was amid the action than before it, at most, in bytes. */
  static long peakGrowth(Action action) throws Exception {
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak begins anew: proc(5)
    long before = kibibytes("VmRSS:");
    action.run();
    return kibibytes("VmHWM:") - before << 10;
  }

  private static long kibibytes(String field) throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      String line = lines.filter(each -> each.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
  }
}
