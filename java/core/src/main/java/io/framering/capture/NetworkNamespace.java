// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of network namespaces, and the files for them. */
public final class NetworkNamespace {
  /** The folder of named namespaces of {@code ip-netns(8)}. */
  private static final Path NAMED = Path.of("/run/netns");

  /** The namespace file of a process. */
  private static final String OF_PROCESS = "/proc/%s/ns/net";

  private NetworkNamespace() {}

  /**
   * {@return the path of a namespace's file for {@code open(2)}; or null for the namespace of the
   * calling thread}
   *
   * @param name a name of {@code ip-netns(8)}, a process ID, or a path; empty means the namespace
   *     of the calling thread
   * @throws CaptureException if it does not exist
   */
  public static String path(String name) {
    return name.isEmpty() ? null : find(name).toString();
  }

  private static Path find(String name) {
    Path named = NAMED.resolve(name); // an absolute path stays unchanged
    if (Files.exists(named)) {
      return named;
    }
    Path process = Path.of(OF_PROCESS.formatted(name));
    if (name.matches("\\d+") && Files.exists(process)) {
      return process;
    }
    throw CaptureErrors.noSuchNamespace(name, names());
  }

  private static String names() {
    try (Stream<Path> files = Files.list(NAMED)) {
      return files
          .map(file -> file.getFileName().toString())
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "";
    }
  }
}
