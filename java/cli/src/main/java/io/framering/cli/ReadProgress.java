// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.time.Duration;
import java.util.Locale;

/** While files are read, a bar on stderr that grows each second, in a terminal. */
final class ReadProgress implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int WIDTH = 40;

  private final Environment environment;
  private final OpenFiles files;
  private final Thread thread;
  private volatile long frames;
  private volatile boolean shown;

  /** Begins to show it, if stderr is a terminal. */
  ReadProgress(Environment environment, OpenFiles files) {
    this.environment = environment;
    this.files = files;
    thread = Thread.ofPlatform().daemon().name("framering-progress").unstarted(this::run);
    if (environment.errIsTerminal()) {
      thread.start();
    }
  }

  /** Sets the number of frames that were read. */
  void frames(long count) {
    frames = count;
  }

  private void run() {
    try {
      for (; ; ) {
        Thread.sleep(INTERVAL);
        shown = true;
        environment.err().print("\r" + line(files.part(), frames));
        environment.err().flush();
      }
    } catch (InterruptedException e) {
      // The files have been read.
    }
  }

  /**
   * The line.
   *
   * @param part that was read; -1 if unknown
   */
  static String line(double part, long frames) {
    String packets = ClosingLines.packets(frames);
    if (part < 0) {
      return packets;
    }
    int done = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %d %%, %s",
        "#".repeat(done),
        "-".repeat(WIDTH - done),
        (int) (part * 100),
        packets);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown) {
      environment.err().print(SniffReport.CLEAR);
    }
  }
}
