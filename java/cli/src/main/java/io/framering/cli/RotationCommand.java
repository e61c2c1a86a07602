// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The command of {@code -z}, run for each finished file: at the lowest priority, as with tcpdump,
 * and without delaying the capture.
 */
final class RotationCommand implements AutoCloseable {
  private final Environment environment;
  private final String command;

  /** Starting a process takes milliseconds. */
  private final ExecutorService starter = Executors.newSingleThreadExecutor();

  RotationCommand(Environment environment, String command) {
    this.environment = environment;
    this.command = command;
  }

  /** Runs the command for this file; may be called by any thread that writes. */
  void accept(Path file) {
    starter.execute(() -> start(file));
  }

  /** The child inherits the standard streams and nothing else. The JVM waits for it. */
  private void start(Path file) {
    try {
      new ProcessBuilder("nice", "-n", "19", command, file.toString()).inheritIO().start();
    } catch (IOException e) {
      environment.tell("-z " + command + " " + file + ": " + ErrorText.of(e));
    }
  }

  /** Waits until the command has been started for all files, not until it has ended. */
  @Override
  public void close() {
    starter.close();
  }
}
