// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs in C that measurements are made with. */
final class BenchPrograms {
  private static final Path FOLDER =
      Path.of(System.getProperty("framering.native.build"), "native", "bench");

  private BenchPrograms() {}

  static List<String> command(String program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(FOLDER.resolve(program).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /** Runs one, waits for its end, and returns what it printed. */
  static String run(String program, Object... arguments) {
    return Namespace.run(command(program, arguments));
  }
}
