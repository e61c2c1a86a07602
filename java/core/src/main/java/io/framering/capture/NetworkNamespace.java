package io.framering.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a network namespace is called by, and the file that stands for it. */
final class NetworkNamespace {
  /** Where {@code ip-netns(8)} keeps the namespaces that have a name. */
  private static final Path NAMED = Path.of("/run/netns");

  /** Where the kernel shows those of processes. */
  private static final String OF_PROCESS = "/proc/%s/ns/net";

  private NetworkNamespace() {}

  /**
   * The path of a namespace's file, as {@code open(2)} takes it, or null.
   *
   * @param name a name of {@code ip-netns(8)}, a process's number, or a path; empty: that of the
   *     calling thread, which is null
   * @throws CaptureException when there is none
   */
  static byte[] path(String name) {
    return name.isEmpty() ? null : (find(name) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static Path find(String name) {
    Path named = NAMED.resolve(name); // a path that begins with / stays what it is
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
