// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over UDP. */
@Timeout(600)
class UdpTest {
  private static final int SILENCE_MILLIS = 300;
  private static final int ANSWER_MILLIS = (int) Child.PATIENCE.toMillis();

  private static EchoServer.Builder server() {
    return EchoServer.builder().udp(true).host("127.0.0.1").port(0);
  }

  private static void send(DatagramSocket socket, EchoServer server, String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
  }

  private static String receive(DatagramSocket socket, int timeoutMillis) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.setSoTimeout(timeoutMillis);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @Test
  void manyPeersEachGetTheirOwn() throws Exception {
    try (EchoServer server = server().start()) {
      DatagramSocket[] peers = new DatagramSocket[20];
      for (int i = 0; i < peers.length; i++) {
        peers[i] = new DatagramSocket();
        send(peers[i], server, "peer " + i);
      }
      for (int i = 0; i < peers.length; i++) {
        assertThat(receive(peers[i], ANSWER_MILLIS)).isEqualTo("peer " + i);
        peers[i].close();
      }
      Child.await(() -> server.statistics().messages() == 20);
    }
  }

  /** Services that answer whatever comes, on any host: they would answer the answer. */
  @ParameterizedTest
  @ValueSource(ints = {7, 13, 17, 19, 37})
  void neverAnswersAServiceThatAnswersWhateverComes(int port) throws Exception {
    assertSilentTowards(new InetSocketAddress("127.0.0.2", port));
  }

  private static void assertSilentTowards(InetSocketAddress address) throws Exception {
    try (EchoServer server = server().start();
        DatagramSocket suspect = bind(address);
        DatagramSocket harmless = new DatagramSocket()) {
      assertSilentTowards(suspect, harmless, server);
    }
  }

  private static void assertSilentTowards(
      DatagramSocket suspect, DatagramSocket harmless, EchoServer server) throws Exception {
    send(suspect, server, "answer me, and I answer you");
    send(harmless, server, "hello");
    assertThat(receive(harmless, ANSWER_MILLIS)).isEqualTo("hello");
    assertThatThrownBy(() -> receive(suspect, SILENCE_MILLIS))
        .isInstanceOf(SocketTimeoutException.class);
    Child.await(() -> server.statistics().messages() == 1);
  }

  private static DatagramSocket bind(InetSocketAddress address) throws Exception {
    try {
      return new DatagramSocket(address);
    } catch (BindException e) {
      System.err.println("SKIPPED: this test needs root, to send from port " + address.getPort());
      Assumptions.abort("port " + address.getPort() + ": " + e.getMessage());
      throw e;
    }
  }

  /** Two of these servers on their usual port must not be brought to answer each other either. */
  @Test
  void neverAnswersItsOwnPort() throws Exception {
    try (EchoServer server = server().start();
        DatagramSocket twin =
            new DatagramSocket(
                new InetSocketAddress(
                    InetAddress.getByName("127.0.0.2"), server.address().getPort()));
        DatagramSocket harmless = new DatagramSocket()) {
      assertSilentTowards(twin, harmless, server);
    }
  }

  @Test
  void onceIsOneDatagram() throws Exception {
    try (EchoServer server = server().once(true).start();
        DatagramSocket peer = new DatagramSocket()) {
      send(peer, server, "one");
      assertThat(receive(peer, ANSWER_MILLIS)).isEqualTo("one");
      assertThat(server.awaitEnd(Child.PATIENCE)).isTrue();
    }
  }

  @Test
  void closingAnswersWhatHasArrived() throws Exception {
    try (DatagramSocket peer = new DatagramSocket()) {
      for (int round = 0; round < 20; round++) {
        EchoServer server = server().start();
        send(peer, server, "round " + round);
        server.close();
        assertThat(receive(peer, ANSWER_MILLIS)).isEqualTo("round " + round);
      }
    }
  }

  /** As when the process has no descriptor left for the second of the other sockets. */
  @Test
  void allSocketsAreClosedWhenOneCannotBeOpened() throws Exception {
    InetAddress[] addresses = {
      InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")
    };
    List<DatagramChannel> sockets = Binding.all(addresses, 0, Binding::udp);
    List<DatagramChannel> asking = new ArrayList<>();
    Binding.Opener<DatagramChannel> opener =
        address -> {
          if (!asking.isEmpty()) {
            throw new SocketException("Too many open files");
          }
          asking.add(Binding.udp(address));
          return asking.getFirst();
        };

    assertThatThrownBy(() -> UdpAcceptor.of(null, sockets, opener, false))
        .hasMessage("Too many open files");

    assertThat(asking).hasSize(1).noneMatch(DatagramChannel::isOpen);
    assertThat(sockets).hasSize(2).noneMatch(DatagramChannel::isOpen);
  }

  @Test
  void answersOverIpv6() throws Exception {
    try (EchoServer server = EchoServer.builder().udp(true).host("::1").port(0).start();
        DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      send(peer, server, "six");
      assertThat(receive(peer, ANSWER_MILLIS)).isEqualTo("six");
    }
  }
}
