// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** One thread of a load, with some of its connections and a selector. */
final class LoadWorker implements Runnable {
  private static final int BUFFER_BYTES = 256 << 10;

  /**
   * Maximum number of simultaneous connection attempts; more would overflow the queue of a slow
   * server.
   */
  private static final int CONNECTING_AT_ONCE = 128;

  /** The interval at which the worker checks whether it should stop. */
  private static final long LOOK_MILLIS = 50;

  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private enum Phase {
    CONNECTING,
    WARMING_UP,
    MEASURING,
    FINISHING
  }

  private final EchoLoad load;
  private final InetSocketAddress server;
  private final int share;
  private final LoadMessages messages;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Set<LoadConnection> open = new HashSet<>();

  /** Numbers of connections to open. */
  private final Queue<Integer> wanted = new ArrayDeque<>();

  /** Messages that came back on each connection while measuring. */
  private final long[] answered;

  private final LoadTally tally = new LoadTally();
  private Selector selector;
  private Phase phase = Phase.CONNECTING;
  private int connecting;
  private long messagesSoFar;
  private volatile boolean everConnected;
  private volatile LoadProgress progress = LoadProgress.NOTHING;

  LoadWorker(EchoLoad load, InetSocketAddress server, int share) {
    this.load = load;
    this.server = server;
    this.share = share;
    this.messages = new LoadMessages(load.messageBytes);
    this.answered = new long[share];
  }

  @Override
  public void run() {
    try (Selector opened = Selector.open()) {
      selector = opened;
      IntStream.range(0, share).forEach(wanted::add);
      if (!load.reconnect) {
        connectAll();
      }
      work(Phase.WARMING_UP, load.warmUp);
      work(Phase.MEASURING, load.duration);
      finish();
    } catch (IOException e) {
      tally.error(ErrorText.of(e));
    } finally {
      open.forEach(LoadConnection::close);
    }
    for (long messagesOfOne : answered) {
      tally.connection(messagesOfOne);
    }
  }

  /** Valid after the end. */
  LoadTally tally() {
    return tally;
  }

  /** Any thread. */
  boolean everConnected() {
    return everConnected;
  }

  /** Any thread. */
  LoadProgress progress() {
    return progress;
  }

  private void connectAll() throws IOException {
    long end = System.nanoTime() + load.timeout.toNanos();
    while ((connecting > 0 || !wanted.isEmpty()) && isBefore(end)) {
      turn();
    }
    wanted.clear();
    for (LoadConnection connection : List.copyOf(open)) {
      if (!connection.isConnected()) {
        fail(connection, "no connection within " + Durations.text(load.timeout));
      }
    }
  }

  private void work(Phase next, Duration time) throws IOException {
    phase = next;
    long start = System.nanoTime();
    for (LoadConnection connection : List.copyOf(open)) {
      if (connection.isConnected()) {
        attempt(connection, () -> connection.send(start));
      }
    }
    while (isBefore(start + time.toNanos()) && !(open.isEmpty() && wanted.isEmpty())) {
      turn();
    }
    tally.elapsed(System.nanoTime() - start);
  }

  /** Starts no further message, and waits for those in flight. */
  private void finish() throws IOException {
    phase = Phase.FINISHING;
    wanted.clear();
    for (LoadConnection connection : List.copyOf(open)) {
      if (connection.isConnected()) {
        attempt(connection, connection::end);
      } else {
        drop(connection);
      }
    }
    long end = System.nanoTime() + load.timeout.toNanos();
    while (!open.isEmpty() && System.nanoTime() - end < 0) {
      turn();
    }
    for (LoadConnection connection : List.copyOf(open)) {
      String what =
          connection.unanswered() > 0
              ? connection.unanswered() + " messages did not come back"
              : "the server did not end its side";
      fail(connection, what + " within " + Durations.text(load.timeout));
    }
  }

  private boolean isBefore(long end) {
    return System.nanoTime() - end < 0 && !load.isStopped();
  }

  private void turn() throws IOException {
    while (connecting < CONNECTING_AT_ONCE && !wanted.isEmpty()) {
      connect(wanted.remove());
    }
    selector.select(key -> serve((LoadConnection) key.attachment(), key), LOOK_MILLIS);
    progress =
        new LoadProgress(
            Duration.ZERO,
            open.size() - connecting,
            messagesSoFar,
            messagesSoFar * load.messageBytes,
            tally.errors());
  }

  private void connect(int id) {
    try {
      LoadConnection connection = new LoadConnection(id, messages, load.inFlight, server, selector);
      open.add(connection);
      connecting++;
      if (connection.isConnected()) {
        attempt(connection, () -> connected(connection));
      }
    } catch (IOException e) {
      fail(id, ErrorText.of(e));
    }
  }

  private void serve(LoadConnection connection, SelectionKey key) {
    attempt(
        connection,
        () -> {
          if (key.isConnectable()) {
            connection.finishConnecting();
            connected(connection);
          } else if (key.isReadable()) {
            receive(connection);
          } else if (key.isWritable()) {
            connection.send(System.nanoTime());
          }
        });
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(LoadConnection connection, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      fail(connection, ErrorText.of(e));
    }
  }

  private void connected(LoadConnection connection) throws IOException {
    connecting--;
    everConnected = true;
    if (phase == Phase.FINISHING) {
      connection.end();
    } else if (phase != Phase.CONNECTING) {
      connection.send(connection.opened());
    }
  }

  private void receive(LoadConnection connection) throws IOException {
    if (!connection.receive(buffer)) {
      if (!connection.isEnding() || connection.unanswered() > 0) {
        throw new IOException("the server ended the connection");
      }
      drop(connection);
      return;
    }
    long now = System.nanoTime();
    for (buffer.flip(); buffer.hasRemaining(); ) {
      long begun = connection.check(buffer);
      if (begun != LoadConnection.INCOMPLETE) {
        count(connection, now - begun);
      }
    }
    if (connection.unanswered() > 0 || !load.reconnect && phase != Phase.FINISHING) {
      connection.send(now);
    } else if (load.reconnect) {
      drop(connection);
      again(connection.id());
    } else {
      connection.end();
    }
  }

  private void count(LoadConnection connection, long nanos) {
    messagesSoFar++;
    if (phase == Phase.MEASURING) {
      answered[connection.id()]++;
      tally.message(load.messageBytes, nanos);
    }
  }

  private void drop(LoadConnection connection) {
    open.remove(connection);
    connecting -= connection.isConnected() ? 0 : 1;
    connection.close();
  }

  private void fail(LoadConnection connection, String what) {
    drop(connection);
    fail(connection.id(), what);
  }

  private void fail(int id, String what) {
    tally.error(what);
    if (load.reconnect) {
      LockSupport.parkNanos(
          PAUSE_AFTER_FAILURE_NANOS); // a server that has gone stays away for a while
      again(id);
    }
  }

  private void again(int id) {
    if (phase != Phase.FINISHING) {
      wanted.add(id);
    }
  }
}
