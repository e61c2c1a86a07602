// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;
import java.util.Locale;

/**
 * The progress of an {@link EchoLoad}.
 *
 * @param elapsed time since the load began
 * @param connections open connections
 * @param messages messages that came back so far, including the warm-up
 * @param bytes bytes of these messages
 * @param errors errors so far
 */
public record LoadProgress(
    Duration elapsed, int connections, long messages, long bytes, long errors) {

  /** Before anything happened. */
  public static final LoadProgress NOTHING = new LoadProgress(Duration.ZERO, 0, 0, 0, 0);

  LoadProgress plus(LoadProgress other) {
    return new LoadProgress(
        elapsed,
        connections + other.connections,
        messages + other.messages,
        bytes + other.bytes,
        errors + other.errors);
  }

  LoadProgress at(Duration time) {
    return new LoadProgress(time, connections, messages, bytes, errors);
  }

  /**
   * {@return one readable line, with the rates since an earlier time}
   *
   * @param earlier progress of the same load, reported before
   */
  public String describeSince(LoadProgress earlier) {
    double seconds = Math.max(1, elapsed.minus(earlier.elapsed).toNanos()) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d s: %d connections, %.0f messages/s, %.1f MB/s, %d errors",
        elapsed.toSeconds(),
        connections,
        (messages - earlier.messages) / seconds,
        (bytes - earlier.bytes) / seconds / 1e6,
        errors);
  }
}
