// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real jar in a process of its own, its output in files. */
final class Program implements AutoCloseable {
  /** Far more than anything takes here; a machine may be busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * A ring of 128 MiB, for tests that lose nothing: a busy machine may let the JVM wait for more
   * than a second, and blocks are handed on by time, full or not.
   */
  static final String ALL_FIT = "-B131072";

  private static final List<String> JAVA =
      StartCache.line(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--illegal-native-access=deny"),
          Path.of(System.getProperty("framering.jar")));

  private final Path out;
  private final Path err;
  private final Process process;
  private Optional<Long> jvm = Optional.empty();

  private Program(Namespace namespace, List<String> command) throws IOException {
    out = Files.createTempFile("framering-", ".out");
    err = Files.createTempFile("framering-", ".err");
    process =
        namespace.process(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** {@code framering} with these arguments, as a command line. */
  static List<String> line(String... arguments) {
    List<String> line = new ArrayList<>(JAVA);
    line.addAll(List.of(arguments));
    return line;
  }

  /** Starts {@code framering} in a namespace. */
  static Program start(Namespace namespace, String... arguments) throws IOException {
    return new Program(namespace, line(arguments));
  }

  /** Starts {@code framering} in a namespace, without any capability. */
  static Program startWithoutRights(Namespace namespace, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("setpriv", "--bounding-set=-all"));
    line.add("--inh-caps=-all");
    line.addAll(line(arguments));
    return new Program(namespace, line);
  }

  /** Starts another program in a namespace, to compare with. */
  static Program startOther(Namespace namespace, String... command) throws IOException {
    return new Program(namespace, List.of(command));
  }

  /**
   * Starts a shell in a namespace, in whose script {@code "$@"} is {@code framering} with these
   * arguments.
   */
  static Program startInShell(Namespace namespace, String script, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    line.addAll(line(arguments));
    return new Program(namespace, line);
  }

  /** Waits until it says that it listens. */
  Program awaitListening() throws InterruptedException {
    await(() -> err().contains("listening on"), "listening");
    return this;
  }

  /** Waits until it has written that to stdout. */
  Program awaitOut(String text) throws InterruptedException {
    await(() -> out().contains(text), text);
    return this;
  }

  /** Waits until it has written anything to stdout. */
  Program awaitPrinting() throws InterruptedException {
    await(() -> !out().isEmpty(), "output");
    return this;
  }

  /** Waits until it has written that to stderr. */
  Program awaitErr(String text) throws InterruptedException {
    await(() -> err().contains(text), text);
    return this;
  }

  /** Waits until an echo server says that it listens, and returns its port. */
  String awaitPort() throws InterruptedException {
    String words = "Server started to listen on:";
    await(() -> out().startsWith(words) && out().contains("\n"), words);
    return out().lines().findFirst().orElseThrow().substring(words.length());
  }

  /** Whether something of this pattern is in what it has written to stdout so far. */
  boolean hasPrinted(String pattern) {
    return Pattern.compile(pattern).matcher(out()).find();
  }

  /** Whether it has not ended yet. */
  boolean running() {
    return process.isAlive();
  }

  /** Waits until so many frames are printed. */
  Program awaitFrames(int count) throws InterruptedException {
    await(() -> frames() >= count, count + " frames");
    return this;
  }

  /** Waits until it has printed this number of lines. */
  Program awaitLines(int count) throws InterruptedException {
    await(() -> out().lines().count() >= count, count + " lines");
    return this;
  }

  /**
   * Waits until its JVM has this number of children, dead ones that it has not waited for included.
   */
  Program awaitChildren(int count) throws InterruptedException {
    await(() -> children().size() == count, count + " children");
    return this;
  }

  private List<String> children() {
    return inThreads("children", list -> !list.isEmpty()).stream()
        .flatMap(list -> Stream.of(list.split(" ")))
        .toList();
  }

  /** Waits until a thread of its JVM has a name that begins so; the kernel keeps 15 bytes of it. */
  Program awaitThread(String name) throws InterruptedException {
    await(() -> !inThreads("comm", name::equals).isEmpty(), "a thread " + name);
    return this;
  }

  /** Waits until a thread of its JVM is in write(2) to a pipe that is full. */
  Program awaitBlockedWrite() throws InterruptedException {
    await(
        () -> !inThreads("wchan", name -> name.contains("pipe_write")).isEmpty(),
        "a waiting write");
    return this;
  }

  private List<String> inThreads(String file, Predicate<String> wanted) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + javaProcess() + "/task"))) {
      return tasks.map(task -> read(task.resolve(file)).strip()).filter(wanted).toList();
    } catch (IOException | IllegalStateException | NoSuchElementException e) {
      return List.of(); // it is not there yet, or a thread has ended
    }
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || !process.isAlive() && !condition.getAsBoolean()) {
        throw new AssertionError("waited in vain for " + what + "; stderr: " + err());
      }
      Thread.sleep(10);
    }
  }

  /** Sends a signal, such as INT, to the JVM, be it started by a shell or not. */
  Program signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(javaProcess())).start().waitFor();
    return this;
  }

  /** Sends a signal again and again, as somebody does who does not want to wait, until it ends. */
  Program signalUntilItEnds(String name) throws IOException, InterruptedException {
    do {
      signal(name);
    } while (!process.waitFor(100, TimeUnit.MILLISECONDS));
    return this;
  }

  /** Sends a signal to another program than framering, which was started without a shell. */
  Program signalItself(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    return this;
  }

  /** The program itself, or what a shell has started; looking for that reads all of /proc. */
  private long javaProcess() {
    if (jvm.isEmpty()) {
      jvm =
          Stream.concat(
                  Stream.of(process.toHandle()),
                  Stream.of(process.toHandle()).flatMap(ProcessHandle::descendants))
              .filter(each -> each.info().command().orElse("").endsWith("/java"))
              .map(ProcessHandle::pid)
              .findFirst();
    }
    return jvm.orElse(process.pid());
  }

  /** What {@code /proc/PID/task/TID/status} says under this name, of each thread of the JVM. */
  List<String> threads(String name) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + javaProcess() + "/task"))) {
      return tasks
          .map(task -> read(task.resolve("status")))
          .flatMap(String::lines)
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }
  }

  /** The processor time that the JVM has taken so far. */
  Duration cpuTime() {
    return ProcessHandle.of(javaProcess())
        .flatMap(jvm -> jvm.info().totalCpuDuration())
        .orElseThrow();
  }

  /** Fails unless each thread of the JVM has these ids, all four kinds, and no capability. */
  void assertNoThreadHasRights(String user, String group) throws IOException {
    assertThat(threads("Uid")).hasSizeGreaterThan(5).containsOnly(fourTimes(user));
    assertThat(threads("Gid")).containsOnly(fourTimes(group));
    assertThat(threads("Groups")).allMatch(groups -> groups.isEmpty() || groups.equals(group));
    for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
      assertThat(threads(set)).as(set).isNotEmpty().containsOnly("0000000000000000");
    }
  }

  private static String fourTimes(String id) {
    return String.join("\t", id, id, id, id);
  }

  /** Waits until it has ended, and returns its exit status. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; stderr: " + err());
    }
    return process.exitValue();
  }

  /** What it has written to stdout so far. */
  String out() {
    return read(out);
  }

  /** What it has written to stderr so far. */
  String err() {
    return read(err);
  }

  List<String> errLines() {
    return err().lines().toList();
  }

  /** Frames that are printed so far, in either format. */
  int frames() {
    return (int) out().lines().filter("Ethernet Frame:"::equals).count();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly); // what a shell has started
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
