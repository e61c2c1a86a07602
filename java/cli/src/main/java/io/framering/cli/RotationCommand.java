package io.framering.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The command of {@code -z}, which is run for each file that has ended: at the lowest priority, as
 * by tcpdump, and beside the capture, which waits neither for its start nor for its end.
 */
final class RotationCommand implements AutoCloseable {
  private final Environment environment;
  private final String command;

  /** To start a process takes milliseconds. */
  private final ExecutorService starter = Executors.newSingleThreadExecutor();

  RotationCommand(Environment environment, String command) {
    this.environment = environment;
    this.command = command;
  }

  /** Has it run for this file; any thread that writes. */
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

  /** Waits until it has been started for all files, not until it has ended. */
  @Override
  public void close() {
    starter.close();
  }
}
