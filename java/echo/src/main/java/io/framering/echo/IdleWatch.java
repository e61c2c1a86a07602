package io.framering.echo;

import java.time.Duration;
import java.util.Set;

/**
 * Ends connections on which nothing moved for too long, in either direction. One virtual thread
 * looks at all of them a few times per timeout: no timer per read, no clock on the way of the
 * bytes.
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
    for (Connection connection : connections) {
      long progress = connection.progress();
      if (progress != connection.watchedProgress) {
        connection.watchedProgress = progress;
        connection.watchedSince = now;
      } else if (now - connection.watchedSince >= timeout.toNanos()) {
        connection.abort(reason);
      }
    }
  }
}
