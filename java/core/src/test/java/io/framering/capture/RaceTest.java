// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Namespace;
import io.framering.testing.SanitizedLibrary;
import io.framering.testing.Traffic;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Race}s: no order of calls, from no threads, ends a JVM, shows another packet's bytes or
 * throws what is not documented. Each in a JVM of its own, whose crash is a failed test.
 *
 * <p>{@code -Dframering.seed=7} runs another race, {@code -Dframering.race=20} a longer one.
 */
class RaceTest {
  private static final long SEED = Long.getLong("framering.seed", 20_260_101);
  private static final long LENGTH = Long.getLong("framering.race", 1);

  private static final String HELPER =
      Path.of(System.getProperty("framering.native.build"), "native/helper/framering-helper")
          .toString();

  private static final long MINUTES = 5;

  @TempDir Path folder;

  private String race(long operations, Map<String, String> environment, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
            "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Race.class.getName()));
    command.addAll(List.of(Long.toString(operations * LENGTH), Long.toString(SEED)));
    command.add(file().toString());
    command.add(HELPER);
    try (Namespace namespace = Namespace.withVeth()) {
      Path said = folder.resolve("said");
      ProcessBuilder builder = namespace.process(command).redirectErrorStream(true);
      builder.redirectOutput(said.toFile()).environment().putAll(environment);
      Process process = builder.start();
      boolean ended = awaitEnd(process, namespace);
      String stuck = ended ? "" : stacks(process);
      process.destroyForcibly();
      String output = Files.readString(said) + stuck;
      assertThat(ended).as("ends in %d minutes: %s", MINUTES * LENGTH, output).isTrue();
      assertThat(process.exitValue()).as("%s%s", output, crash()).isZero();
      return output;
    }
  }

  /** Meanwhile an interface comes, goes and has another name at times. */
  private static boolean awaitEnd(Process process, Namespace namespace) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES * LENGTH);
    Process ip =
        Namespace.program(List.of("ip", "-n", namespace.name(), "-batch", "-"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(); // ends, and so does the test, at the first line that fails
    try (BufferedWriter changes = ip.outputWriter()) {
      while (process.isAlive() && System.nanoTime() < end) {
        send(changes, "link add " + RaceSources.RESTLESS + " type veth peer name goes");
        send(changes, "link set goes up");
        for (String change : List.of("up", "down", "name other", "name comes", "up")) {
          String name = change.equals("name comes") ? "other" : RaceSources.RESTLESS;
          send(changes, "link set " + name + " " + change);
          process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        send(changes, "link delete goes");
      }
    }
    assertThat(ip.waitFor()).as("ip").isZero();
    return !process.isAlive();
  }

  private static void send(BufferedWriter changes, String line) throws IOException {
    changes.write(line + "\n");
    changes.flush();
  }

  private static String stacks(Process process) {
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    return Namespace.run(List.of(jstack.toString(), Long.toString(process.pid())));
  }

  /** What the JVM wrote down when it crashed. */
  private String crash() throws Exception {
    Path log = folder.resolve("hs_err.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private Path file() {
    Path file = folder.resolve("race.pcapng");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAPNG))) {
      Traffic.mix(500).forEach(bytes -> writer.write(CapturedFrame.ofEthernet(bytes)));
    }
    return file;
  }

  private static long count(String what, String output) {
    Matcher matcher = Pattern.compile("(\\d+) " + what + "\\b").matcher(output);
    assertThat(matcher.find()).as("%s in %s", what, output).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void aQuarterOfAMillionOperations() throws Exception {
    String output = race(250_200, Map.of());
    System.out.println(output.lines().reduce((_, last) -> last).orElseThrow());
    assertThat(count("operations", output)).isGreaterThanOrEqualTo(250_000);
    assertThat(count("rings", output)).isGreaterThan(250);
    assertThat(count("frames", output)).isGreaterThan(2_500);
    for (String misuse :
        List.of(
            "IllegalStateException",
            "WrongThreadException",
            "IndexOutOfBoundsException",
            "NullPointerException",
            "IllegalArgumentException",
            "CaptureException",
            "FilterException",
            "OfTheHandler")) {
      assertThat(count(misuse, output)).as(misuse).isPositive();
    }
    for (String done : List.of("reports", "groups", "awaited", "ended waits", "events")) {
      assertThat(count(done, output)).as(done).isPositive();
    }
  }

  @Test
  void underTheEyesOfTheJvm() throws Exception {
    assertThat(race(30_000, Map.of(), "-Xcheck:jni")).doesNotContain("WARNING in native method");
  }

  @Test
  void underTheEyesOfTheSanitizers() throws Exception {
    SanitizedLibrary library = SanitizedLibrary.build();
    String output = race(30_000, library.environment(), "-Dframering.library=" + library.path());
    assertThat(count("operations", output)).isPositive();
  }
}
