// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;
import java.util.Locale;

/**
 * Counts of an {@link EchoServer} since its start.
 *
 * @param elapsed time since the start
 * @param open connections that are open now
 * @param accepted connections since the start; 0 with UDP
 * @param messages answers: datagrams with UDP; with TCP, which has no messages, chunks as read from
 *     the socket
 * @param bytes bytes sent back
 */
public record EchoStatistics(
    Duration elapsed, long open, long accepted, long messages, long bytes) {

  /** Before anything happened. */
  public static final EchoStatistics NOTHING = new EchoStatistics(Duration.ZERO, 0, 0, 0, 0);

  /**
   * {@return one readable line: the totals, and the rates since the earlier statistics}
   *
   * @param earlier statistics of the same server, taken before
   */
  public String describeSince(EchoStatistics earlier) {
    double seconds = Math.max(1, elapsed.minus(earlier.elapsed).toNanos()) / 1e9;
    return String.format(
        Locale.ROOT,
        "%d connections (%d open), %d messages, %d bytes, %.0f messages/s, %.1f MB/s",
        accepted,
        open,
        messages,
        bytes,
        (messages - earlier.messages) / seconds,
        (bytes - earlier.bytes) / seconds / 1e6);
  }
}
