package io.framering.echo;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The TCP acceptor: accepts connections while fewer than the maximum are open; others wait in the
 * kernel.
 */
final class TcpReception extends Reception<ServerSocketChannel> {
  /** Connections accepted before open ones get their turn. */
  private static final int TURN = 16;

  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** After this time without a failure, the next one begins a new episode. */
  private static final long EPISODE_GAP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EchoServer server;
  private final boolean once;
  private final Semaphore places;
  private boolean servedOnce;
  private boolean everFailed;
  private long lastFailure;
  private long pauseNanos = SHORTEST_PAUSE_NANOS;

  TcpReception(
      EchoServer server, List<ServerSocketChannel> channels, int maxConnections, boolean once)
      throws IOException {
    super(channels, SelectionKey.OP_ACCEPT);
    this.server = server;
    this.once = once;
    this.places = new Semaphore(maxConnections);
  }

  @Override
  void serve(ServerSocketChannel listening) {
    for (int accepted = 1; !servedOnce && acceptOne(listening); accepted++) {
      if (once) {
        servedOnce = true;
        stop();
      } else if (accepted % TURN == 0) {
        Thread.yield(); // many waiting connections must not delay the open ones
      }
    }
  }

  /** Accepts one connection; returns whether there may be another one. */
  private boolean acceptOne(ServerSocketChannel listening) {
    places.acquireUninterruptibly();
    SocketChannel peer = null;
    try {
      peer = listening.accept();
      if (peer != null) {
        server.begin(peer);
        pauseNanos = SHORTEST_PAUSE_NANOS;
      }
    } catch (IOException e) {
      pause(e);
    } finally {
      if (peer == null) {
        places.release();
      }
    }
    return peer != null;
  }

  /**
   * A failure to accept must not end the server: most likely all file descriptors are in use until
   * a connection ends.
   */
  private void pause(IOException cause) {
    long now = System.nanoTime();
    if (!everFailed || now - lastFailure > EPISODE_GAP_NANOS) {
      server.listener().acceptFailing(cause);
    }
    everFailed = true;
    lastFailure = now;
    LockSupport.parkNanos(pauseNanos);
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  @Override
  void release() {
    places.release();
  }

  @Override
  void closed() {
    server.leave();
  }

  @Override
  void stop() {
    super.stop();
    places.release(
        EchoServer
            .MAXIMUM_CONNECTIONS); // waiting connections are still accepted: listening is over
    // anyway
  }
}
