// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.time.Duration;
import java.util.Set;

/**
 * Ends connections without traffic, in either direction, for too long. One virtual thread checks
 * all of them a few times per timeout, which needs no timer per read and no clock on the data path.
 * Asking the kernel for unsent bytes is expensive, so this is done only for connections that would
 * be ended.
 */
final class IdleWatch implements Runnable {
  private static final int LOOKS_PER_TIMEOUT = 8;

  private final Set<Connection> connections;
  private final Duration timeout;
  private final String reason;

  IdleWatch(Set<Connection> connections, Duration timeout) {
    this.connections = connections;
    this.timeout = timeout;
    this.reason = "idle for " + Durations.text(timeout);
  }

  @Override
  public void run() {
    Duration pause = timeout.dividedBy(LOOKS_PER_TIMEOUT).plusMillis(1);
    try {
      while (true) {
        Thread.sleep(pause);
        look(System.nanoTime());
      }
    } catch (InterruptedException e) {
      // The server ended.
    }
  }

  private void look(long now) {
    UnsentBytes unsent = null;
    for (Connection connection : connections) {
      long progress = connection.progress();
      if (progress != connection.watchedProgress) {
        connection.watchedProgress = progress;
        connection.watchedSince = now;
      } else if (now - connection.watchedSince >= timeout.toNanos()) {
        unsent = unsent == null ? UnsentBytes.now() : unsent;
        endUnlessSending(connection, unsent, now);
      }
    }
  }

  /** Nothing was read or written, but the kernel may still be sending earlier bytes. */
  private void endUnlessSending(Connection connection, UnsentBytes unsent, long now) {
    long bytes = connection.unsent(unsent);
    if (bytes == connection.watchedUnsent) {
      connection.abort(reason);
    } else {
      connection.watchedUnsent = bytes;
      connection.watchedSince = now;
    }
  }
}
