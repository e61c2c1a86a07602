package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of a load: what it has sent, and what of it has come back. For one thread. */
final class LoadConnection {
  /** There is no message that is complete now. */
  static final long INCOMPLETE = Long.MIN_VALUE;

  private final int id;
  private final LoadMessages messages;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final long opened = System.nanoTime();

  /**
   * When the messages that are on the way were begun, at the message's number modulo their number.
   */
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

  /** When it began to connect. */
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

  /** Begins as many messages as may be on the way, and sends what the kernel takes. */
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
   * @return false when the peer ended its side
   */
  boolean receive(ByteBuffer buffer) throws IOException {
    return channel.read(buffer.clear()) >= 0;
  }

  /**
   * Checks what was received against what was sent, up to the end of a message at most.
   *
   * @return when the message that is complete now was begun, or {@link #INCOMPLETE}
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

  /** Begins no further message, and ends the sending side when all is back. */
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
      // It is gone all the same.
    }
  }
}
