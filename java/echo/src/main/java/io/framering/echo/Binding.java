// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Opens a socket for each address of a host name, all on one port. {@code localhost} is 127.0.0.1
 * and ::1 on most hosts, and clients differ in which they try.
 */
final class Binding {
  /** Maximum number of waiting connections; the kernel limits it to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  /** The number of attempts to use a port that is free on the first address on the others. */
  private static final int ATTEMPTS = 16;

  private Binding() {}

  /** Opens one socket and binds it; closes it if that fails. */
  interface Opener<C extends NetworkChannel> {
    C open(InetSocketAddress address) throws IOException;
  }

  static ServerSocketChannel tcp(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(family(address));
    return orClose(channel, () -> channel.bind(address, BACKLOG));
  }

  static DatagramChannel udp(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(address));
    return orClose(channel, () -> channel.bind(address));
  }

  /**
   * @param addresses at least one
   * @param port the port, or 0 for a free one
   */
  static <C extends NetworkChannel> List<C> all(InetAddress[] addresses, int port, Opener<C> opener)
      throws IOException {
    Set<InetAddress> each = new LinkedHashSet<>(List.of(addresses));
    for (int attempt = 1; ; attempt++) {
      List<C> bound = new ArrayList<>();
      try {
        bindEach(each, port, opener, bound);
        return bound;
      } catch (EchoException e) {
        boolean partnerTaken = port == 0 && !bound.isEmpty();
        closeAll(bound);
        if (!partnerTaken || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  static List<InetSocketAddress> addresses(List<? extends NetworkChannel> channels)
      throws IOException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (NetworkChannel channel : channels) {
      addresses.add((InetSocketAddress) channel.getLocalAddress());
    }
    return List.copyOf(addresses);
  }

  private static <C extends NetworkChannel> void bindEach(
      Set<InetAddress> addresses, int port, Opener<C> opener, List<C> bound) throws IOException {
    EchoException missing = null;
    int sharedPort = port;
    for (InetAddress address : addresses) {
      try {
        C channel = opener.open(new InetSocketAddress(address, sharedPort));
        bound.add(channel);
        sharedPort = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      } catch (IOException | UnsupportedOperationException e) {
        EchoException failure = Addresses.cannotListen(address, sharedPort, e);
        if (!Addresses.isMissing(address, e)) {
          throw failure;
        }
        missing = failure;
      }
    }
    if (bound.isEmpty()) {
      throw missing;
    }
  }

  private static ProtocolFamily family(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static <C extends NetworkChannel> C orClose(C channel, Step step) throws IOException {
    try {
      step.run();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static void closeAll(List<? extends NetworkChannel> channels) throws IOException {
    for (NetworkChannel channel : channels) {
      channel.close();
    }
  }
}
