// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reports lost frames on stderr: the first loss at once, then at most one line per second. Losses
 * not reported by then are in the last lines. Several threads may share it.
 */
final class LossSink implements FrameSink {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Environment environment;
  private final LongSupplier nanoTime;
  private long lost;
  private long lostAfter;
  private long toldAt;

  /**
   * @param nanoTime {@link System#nanoTime}, or a test's
   */
  LossSink(Environment environment, LongSupplier nanoTime) {
    this.environment = environment;
    this.nanoTime = nanoTime;
    toldAt = nanoTime.getAsLong() - INTERVAL.toNanos();
  }

  @Override
  public synchronized void lost(long frames, long after) {
    lostAfter = lost == 0 ? after : lostAfter;
    lost += frames;
    now();
  }

  @Override
  public synchronized void now() {
    if (lost > 0 && nanoTime.getAsLong() - toldAt >= INTERVAL.toNanos()) {
      environment.tell(
          ClosingLines.packets(lost)
              + " lost after packet "
              + lostAfter
              + ": the buffer was full; -B makes it larger");
      lost = 0;
      toldAt = nanoTime.getAsLong();
    }
  }

  /**
   * The same for one of several threads.
   *
   * @param frames the number of frames that all threads have taken
   */
  FrameSink among(LongSupplier frames) {
    LossSink all = this;
    return new FrameSink() {
      @Override
      public void lost(long count, long after) {
        all.lost(count, frames.getAsLong());
      }

      @Override
      public void now() {
        all.now();
      }
    };
  }
}
