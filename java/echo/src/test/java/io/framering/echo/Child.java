// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A process that a test starts, looks at from outside, and ends. */
final class Child implements AutoCloseable {
  /** Ends a test that hangs, and judges nothing. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long CLOCK_TICKS_PER_SECOND = 100;

  private final Process process;
  private final Path out;
  private final Path err;

  /** A suite that nohup started ignores SIGHUP and SIGINT, and what it starts would, too. */
  private static final List<String> WITH_DEFAULT_SIGNALS = List.of("env", "--default-signal");

  private Child(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(WITH_DEFAULT_SIGNALS);
    command.addAll(arguments);
    out = Files.createTempFile("echo-out", ".txt");
    err = Files.createTempFile("echo-err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8"); // for error texts in English
    builder.environment().remove("LANGUAGE");
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  static Child of(String... command) throws IOException {
    return new Child(List.of(command));
  }

  /** The echo commands in a JVM of their own, with the options of the command line. */
  static Child echo(String... arguments) throws IOException {
    return new Child(javaCommand(arguments));
  }

  /** The same where the system's error texts are German. */
  static Child echoInGerman(String flag, String... arguments) throws IOException {
    List<String> command = javaCommand(arguments);
    command.addAll(1, List.of(flag, "-Duser.language=de", "-Duser.country=DE"));
    // glibc translates for LANGUAGE in every locale but C, so de_DE need not be installed.
    command.addAll(0, List.of("env", "LANGUAGE=de"));
    return new Child(command);
  }

  /** The same with a flag for the JVM. */
  static Child echoWithFlag(String flag, String... arguments) throws IOException {
    List<String> command = javaCommand(arguments);
    command.add(1, flag);
    return new Child(command);
  }

  /** The same with at most so many file descriptors. */
  static Child echoWithDescriptors(int limit, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
    command.addAll(javaCommand(arguments));
    return new Child(command);
  }

  private static List<String> javaCommand(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC"); // for a small heap, as the launcher does
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EchoProcess.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Skips the test, and says so, when a tool is not installed. */
  static void needs(String tool) {
    boolean found =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    if (!found) {
      System.err.println("SKIPPED: this test needs " + tool + ", which is not installed");
    }
    Assumptions.assumeTrue(found, tool + " is not installed");
  }

  long pid() {
    return process.pid();
  }

  String out() throws IOException {
    return Files.readString(out, UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, UTF_8);
  }

  Process process() {
    return process;
  }

  /** The port that a server says it listens on. */
  int port() throws Exception {
    String sign = "listen on:";
    await(() -> contains(sign) || !process.isAlive());
    Assertions.assertThat(out()).as(err()).contains(sign);
    return Integer.parseInt(out().split(sign)[1].lines().findFirst().orElseThrow().strip());
  }

  private boolean contains(String text) {
    try {
      return out().contains(text) && out().endsWith("\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int exitStatus() throws InterruptedException {
    Assertions.assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("ended within " + PATIENCE)
        .isTrue();
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Resident memory, in bytes. */
  long residentBytes() throws IOException {
    return 1024 * Long.parseLong(status("VmRSS").replace("kB", "").strip());
  }

  int threads() throws IOException {
    return Integer.parseInt(status("Threads"));
  }

  int descriptors() throws IOException {
    return descriptorsOf(Long.toString(pid()));
  }

  static int descriptorsOf(String process) throws IOException {
    try (var files = Files.list(Path.of("/proc", process, "fd"))) {
      return (int) files.count();
    }
  }

  private String status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1)
        .strip();
  }

  /** Processor time used so far. */
  Duration processorTime() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(1000 * ticks / CLOCK_TICKS_PER_SECOND);
  }

  /** Waits for a second in which the process takes less processor time than that. */
  void awaitQuiet(Duration most) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration used;
    do {
      Assertions.assertThat(System.nanoTime())
          .as("it takes processor time all the time")
          .isLessThan(end);
      Duration before = processorTime();
      Thread.sleep(1000);
      used = processorTime().minus(before);
    } while (used.compareTo(most) >= 0);
  }

  /**
   * A port that nobody listens on as long as this is open: it is taken, for every address, and
   * connecting to it is refused.
   */
  static Socket refusingPort() throws IOException {
    Socket taken = new Socket();
    taken.setReuseAddress(true);
    taken.bind(new InetSocketAddress(0));
    return taken;
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Files.delete(out);
    Files.delete(err);
  }

  /** Waits until it is so, for a minute at most. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.sleep(5);
    }
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** Sends a text and receives as many bytes as it has. */
  static String exchange(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
  }
}
