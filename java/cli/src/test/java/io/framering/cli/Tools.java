// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Programs that run to their end, and calls of the command that are compared with them. */
final class Tools {
  private static final long PATIENCE_SECONDS = 300;

  private Tools() {}

  /** What became of a program. Bytes as characters of ISO 8859-1: some output is not UTF-8. */
  record Result(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Skips the test, or fails in CI, unless these programs are installed. */
  static void require(String... programs) {
    for (String program : programs) {
      try {
        new ProcessBuilder(program, "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        Namespace.skip(
            "nothing is compared: no " + program + " (scripts/setup --test installs it)");
      }
    }
  }

  /** Calls {@code framering sniff} with these arguments, in this JVM. */
  static Result sniff(String... arguments) {
    List<String> line = new ArrayList<>(List.of("sniff"));
    line.addAll(List.of(arguments));
    Call call = Call.of(line.toArray(String[]::new));
    return new Result(call.status(), call.out(), call.err());
  }

  /** Runs a shell script in which {@code "$@"} is {@code framering sniff} with these arguments. */
  static Result shell(String script, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    line.addAll(Program.line("sniff"));
    line.addAll(List.of(arguments));
    return run(line);
  }

  /** Runs a program, and asserts that it succeeds. */
  static Result succeed(String... line) throws Exception {
    Result result = run(List.of(line));
    assertThat(result.status()).as("%s: %s", String.join(" ", line), result.err()).isZero();
    return result;
  }

  /** What {@code id(1)} prints of a user. */
  static String idOf(String user, String option) throws Exception {
    return succeed("id", option, user).out().strip();
  }

  /** Runs a program that prints much into a file, and asserts that it succeeds. */
  static void succeedInto(Path out, List<String> line) throws Exception {
    Process process =
        Namespace.program(line)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(String.join(" ", line)).isZero();
  }

  /** Runs a program. */
  static Result run(List<String> line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("framering-", ".out");
    Path err = Files.createTempFile("framering-", ".err");
    try {
      Process process =
          Namespace.program(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", line) + " does not end");
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, ISO_8859_1),
          Files.readString(err, ISO_8859_1));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Writes the packets that are built field by field, a file for each link type. */
  static Path corpus(Path folder) throws Exception {
    succeed("python3", "../core/src/test/python/corpus.py", folder.toString());
    return folder;
  }

  /** How many packets tcpdump counts in a file. */
  static long packets(Path file) throws Exception {
    String counted = succeed("tcpdump", "--count", "-r", file.toString()).out();
    return Long.parseLong(counted.split(" ")[0]);
  }

  /** Waits until that is so, at most five minutes. */
  static void await(BooleanSupplier state) throws Exception {
    for (int i = 0; i < 30_000 && !state.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(state.getAsBoolean()).isTrue();
  }

  /** Waits until a file is there, and as long as that, at most five minutes. */
  static void awaitSize(Path file, long bytes) throws Exception {
    for (int i = 0; i < 30_000 && (!Files.exists(file) || Files.size(file) < bytes); i++) {
      Thread.sleep(10);
    }
    assertThat(Files.size(file)).isGreaterThanOrEqualTo(bytes);
  }
}
