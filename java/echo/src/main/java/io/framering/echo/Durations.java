package io.framering.echo;

import java.time.Duration;

/** Durations as a person writes them. */
final class Durations {
  private Durations() {}

  /** "30 s", "1.5 s", "200 ms". */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }
}
