package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace for one test: lo, which is up, and what the test adds. There it is root, and
 * alone on the network.
 */
final class Namespace implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String PYTHON = "src/test/python/";

  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  /** A new one; the test is skipped, not silently, where there can be none. */
  static Namespace create() {
    Namespace made =
        new Namespace(
            "framering-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
    try {
      run(List.of("ip", "netns", "add", made.name));
    } catch (IllegalStateException e) {
      String reason = "needs root and iproute2: " + e.getMessage();
      System.err.println("SKIPPED live test: " + reason);
      Assumptions.abort(reason);
    }
    made.ip("link", "set", "lo", "up");
    return made;
  }

  /** Two interfaces that are wired to each other, up, and silent of themselves. */
  Namespace veth(String one, String other) {
    ip("link", "add", one, "type", "veth", "peer", "name", other);
    for (String end : List.of(one, other)) {
      ip("link", "set", end, "addrgenmode", "none"); // or IPv6 speaks
      ip("link", "set", end, "up");
    }
    return this;
  }

  /** Runs {@code ip} on this namespace and returns what it printed. */
  String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** The command line that runs {@code command} in this namespace. */
  List<String> inside(List<String> command) {
    List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
    line.addAll(command);
    return line;
  }

  /** Runs a Python program of the tests in this namespace, to its end, and returns its output. */
  String python(String program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("python3", PYTHON + program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(inside(command));
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output.strip());
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    run(List.of("ip", "netns", "delete", name));
  }
}
