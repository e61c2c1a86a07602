// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other people's programs, whose word is taken for it. */
final class Oracle {
  /** What a program said, and its exit status. */
  record Answer(String out, String err, int status) {}

  private Oracle() {}

  /** Asks a program, in a folder; where it is not installed the test is skipped, or fails in CI. */
  static Answer ask(Path folder, String... command) {
    try {
      Path errors = Files.createTempFile("oracle", ".err");
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " does not end");
      }
      String err = Files.readString(errors);
      Files.delete(errors);
      return new Answer(out, err, process.exitValue());
    } catch (IOException e) {
      Namespace.skip(command[0] + " is not installed: " + e.getMessage());
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@link #ask}, of a program that must not complain; gives what it says. */
  static String say(Path folder, String... command) {
    Answer answer = ask(folder, command);
    if (answer.status() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + answer);
    }
    return answer.out();
  }

  /** The bytes of a file that a program has written. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
