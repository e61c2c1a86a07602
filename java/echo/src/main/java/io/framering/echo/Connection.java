package io.framering.echo;

import java.io.IOException;
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

  /** How often a stream fills a large buffer before it lets others run. */
  private static final int FILLS_PER_TURN = 4;

  /**
   * How often a stream that paused lets others run and looks again, before it waits in the kernel.
   */
  private static final int LOOKS_AT_A_STREAM = 4;

  /**
   * What a connection may do before everybody gets a turn: 64 small answers, or 3.3 MB of a stream.
   */
  private static final int EFFORT_IN_A_ROW = 4 << 20;

  /** What an answer costs beside its bytes, in bytes. */
  private static final int EFFORT_PER_ANSWER = 64 << 10;

  private final EchoServer server;
  private final SocketChannel channel;
  private final InetSocketAddress peer;
  private int effort;
  private volatile long echoed;
  private volatile String abortReason;

  /**
   * Progress when the idle watch last looked, since when it is that, and what the kernel had to
   * send when it was last asked; only the watch uses them.
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

  /** Moves what the kernel has, and returns when there is nothing more for now. */
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

  /** Moves some of what the kernel has; how many bytes, 0 when there was nothing. */
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

  /** On a virtual thread the kernel's socket never blocks: the mode is a field of the channel. */
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
   * Lets others run. Yielding alone would starve some: the scheduler of virtual threads takes those
   * that yielded before those that were woken from outside, so a new connection, or one that gets
   * its first byte in a while, would wait until nobody yields any more; with four heavy streams
   * that took two seconds. Who parks, be it for a nanosecond, is woken from outside too.
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

  /** Bytes that were sent back, but that the peer has not acknowledged. */
  long unsent(UnsentBytes all) {
    try {
      return all.of((InetSocketAddress) channel.getLocalAddress(), peer);
    } catch (IOException e) {
      return 0; // it is closed
    }
  }

  /** Bytes sent back so far; the idle watch compares it with what it was. */
  long progress() {
    return echoed;
  }
}
