package io.framering.echo;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Accepts connections, as long as fewer than the maximum are open; the others wait in the kernel.
 */
final class TcpReception extends Reception<ServerSocketChannel> {
  /** Connections accepted before those that are open get their turn. */
  private static final int TURN = 16;

  private final EchoServer server;
  private final boolean once;
  private final Semaphore places;
  private final AcceptFailures failures = new AcceptFailures();
  private boolean servedOnce;

  private TcpReception(
      EchoServer server, List<ServerSocketChannel> channels, int maxConnections, boolean once)
      throws IOException {
    super(channels, SelectionKey.OP_ACCEPT);
    this.server = server;
    this.once = once;
    this.places = new Semaphore(maxConnections);
  }

  /** Closes the sockets when it cannot be made. */
  static TcpReception of(
      EchoServer server, List<ServerSocketChannel> channels, int maxConnections, boolean once)
      throws IOException {
    try {
      return new TcpReception(server, channels, maxConnections, once);
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
        Thread.yield(); // a crowd at the door must not keep those inside waiting
      }
    }
  }

  /** Whether there may be another one. */
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
   * Failing to accept must not end the server: most likely all file descriptors are in use, which
   * the end of some connection will change.
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
            .MAXIMUM_CONNECTIONS); // those at the door are let in: the listening is over anyway
  }
}
