package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.List;

/** Sends each datagram back to where it came from. */
final class UdpReception extends Reception<DatagramChannel> {
  private static final int LARGEST_DATAGRAM = 65_535;

  /** Datagrams answered before anything else on this thread's carrier gets its turn. */
  private static final int TURN = 64;

  private static final int ECHO_PORT = 7;
  private static final int CHARGEN_PORT = 19;

  private final EchoServer server;
  private final int ownPort;
  private final boolean once;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
  private boolean servedOnce;

  UdpReception(EchoServer server, List<DatagramChannel> channels, int ownPort, boolean once)
      throws IOException {
    super(channels, SelectionKey.OP_READ);
    this.server = server;
    this.ownPort = ownPort;
    this.once = once;
  }

  @Override
  void serve(DatagramChannel channel) {
    for (int answered = 1; !servedOnce && answerOne(channel); answered++) {
      if (once) {
        servedOnce = true;
        stop();
      } else if (answered % TURN == 0) {
        Thread.yield();
      }
    }
  }

  /** Whether there may be another one. */
  private boolean answerOne(DatagramChannel channel) {
    try {
      datagram.clear();
      InetSocketAddress sender = (InetSocketAddress) channel.receive(datagram);
      if (sender == null) {
        return false;
      }
      datagram.flip();
      if (mayAnswer(sender.getPort(), ownPort) && channel.send(datagram, sender) > 0) {
        server.count(datagram.limit());
      }
    } catch (IOException e) {
      // This one can't be answered, as its sender's address is forged or can't be reached from
      // here.
    }
    return true;
  }

  /**
   * Whoever sends from one of these ports may be an echo server or a character generator itself,
   * and one datagram with a forged sender would make the two answer each other for ever.
   */
  static boolean mayAnswer(int senderPort, int ownPort) {
    return senderPort != ECHO_PORT && senderPort != CHARGEN_PORT && senderPort != ownPort;
  }

  @Override
  void closed() {
    server.leave();
  }
}
