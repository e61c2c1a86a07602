package io.framering.cli;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jar's classes as a JVM has them in memory. With it, and with the other options with which the
 * launcher starts a JVM, too, each of some hundred starts costs half as much. Made once for a jar.
 */
final class StartCache {
  private static final Path LAUNCHER = Path.of("../../scripts/framering");

  private StartCache() {}

  /** The options that the launcher gives a variable, as users' JVMs have them. */
  private static List<String> options(String variable) {
    try {
      Matcher line =
          Pattern.compile("\\b" + variable + "='(-[^']+)'").matcher(Files.readString(LAUNCHER));
      if (!line.find()) {
        throw new IllegalStateException(LAUNCHER + ": no " + variable);
      }
      return List.of(line.group(1).split(" "));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command line up to the arguments; {@code java} is that of a JVM that has no cache. */
  static List<String> line(List<String> java, Path jar) {
    List<String> line = new ArrayList<>(java);
    line.addAll(options("flags"));
    Path cache = cache(line, jar);
    line.addAll(options("tuning"));
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
