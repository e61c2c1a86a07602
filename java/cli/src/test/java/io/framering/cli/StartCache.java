// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The jar's classes as a JVM has them in memory. With it and the launcher's JVM options, each of
 * some hundred starts costs half as much. It is made once for a jar.
 */
final class StartCache {
  /** The folder of the launcher's JVM options, so that tests run the same JVM as users. */
  private static final Path OPTIONS = Path.of("../../scripts/lib").toAbsolutePath().normalize();

  private StartCache() {}

  /** The command line up to the arguments; {@code java} is that of a JVM that has no cache. */
  static List<String> line(List<String> java, Path jar) {
    List<String> line = new ArrayList<>(java);
    line.add("@" + OPTIONS.resolve("jvm-all"));
    Path cache = cache(line, jar);
    line.add("@" + OPTIONS.resolve("jvm-sniff"));
    line.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr"));
    line.addAll(List.of("-jar", jar.toString()));
    return List.copyOf(line);
  }

  private static Path cache(List<String> java, Path jar) {
    Path cache = jar.resolveSibling("tests.aot");
    try (FileChannel lock =
        FileChannel.open(
            jar.resolveSibling("tests.aot.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock(); // until it is closed: there are other JVMs with tests
      if (!Files.exists(cache)
          || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        List<String> training = new ArrayList<>(java);
        training.add("-XX:AOTCacheOutput=" + cache);
        training.addAll(List.of("-jar", jar.toString(), "training"));
        Namespace.run(training);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return cache;
  }
}
