// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The TCP acceptor: accepts connections while fewer than the maximum are open; others wait in the
 * kernel.
 */
final class TcpAcceptor extends Acceptor<ServerSocketChannel> {
  /** Connections accepted before open ones get their turn. */
  private static final int TURN = 16;

  private final EchoServer server;
  private final boolean once;
  private final Semaphore places;
  private final AcceptFailures failures = new AcceptFailures();
  private boolean servedOnce;

  private TcpAcceptor(
      EchoServer server, List<ServerSocketChannel> channels, int maxConnections, boolean once)
      throws IOException {
    super(channels, SelectionKey.OP_ACCEPT);
    this.server = server;
    this.once = once;
    this.places = new Semaphore(maxConnections);
  }

  /** Closes the sockets when it cannot be made. */
  static TcpAcceptor of(
      EchoServer server, List<ServerSocketChannel> channels, int maxConnections, boolean once)
      throws IOException {
    try {
      return new TcpAcceptor(server, channels, maxConnections, once);
    } catch (IOException e) {
      Binding.closeAll(channels);
      throw e;
    }
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
        failures.accepted();
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
    if (failures.beginsEpisode(System.nanoTime())) {
      server.listener().acceptFailing(cause);
    }
    LockSupport.parkNanos(failures.nextPauseNanos());
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
