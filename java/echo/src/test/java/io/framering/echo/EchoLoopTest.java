// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A datagram with a forged sender, and the servers that it makes answer each other. */
@Timeout(600)
class EchoLoopTest {
  /**
   * Sends argv[4] datagrams from argv[1]'s port argv[2], which it need not own, to port argv[3].
   */
  private static final String FORGER =
      """
      import socket, struct, sys
      address, source, destination, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
      s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
      s.bind((address, 0))
      for i in range(count):
          text = b'forged %d' % i
          s.sendto(struct.pack('!HHHH', source, destination, 8 + len(text), 0) + text, (address, 0))
      """;

  private static final String PYTHON_SERVER =
      """
      import socket
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          s.bind(('127.0.0.1', 0))
          print('listen on:%d' % s.getsockname()[1], flush=True)
          while True:
              data, sender = s.recvfrom(65535)
              s.sendto(data, sender)
      """;

  /** What starts a loop, and as many as are on their way when a server is asked and replies. */
  private static final int MOST = 8 * AnsweringPeers.DATAGRAMS_UNTIL_ASKED;

  private static EchoServer server() throws Exception {
    return EchoServer.builder().udp(true).host("127.0.0.1").port(0).start();
  }

  private static void forge(int source, EchoServer destination, int count) throws Exception {
    Child.needs("python3");
    boolean root = System.getProperty("user.name").equals("root");
    if (!root) {
      System.err.println("SKIPPED: this test needs root, to forge a sender");
    }
    Assumptions.assumeTrue(root, "only root can forge a sender");
    try (Child forger =
        Child.of(
            "python3",
            "-c",
            FORGER,
            "127.0.0.1",
            "" + source,
            "" + destination.address().getPort(),
            "" + count)) {
      assertThat(forger.exitStatus()).as(forger.err()).isZero();
    }
    Child.await(() -> messages(destination) >= count);
  }

  private static long messages(EchoServer server) {
    return server.statistics().messages();
  }

  /**
   * Talks to a server until it answers nobody else meanwhile; how many others it answered in all.
   */
  private static long answeredToOthers(EchoServer server) throws Exception {
    int own = 0;
    try (DatagramSocket client = new DatagramSocket()) {
      client.connect(server.address());
      client.setSoTimeout((int) Child.PATIENCE.toMillis());
      long others = -1;
      for (int quiet = 0; quiet < 5; ) {
        for (int i = 0; i < 100; i++, own++) {
          exchange(client, "tick " + own);
        }
        long now = messages(server) - own;
        quiet = now == others ? quiet + 1 : 0;
        others = now;
        assertThat(others).as("answers to others so far").isLessThan(MOST);
      }
      return others;
    }
  }

  private static void exchange(DatagramSocket client, String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    client.send(new DatagramPacket(bytes, bytes.length));
    DatagramPacket answer = new DatagramPacket(new byte[100], 100);
    client.receive(answer);
    assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void twoServersOnDifferentPortsStopAnsweringEachOther(int forged) throws Exception {
    try (EchoServer one = server();
        EchoServer other = server()) {
      forge(other.address().getPort(), one, forged);
      System.out.printf(
          "%d forged datagrams: one server answered %d, the other %d%n",
          forged, answeredToOthers(one), answeredToOthers(other));
    }
  }

  @Test
  void anEchoServerOfAnotherMakeIsNotAnsweredForEver() throws Exception {
    try (EchoServer server = server();
        Child other = Child.of("python3", "-c", PYTHON_SERVER)) {
      forge(other.port(), server, 1);
      System.out.println("a server in Python got " + answeredToOthers(server) + " answers");
    }
  }

  /** Sixteen on the way, the same bytes each time: what a loop looks like, too. */
  @Test
  void aClientThatSendsTheSameAgainAndAgainGetsEveryAnswer() throws Exception {
    int datagrams = 100_000;
    byte[] same = "ping".getBytes(UTF_8);
    try (EchoServer server = server();
        DatagramSocket client = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      client.setSoTimeout((int) Child.PATIENCE.toMillis());
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      int sent = 0;
      int strays = 0;
      for (int answered = 0; answered < datagrams; ) {
        for (; sent < Math.min(datagrams, answered + 16); sent++) {
          client.send(new DatagramPacket(same, same.length, server.address()));
        }
        client.receive(answer);
        if (answer.getSocketAddress().equals(server.address())) {
          assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8)).isEqualTo("ping");
          answered++;
        } else {
          strays++;
        }
      }
      Child.await(() -> messages(server) == datagrams);
      assertThat(strays).isBetween(1, 9); // after 256, 512, … 65,536
    }
  }

  @Test
  void endsUnderAFloodOfDatagrams() throws Exception {
    Child.needs("python3");
    EchoServer server = server();
    String flood =
        """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.connect(('127.0.0.1', int(sys.argv[1])))
        while True:
            try:
                s.send(b'flood')
            except ConnectionRefusedError:
                break
        """;
    String port = "" + server.address().getPort();
    try (Child one = Child.of("python3", "-c", flood, port);
        Child other = Child.of("python3", "-c", flood, port)) {
      Child.await(() -> messages(server) > 1000);
      server.close();
      assertThat(server.hasEnded()).isTrue();
      assertThat(one.exitStatus()).isZero();
      assertThat(other.exitStatus()).isZero();
    }
  }

  /** A secret that only the asked one knows: nobody can silence a server towards somebody else. */
  @Test
  void onlyTheSecretFromTheAskedPeerCounts() throws Exception {
    try (DatagramChannel asking = Binding.udp(new InetSocketAddress("127.0.0.1", 0));
        DatagramSocket suspect = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      AnsweringPeers peers = new AnsweringPeers(1, asking);
      InetSocketAddress address = (InetSocketAddress) suspect.getLocalSocketAddress();
      peers.replied(address, ByteBuffer.allocate(16));
      for (int i = 0; i < AnsweringPeers.DATAGRAMS_UNTIL_ASKED; i++) {
        assertThat(peers.mayAnswer(address)).isTrue();
      }
      DatagramPacket question = new DatagramPacket(new byte[100], 100);
      suspect.setSoTimeout((int) Child.PATIENCE.toMillis());
      suspect.receive(question);
      SocketAddress asker = question.getSocketAddress();
      assertThat(asker).isEqualTo(asking.getLocalAddress());
      ByteBuffer secret = ByteBuffer.wrap(question.getData(), 0, question.getLength());

      peers.replied(new InetSocketAddress("127.0.0.2", address.getPort()), secret);
      peers.replied(address, ByteBuffer.allocate(16));
      assertThat(peers.mayAnswer(address)).isTrue();
      peers.replied(address, secret);
      assertThat(peers.mayAnswer(address)).isFalse();
      assertThat(peers.mayAnswer(new InetSocketAddress("127.0.0.2", address.getPort()))).isTrue();
    }
  }

  /** The loop's peer is asked although as many others as are remembered come between. */
  @Test
  void aCrowdOfOtherPeersNeitherHidesALoopNorTakesMemory() throws Exception {
    try (DatagramChannel asking = Binding.udp(new InetSocketAddress("127.0.0.1", 0));
        DatagramSocket suspect = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      AnsweringPeers peers = new AnsweringPeers(1, asking);
      InetSocketAddress address = (InetSocketAddress) suspect.getLocalSocketAddress();
      int other = 0;
      for (int i = 0; i < AnsweringPeers.DATAGRAMS_UNTIL_ASKED; i++) {
        peers.mayAnswer(address);
        for (int j = 0; j < AnsweringPeers.REMEMBERED - 1; j++, other++) {
          byte[] forged = {10, (byte) (other >> 16), (byte) (other >> 8), (byte) other};
          peers.mayAnswer(new InetSocketAddress(InetAddress.getByAddress(forged), 2000));
        }
      }
      assertThat(peers.remembered()).isEqualTo(AnsweringPeers.REMEMBERED);
      suspect.setSoTimeout((int) Child.PATIENCE.toMillis());
      DatagramPacket question = new DatagramPacket(new byte[100], 100);
      suspect.receive(question);
      assertThat(question.getLength()).isEqualTo(16);
    }
  }
}
