// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.util.concurrent.TimeUnit;

/** Paces a server that fails to accept, and says when that is news. For one thread. */
final class AcceptFailures {
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Without a failure for this long, the next one belongs to a new episode. */
  private static final long EPISODE_GAP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private boolean everFailed;
  private long lastFailure;
  private long pauseNanos = SHORTEST_PAUSE_NANOS;

  /**
   * Whether a failure is the first of an episode.
   *
   * @param now of {@link System#nanoTime}
   */
  boolean beginsEpisode(long now) {
    boolean begins = !everFailed || now - lastFailure >= EPISODE_GAP_NANOS;
    everFailed = true;
    lastFailure = now;
    return begins;
  }

  /** How long to pause after a failure: twice as long each time, as long as all fail. */
  long nextPauseNanos() {
    long pause = pauseNanos;
    pauseNanos = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    return pause;
  }

  /** A connection was accepted. */
  void accepted() {
    pauseNanos = SHORTEST_PAUSE_NANOS;
  }
}
