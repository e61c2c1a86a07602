package io.framering.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process has of the kernel's. */
public final class Resources {
  private Resources() {}

  /** Open file descriptors. */
  public static long descriptors() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.count();
    }
  }

  /** Mappings of packet sockets: one for each ring. */
  public static long ringMappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("socket:")).count();
    }
  }
}
