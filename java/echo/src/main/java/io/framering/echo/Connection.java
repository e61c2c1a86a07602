package io.framering.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * One peer over TCP: what it sends goes back to it, until it ends its side. Runs on a virtual
 * thread of its own; {@link #abort} and {@link #progress} may be called from any other.
 */
final class Connection implements Runnable {
  /** Bytes that an idle connection holds. What fits in costs one read and one write. */
  static final int SMALL_BYTES = 512;

  /**
   * While no more than this are open, a connection that answered lets the others run before it
   * looks for its next message. Mostly that is there by then, and a wait in the kernel is saved: a
   * quarter more messages with 64 connections. With 1,000 each would wait for all the others.
   */
  private static final int FEW_CONNECTIONS = 100;

  /** Turns after which a connection gives way to everybody, not only to those who run anyway. */
  private static final int TURNS_IN_A_ROW = 8;

  private final EchoServer server;
  private final SocketChannel channel;
  private final InetSocketAddress peer;
  private int turns;
  private volatile long echoed;
  private volatile String abortReason;

  /**
   * Progress when the idle watch last looked, and since when it is that; only the watch uses them.
   */
  long watchedProgress = -1;

  long watchedSince;

  Connection(EchoServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.peer = remoteAddress(channel);
  }

  private static InetSocketAddress remoteAddress(SocketChannel channel) {
    try {
      return (InetSocketAddress) channel.getRemoteAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // only a closed channel has none
    }
  }

  @Override
  public void run() {
    IOException failure = null;
    try (channel) {
      server.listener().connected(peer);
      // The answer to a small message must not wait for the acknowledgement of the last one.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      echo();
    } catch (IOException e) {
      failure = e;
    } finally {
      try {
        report(failure);
      } finally {
        server.ended(this);
      }
    }
  }

  private void echo() throws IOException {
    ByteBuffer small = ByteBuffer.allocate(SMALL_BYTES);
    while (channel.read(small) >= 0) {
      ByteBuffer large = small.hasRemaining() ? null : server.pool().borrow();
      if (large == null) {
        sendBack(small);
        if (server.open() <= FEW_CONNECTIONS) {
          giveWay();
        }
      } else {
        try {
          echoBurst(large.put(small.flip()));
        } finally {
          server.pool().giveBack(large);
        }
      }
      small.clear();
    }
  }

  /** Moves what the kernel has, and returns when there is nothing more for now. */
  private void echoBurst(ByteBuffer large) throws IOException {
    InputStream waiting = channel.socket().getInputStream();
    while (waiting.available() > 0) {
      channel.read(large);
      sendBack(large);
      large.clear();
      giveWay(); // who always finds something to read and room to write never waits by itself
    }
    if (large.position() > 0) {
      sendBack(large);
    }
  }

  /**
   * Lets others run. Yielding alone would starve some: the scheduler of virtual threads takes those
   * that yielded before those that were woken from outside, so a new connection, or one that gets
   * its first byte in a while, would wait until nobody yields any more; with four heavy streams
   * that took two seconds. Who parks, be it for a nanosecond, is woken from outside too.
   */
  private void giveWay() {
    if (++turns % TURNS_IN_A_ROW == 0) {
      LockSupport.parkNanos(1);
    } else {
      Thread.yield();
    }
  }

  private void sendBack(ByteBuffer buffer) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      echoed += channel.write(buffer);
    }
    server.count(buffer.limit());
  }

  private void report(IOException failure) {
    String reason = abortReason;
    if (reason != null) {
      server.listener().failed(peer, echoed, new IOException(reason, failure));
    } else if (failure != null) {
      server.listener().failed(peer, echoed, failure);
    } else {
      server.listener().disconnected(peer, echoed);
    }
  }

  /**
   * Ends the connection now, whatever it is doing.
   *
   * @return false when somebody else did before
   */
  boolean abort(String reason) {
    synchronized (this) {
      if (abortReason != null) {
        return false;
      }
      abortReason = reason;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Closing is all there was to do.
    }
    return true;
  }

  /** Bytes sent back so far; the idle watch compares it with what it was. */
  long progress() {
    return echoed;
  }
}
