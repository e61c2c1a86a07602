// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace of the test's own: {@code lo} is up, and nothing that is sent here leaves.
 *
 * <p>{@link #call} moves the calling thread in and back out; threads that it starts meanwhile are
 * born inside. {@link #start} runs a program inside.
 */
public final class Namespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int CLONE_NEWNET = 0x40000000;

  /** Ends only what hangs. */
  private static final int PATIENCE_SECONDS = 300;

  private final String name =
      "framering-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();

  private Namespace() {}

  /**
   * A namespace with {@code lo} alone. Where none can be had the test is skipped, or fails in CI.
   */
  public static Namespace create() {
    Namespace namespace = empty();
    namespace.ip("link set lo up");
    return namespace;
  }

  private static Namespace empty() {
    Namespace namespace = new Namespace();
    try {
      run(List.of("ip", "netns", "add", namespace.name));
    } catch (IllegalStateException e) {
      skip("no network namespace, so nothing live is tested (run as root, with iproute2): " + e);
    }
    return namespace;
  }

  /** A namespace with the veth pair {@code left} and {@code right}: up, silent, MTU 9000. */
  public static Namespace withVeth() {
    Namespace namespace = empty();
    namespace.addVeth("left", "right", 9000);
    return namespace;
  }

  /** Adds a veth pair: up, ready, and silent but for what is sent. */
  public void addVeth(String one, String other) {
    addVeth(one, other, 1500);
  }

  private void addVeth(String one, String other, int mtu) {
    String lines =
        "link set lo up\nlink add %s mtu %d type veth peer name %s mtu %d\n"
            .formatted(one, mtu, other, mtu);
    for (String end : List.of(one, other)) {
      lines += "link set " + end + " addrgenmode none\n";
      lines += "link set " + end + " arp off up\n";
    }
    String show = "link show dev %s\nlink show dev %s\n".formatted(one, other);
    awaitCarrier(batch(lines + show), show);
  }

  private String batch(String lines) {
    return run(List.of("ip", "-n", name, "-o", "-batch", "-"), lines);
  }

  /**
   * Waits until what is sent here is not thrown away any more, at most a minute: up is not yet
   * ready.
   */
  private void awaitCarrier(String shown, String show) {
    for (int i = 0; shown.split("state UP", -1).length != 3; i++) {
      if (i == 1200) {
        throw new IllegalStateException("do not come up: " + shown);
      }
      LockSupport.parkNanos(50_000_000);
      shown = batch(show);
    }
  }

  /** Skips the test, loudly; in CI, where everything has to be there, fails it. */
  public static void skip(String reason) {
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError("must not be skipped in CI: " + reason);
    }
    System.err.println("SKIPPED: " + reason);
    Assumptions.abort(reason);
  }

  /** Its name, for {@code ip netns}. */
  public String name() {
    return name;
  }

  /** Runs {@code ip} inside, and waits for it. */
  public String ip(String arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments.split(" ")));
    return run(command);
  }

  /** A builder for a program inside. */
  public ProcessBuilder process(List<String> command) {
    return program(inside(command));
  }

  private List<String> inside(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
    inside.addAll(command);
    return inside;
  }

  /**
   * A builder for a program that heeds signals as one that is started from a terminal does: {@code
   * nohup} and a shell's background jobs let the tests ignore some, which would be inherited.
   */
  public static ProcessBuilder program(List<String> command) {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal"));
    line.addAll(command);
    return new ProcessBuilder(line);
  }

  /** Runs a program inside, and returns what it printed on both streams. */
  public String exec(String... command) {
    return run(inside(List.of(command)));
  }

  /** Calls {@code task} with this thread inside. */
  public <T> T call(Callable<T> task) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      int outside = open(arena, "/proc/thread-self/ns/net");
      enter(open(arena, "/run/netns/" + name));
      try {
        return task.call();
      } finally {
        enter(outside);
      }
    }
  }

  /** What may fail. */
  public interface Task {
    void run() throws Exception;
  }

  /** Runs {@code task} with this thread inside. */
  public void run(Task task) throws Exception {
    call(() -> {
      task.run();
      return null;
    });
  }

  @Override
  public void close() {
    run(List.of("ip", "netns", "delete", name));
  }

  /** Runs a command, and returns what it printed; its failure is ours. */
  public static String run(List<String> command) {
    return run(command, "");
  }

  private static String run(List<String> command, String input) {
    try {
      Process process = program(command).redirectErrorStream(true).start();
      try (Writer in = process.outputWriter()) {
        in.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // setns(2) works on the calling thread alone, so the test can sit in several namespaces.

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SETNS =
      function(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(address, descriptor);
  }

  private static int open(Arena arena, String path) {
    try {
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(path), 0);
      if (descriptor < 0) {
        throw new UncheckedIOException(new IOException("cannot open " + path));
      }
      return descriptor;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void enter(int descriptor) {
    try {
      int result = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
      int closed = (int) CLOSE.invokeExact(descriptor);
      if (result != 0 || closed != 0) {
        throw new UncheckedIOException(new IOException("cannot enter the namespace"));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
