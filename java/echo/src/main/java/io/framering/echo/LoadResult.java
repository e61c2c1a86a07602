// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;
import java.util.Locale;

/**
 * The measurements of an {@link EchoLoad}, after its warm-up.
 *
 * @param elapsed the time measured
 * @param messages messages that came back, unchanged
 * @param bytes bytes of these messages, counted once
 * @param errors failed or broken connections, and messages that came back changed or not at all,
 *     including the warm-up
 * @param firstError the message of the first error; empty if there is none
 * @param fewest messages that came back on the connection with the fewest; with a connection per
 *     message, on the slot with the fewest
 * @param median half of the messages took no longer, from sending the first byte to receiving the
 *     last; with a connection per message, from connecting
 * @param p99 99 % of the messages took no longer
 * @param p999 99.9 % of the messages took no longer
 * @param longest no message took longer
 */
public record LoadResult(
    Duration elapsed,
    long messages,
    long bytes,
    long errors,
    String firstError,
    long fewest,
    Duration median,
    Duration p99,
    Duration p999,
    Duration longest) {

  /** {@return the number of messages that came back per second} */
  public double messagesPerSecond() {
    return messages / (elapsed.toNanos() / 1e9);
  }

  /** {@return the number of megabytes (millions of bytes) that came back per second} */
  public double megabytesPerSecond() {
    return bytes / (elapsed.toNanos() / 1e9) / 1e6;
  }

  /** {@return a few readable lines} */
  public String describe() {
    return String.format(
        Locale.ROOT,
        """
        %d messages in %s: %.0f messages/s, %.1f MB/s
        latency: p50 %s, p99 %s, p99.9 %s, longest %s
        errors: %d%s\
        """,
        messages,
        Durations.text(elapsed),
        messagesPerSecond(),
        megabytesPerSecond(),
        micros(median),
        micros(p99),
        micros(p999),
        micros(longest),
        errors,
        errors == 0 ? "" : " (the first: " + firstError + ")");
  }

  private static String micros(Duration latency) {
    return String.format(Locale.ROOT, "%.3f ms", latency.toNanos() / 1e6);
  }
}
