// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;

/** The measurements of one worker of a load, or the sum of several. Not thread-safe. */
final class LoadTally {
  private final Latencies latencies = new Latencies();
  private long elapsedNanos;
  private long messages;
  private long bytes;
  private long errors;
  private String firstError = "";
  private long fewest = Long.MAX_VALUE;

  void message(int messageBytes, long latencyNanos) {
    messages++;
    bytes += messageBytes;
    latencies.add(latencyNanos);
  }

  void error(String what) {
    if (errors++ == 0) {
      firstError = what;
    }
  }

  /** Adds the number of messages that came back on one connection. */
  void connection(long itsMessages) {
    fewest = Math.min(fewest, itsMessages);
  }

  void elapsed(long nanos) {
    elapsedNanos = nanos;
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  long errors() {
    return errors;
  }

  String firstError() {
    return firstError;
  }

  void add(LoadTally other) {
    latencies.add(other.latencies);
    elapsedNanos = Math.max(elapsedNanos, other.elapsedNanos);
    messages += other.messages;
    bytes += other.bytes;
    firstError = errors == 0 ? other.firstError : firstError;
    errors += other.errors;
    fewest = Math.min(fewest, other.fewest);
  }

  LoadResult result() {
    return new LoadResult(
        Duration.ofNanos(Math.max(1, elapsedNanos)),
        messages,
        bytes,
        errors,
        firstError,
        fewest,
        Duration.ofNanos(latencies.quantile(0.5)),
        Duration.ofNanos(latencies.quantile(0.99)),
        Duration.ofNanos(latencies.quantile(0.999)),
        Duration.ofNanos(latencies.largest()));
  }
}
