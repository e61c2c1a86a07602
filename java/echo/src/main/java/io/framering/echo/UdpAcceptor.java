// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The UDP acceptor: sends each datagram back to its sender. */
final class UdpAcceptor extends Acceptor<DatagramChannel> {
  private static final int LARGEST_DATAGRAM = 65_535;

  /** Datagrams answered before other work gets its turn. */
  private static final int TURN = 64;

  /** The minimum size of a datagram in a receive buffer, which includes a struct sk_buff. */
  private static final int SMALLEST_IN_KERNEL = 256;

  private final EchoServer server;
  private final boolean once;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
  private final Map<DatagramChannel, AnsweringPeers> peersOf = new HashMap<>();
  private final Map<DatagramChannel, AnsweringPeers> askedFrom = new HashMap<>();
  private boolean servedOnce;

  private UdpAcceptor(
      EchoServer server, List<DatagramChannel> channels, List<DatagramChannel> asking, boolean once)
      throws IOException {
    super(joined(channels, asking), SelectionKey.OP_READ);
    this.server = server;
    this.once = once;
    for (int i = 0; i < channels.size(); i++) {
      int ownPort = ((InetSocketAddress) channels.get(i).getLocalAddress()).getPort();
      AnsweringPeers peers = new AnsweringPeers(ownPort, asking.get(i));
      peersOf.put(channels.get(i), peers);
      askedFrom.put(asking.get(i), peers);
    }
  }

  /**
   * Each socket gets a second one at the same address, see {@link AnsweringPeers}. Closes all when
   * one cannot be had.
   */
  static UdpAcceptor of(
      EchoServer server,
      List<DatagramChannel> channels,
      Binding.Opener<DatagramChannel> opener,
      boolean once)
      throws IOException {
    List<DatagramChannel> asking = new ArrayList<>();
    try {
      for (InetSocketAddress address : Binding.addresses(channels)) {
        asking.add(opener.open(new InetSocketAddress(address.getAddress(), 0)));
      }
      return new UdpAcceptor(server, channels, asking, once);
    } catch (IOException e) {
      Binding.closeAll(joined(channels, asking));
      throw e;
    }
  }

  private static List<DatagramChannel> joined(List<DatagramChannel> a, List<DatagramChannel> b) {
    List<DatagramChannel> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Override
  void serve(DatagramChannel channel) {
    serve(channel, TURN);
    Thread.yield();
  }

  /** Serves the datagrams in the receive buffer; later ones must not delay the end. */
  @Override
  void drain(DatagramChannel channel) throws IOException {
    serve(channel, channel.getOption(StandardSocketOptions.SO_RCVBUF) / SMALLEST_IN_KERNEL);
  }

  private void serve(DatagramChannel channel, int most) {
    for (int served = 0; served < most && !servedOnce && serveOne(channel); served++) {
      // No more datagrams.
    }
  }

  /** Serves one datagram; returns whether there may be another one. */
  private boolean serveOne(DatagramChannel channel) {
    try {
      datagram.clear();
      InetSocketAddress sender = (InetSocketAddress) channel.receive(datagram);
      if (sender == null) {
        return false;
      }
      datagram.flip();
      AnsweringPeers asked = askedFrom.get(channel);
      if (asked != null) {
        asked.replied(sender, datagram);
      } else {
        answer(channel, sender);
      }
    } catch (IOException e) {
      // The sender's address is forged or unreachable, so this datagram cannot be answered.
    }
    return true;
  }

  private void answer(DatagramChannel channel, InetSocketAddress sender) throws IOException {
    if (once) {
      servedOnce = true;
      stop();
    }
    if (peersOf.get(channel).mayAnswer(sender)) {
      int bytes = datagram.limit();
      if (channel.send(datagram, sender) == bytes) {
        server.count(bytes);
      }
    }
  }

  @Override
  void closed() {
    server.leave();
  }
}
