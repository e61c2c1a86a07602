// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this process has of the kernel's. */
public final class Resources {
  private Resources() {}

  /**
   * Open file descriptors; without those of jars and of random numbers, which the JVM opens when it
   * needs them, and without pipes to programs, which it closes a moment after they have ended.
   */
  public static long descriptors() throws IOException {
    return openFiles().stream()
        .filter(file -> !file.endsWith(".jar") && !file.endsWith("random"))
        .filter(file -> !file.contains(": pipe:["))
        .count();
  }

  /** What the descriptors are of, for messages. */
  public static List<String> openFiles() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
      List<String> files = new ArrayList<>();
      for (Path entry : entries.toList()) {
        if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
          files.add(entry.getFileName() + ": " + Files.readSymbolicLink(entry));
        }
      }
      return files;
    }
  }

  /** Mappings of packet sockets: one for each ring. */
  public static long ringMappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("socket:")).count();
    }
  }
}
