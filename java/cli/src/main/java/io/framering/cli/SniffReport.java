// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Reports the progress of a run on stderr every second: in lines for {@code --statistics}, and for
 * a recording in a terminal in one line that is overwritten.
 */
final class SniffReport implements AutoCloseable {
  /** Returns to the beginning of the line and erases it (ECMA-48, EL). */
  static final String CLEAR = "\r\u001B[K";

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Environment environment;
  private final Progress progress;
  private final Supplier<String> losses;
  private final boolean inPlace;
  private final Thread thread;

  /**
   * Begins to report.
   *
   * @param losses the losses so far, such as "0 dropped"
   * @param inPlace whether one line is overwritten, in a terminal
   */
  SniffReport(
      Environment environment, Progress progress, Supplier<String> losses, boolean inPlace) {
    this.environment = environment;
    this.progress = progress;
    this.losses = losses;
    this.inPlace = inPlace;
    this.thread = Thread.ofPlatform().daemon().name("framering-report").start(this::run);
  }

  private void run() {
    long framesBefore = 0;
    long bytesBefore = 0;
    while (sleep()) {
      long frames = progress.frames();
      long bytes = progress.bytes();
      tell(frames, frames - framesBefore, bytes - bytesBefore);
      framesBefore = frames;
      bytesBefore = bytes;
    }
  }

  private static boolean sleep() {
    try {
      Thread.sleep(INTERVAL);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void tell(long frames, long newFrames, long newBytes) {
    String line =
        frames + " packets, " + newFrames + " packets/s, " + newBytes + " bytes/s, " + losses.get();
    if (inPlace) {
      // The previous line may have been longer, so its rest is erased (ECMA-48, EL).
      environment.err().print("\r" + line + "\u001B[K");
      environment.err().flush();
    } else {
      environment.tell(line);
    }
  }

  /** Ends the reports; the next output on stderr begins on a new line. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (inPlace && progress.frames() > 0) {
      environment.err().print(CLEAR);
    }
  }
}
