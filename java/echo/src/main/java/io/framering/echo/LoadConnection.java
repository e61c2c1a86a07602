// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load: its sent and received bytes. Not thread-safe. */
final class LoadConnection {
  /** No message is complete now. */
  static final long INCOMPLETE = Long.MIN_VALUE;

  private final int id;
  private final LoadMessages messages;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final long opened = System.nanoTime();

  /** The start times of the messages in flight, at the message's number modulo their number. */
  private final long[] beginnings;

  private long begun;
  private long completed;
  private int sentOfMessage;
  private int receivedOfMessage;
  private boolean connected;
  private boolean ending;

  /** Begins to connect; {@link #finishConnecting} ends it. */
  LoadConnection(
      int id, LoadMessages messages, int inFlight, InetSocketAddress server, Selector selector)
      throws IOException {
    this.id = id;
    this.messages = messages;
    this.beginnings = new long[inFlight];
    this.channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connected = channel.connect(server);
      int wanted = connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
      this.key = channel.register(selector, wanted, this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  int id() {
    return id;
  }

  /** The time when it began to connect. */
  long opened() {
    return opened;
  }

  boolean isConnected() {
    return connected;
  }

  void finishConnecting() throws IOException {
    connected = channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
  }

  long unanswered() {
    return begun - completed;
  }

  /** Starts messages up to the limit in flight, and sends as many bytes as the kernel accepts. */
  void send(long now) throws IOException {
    while (sentOfMessage > 0 || !ending && unanswered() < beginnings.length) {
      if (sentOfMessage == 0) {
        beginnings[(int) (begun % beginnings.length)] = now;
        begun++;
      }
      sentOfMessage += channel.write(messages.rest(id, begun - 1, sentOfMessage));
      if (sentOfMessage < messages.messageBytes()) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
      sentOfMessage = 0;
    }
    if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /**
   * Receives into a buffer.
   *
   * @return false if the peer ended its side
   */
  boolean receive(ByteBuffer buffer) throws IOException {
    return channel.read(buffer.clear()) >= 0;
  }

  /**
   * Compares received bytes with the sent ones, at most up to the end of a message.
   *
   * @return the start time of the message that is complete now, or {@link #INCOMPLETE}
   */
  long check(ByteBuffer received) throws IOException {
    if (unanswered() == 0) {
      throw new IOException("more came back than was sent");
    }
    ByteBuffer expected = messages.rest(id, completed, receivedOfMessage);
    int length = Math.min(received.remaining(), expected.remaining());
    expected.limit(expected.position() + length);
    int end = received.limit();
    received.limit(received.position() + length);
    if (!received.equals(expected)) {
      throw new IOException("what came back differs from what was sent");
    }
    received.position(received.limit()).limit(end);
    receivedOfMessage += length;
    if (receivedOfMessage < messages.messageBytes()) {
      return INCOMPLETE;
    }
    receivedOfMessage = 0;
    return beginnings[(int) (completed++ % beginnings.length)];
  }

  /** Starts no further message, and ends the sending side when all messages are back. */
  void end() throws IOException {
    if (unanswered() == 0) {
      channel.shutdownOutput();
    }
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The channel is closed all the same.
    }
  }
}
