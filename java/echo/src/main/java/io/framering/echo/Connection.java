// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP connection: echoes everything until the peer ends its side. It runs on its own virtual
 * thread; {@link #abort} and {@link #progress} may be called from any other.
 */
final class Connection implements Runnable {
  /** Buffer size of an idle connection. A message that fits needs one read and one write. */
  static final int SMALL_BYTES = 512;

  /**
   * Up to this number of open connections, a connection that has answered yields before it looks
   * for its next message. Usually the message has arrived by then, which saves a wait in the
   * kernel: 25 % more messages with 64 connections. With 1,000 connections, each would wait for all
   * the others.
   */
  private static final int FEW_CONNECTIONS = 100;

  /** The number of times a stream fills a large buffer before it yields. */
  private static final int FILLS_PER_TURN = 4;

  /** The number of times a paused stream yields and looks again before it waits in the kernel. */
  private static final int LOOKS_AT_A_STREAM = 4;

  /**
   * The work a connection may do before it lets all others run: 64 small answers, or 3.3 MB of a
   * stream.
   */
  private static final int EFFORT_IN_A_ROW = 4 << 20;

  /** The fixed cost of an answer, in bytes. */
  private static final int EFFORT_PER_ANSWER = 64 << 10;

  private final EchoServer server;
  private final SocketChannel channel;
  private final InetSocketAddress peer;
  private int effort;
  private volatile long echoed;
  private volatile String abortReason;

  /**
   * Progress at the last check of the idle watch, the time since which it has not changed, and the
   * kernel's unsent bytes at the last check. Used only by the watch.
   */
  long watchedProgress = -1;

  long watchedSince;
  long watchedUnsent;

  Connection(EchoServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.peer = remoteAddress(channel);
  }

  private static InetSocketAddress remoteAddress(SocketChannel channel) {
    try {
      return (InetSocketAddress) channel.getRemoteAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // only a closed channel has no peer
    }
  }

  @Override
  public void run() {
    IOException failure = null;
    try (channel) {
      server.listener().connected(peer);
      // A small answer must not wait for the acknowledgement of the previous one.
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
      boolean full = !small.hasRemaining();
      small.flip();
      if (full) {
        echoBurst(small);
      } else {
        sendBack(small);
        if (server.open() <= FEW_CONNECTIONS) {
          giveWay(small.limit());
        }
      }
      small.clear();
    }
  }

  /** Echoes the bytes that have arrived, and returns when there are no more for now. */
  private void echoBurst(ByteBuffer beginning) throws IOException {
    int looks = 1;
    while (looks > 0) {
      ByteBuffer large = server.pool().borrow();
      if (large == null) {
        break;
      }
      int moved;
      try {
        moved = takeTurn(beginning, large);
      } finally {
        server.pool().giveBack(large);
      }
      if (moved >= BufferPool.BUFFER_BYTES) {
        looks = LOOKS_AT_A_STREAM;
      } else if (moved == 0) {
        looks--;
      }
      if (looks > 0) {
        giveWay(moved);
      }
    }
    sendBack(beginning);
  }

  /** Echoes some of the bytes that have arrived; returns their number, 0 if there were none. */
  private int takeTurn(ByteBuffer beginning, ByteBuffer large) throws IOException {
    int moved = 0;
    boolean full = true;
    for (int fill = 0; full && fill < FILLS_PER_TURN; fill++) {
      readWithoutWaiting(large.clear().put(beginning));
      full = !large.hasRemaining();
      moved += large.flip().limit();
      sendBack(large);
    }
    return moved;
  }

  /**
   * On a virtual thread the kernel's socket is always non-blocking: the mode is only a field of the
   * channel.
   */
  private void readWithoutWaiting(ByteBuffer into) throws IOException {
    channel.configureBlocking(false);
    channel.read(into);
    channel.configureBlocking(true);
  }

  private void sendBack(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    while (bytes.hasRemaining()) {
      echoed += channel.write(bytes);
    }
    if (length > 0) {
      server.count(length);
    }
  }

  /**
   * Yields to other connections. {@link Thread#yield} alone would starve some: the scheduler of
   * virtual threads prefers threads that yielded to threads woken from outside. So a new
   * connection, or one that was quiet, would wait until no thread yields any more; with four heavy
   * streams that took two seconds. A thread that parks, even for a nanosecond, is also woken from
   * outside.
   */
  private void giveWay(int echoedBytes) {
    effort += EFFORT_PER_ANSWER + echoedBytes;
    if (effort >= EFFORT_IN_A_ROW) {
      effort = 0;
      LockSupport.parkNanos(1);
    } else {
      Thread.yield();
    }
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
   * Ends the connection at once.
   *
   * @return false if it was ended before
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
      // The channel is closed all the same.
    }
    return true;
  }

  /** Bytes sent back that the peer has not acknowledged. */
  long unsent(UnsentBytes all) {
    try {
      return all.of((InetSocketAddress) channel.getLocalAddress(), peer);
    } catch (IOException e) {
      return 0; // it is closed
    }
  }

  /** Bytes sent back so far; the idle watch compares it with the previous value. */
  long progress() {
    return echoed;
  }
}
