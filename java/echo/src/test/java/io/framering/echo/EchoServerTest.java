// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as a class, over real sockets on the loopback interface. */
@Timeout(600)
class EchoServerTest {
  private static final Duration SOON = Child.PATIENCE;

  private static Socket connect(EchoServer server) throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  private static String exchange(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
  }

  @Test
  void sendsBackWhatItGetsAndEndsWhenThePeerEnds() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start();
        Socket socket = connect(server)) {
      assertThat(exchange(socket, "Hello World")).isEqualTo("Hello World");
      assertThat(exchange(socket, "x".repeat(100_000))).isEqualTo("x".repeat(100_000));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void listensOnThePortItWasGiven() throws Exception {
    try (Socket reserved = Child.refusingPort()) {
      int port = reserved.getLocalPort();
      try (EchoServer server = EchoServer.builder().host("127.0.0.1").port(port).start()) {
        assertThat(server.address()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
      }
    }
  }

  @Test
  void speaksIpv6() throws Exception {
    try (EchoServer server = EchoServer.builder().host("::1").port(0).start();
        Socket socket = new Socket("::1", server.address().getPort())) {
      assertThat(exchange(socket, "six")).isEqualTo("six");
    }
  }

  @Test
  void theWildcardIsBothProtocols() throws Exception {
    try (EchoServer server = EchoServer.builder().host("::").port(0).start();
        Socket four = new Socket("127.0.0.1", server.address().getPort());
        Socket six = new Socket("::1", server.address().getPort())) {
      assertThat(exchange(four, "four")).isEqualTo("four");
      assertThat(exchange(six, "six")).isEqualTo("six");
    }
  }

  @Test
  void countsWhatItDoes() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start();
        Socket first = connect(server);
        Socket second = connect(server)) {
      exchange(first, "12345");
      exchange(second, "678");
      second.shutdownOutput();
      Child.await(() -> server.statistics().open() == 1 && server.statistics().messages() == 2);
      EchoStatistics statistics = server.statistics();
      assertThat(statistics.accepted()).isEqualTo(2);
      assertThat(statistics.messages()).isEqualTo(2);
      assertThat(statistics.bytes()).isEqualTo(8);
      assertThat(statistics.describeSince(EchoStatistics.NOTHING))
          .startsWith("2 connections (1 open), 2 messages, 8 bytes, ");
    }
  }

  @Test
  void tellsItsListener() throws Exception {
    Queue<String> events = new ConcurrentLinkedQueue<>();
    EchoListener listener =
        new EchoListener() {
          @Override
          public void listening(EchoServer server) {
            events.add("listening");
          }

          @Override
          public void connected(InetSocketAddress peer) {
            events.add("connected " + peer.getPort());
          }

          @Override
          public void disconnected(InetSocketAddress peer, long bytes) {
            events.add("disconnected " + bytes);
          }

          @Override
          public void failed(InetSocketAddress peer, long bytes, IOException cause) {
            events.add("failed " + bytes);
          }
        };
    int port;
    try (EchoServer server = EchoServer.builder().port(0).listener(listener).start()) {
      try (Socket socket = connect(server)) {
        port = socket.getLocalPort();
        exchange(socket, "abc");
      }
      Child.await(() -> events.size() == 3);
      try (Socket socket = connect(server)) {
        exchange(socket, "abcd");
        socket.setSoLinger(true, 0); // close() resets the connection
      }
      Child.await(() -> events.size() == 5);
    }
    assertThat(List.copyOf(events))
        .startsWith("listening", "connected " + port, "disconnected 3")
        .endsWith("failed 4");
  }

  @Test
  void printsWhereItListensAndWhoConnects() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EchoPrinter printer = new EchoPrinter(new PrintStream(out, true, UTF_8), System.err, false);
    try (EchoServer server = EchoServer.builder().port(0).listener(printer).start();
        Socket socket = connect(server)) {
      exchange(socket, "x");
      assertThat(out.toString(UTF_8))
          .isEqualTo(
              "Server started to listen on:%d%nConnected by 127.0.0.1:%d%n"
                  .formatted(server.address().getPort(), socket.getLocalPort()));
    }
  }

  @Test
  void moreThanTheMaximumWaitAndAreServedThen() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).maxConnections(2).start();
        Socket first = connect(server);
        Socket second = connect(server);
        Socket third = connect(server)) {
      exchange(first, "1");
      exchange(second, "2");
      third.getOutputStream().write('3');
      third.setSoTimeout(200);
      assertThatThrownBy(() -> third.getInputStream().read()).hasMessageContaining("timed out");
      assertThat(server.statistics().open()).isEqualTo(2);
      first.shutdownOutput();
      third.setSoTimeout((int) SOON.toMillis());
      assertThat(third.getInputStream().read()).isEqualTo('3');
    }
  }

  @Test
  void aConnectionThatGetsNoLargeBufferGoesOnWithItsSmallOne() throws Exception {
    String text = "x".repeat(100_000);
    try (EchoServer server = EchoServer.builder().port(0).start();
        Socket socket = connect(server)) {
      for (int i = 0; i < BufferPool.LIMIT; i++) {
        assertThat(server.pool().borrow()).isNotNull();
      }
      assertThat(exchange(socket, text)).isEqualTo(text);
      assertThat(server.pool().made()).isEqualTo(BufferPool.LIMIT);
    }
  }

  @Test
  void listensOnThisHostOnlyUnlessToldOtherwise() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      assertThat(server.addresses())
          .isNotEmpty()
          .allMatch(address -> address.getAddress().isLoopbackAddress());
    }
  }

  @Test
  void onceIsOneConnection() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).once(true).start()) {
      try (Socket socket = connect(server)) {
        assertThat(exchange(socket, "only")).isEqualTo("only");
        Child.await(() -> refuses(server));
        assertThat(server.awaitEnd(Duration.ofMillis(50))).isFalse();
      }
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.statistics().accepted()).isEqualTo(1);
    }
  }

  @Test
  void closingLetsOpenConnectionsFinish() throws Exception {
    EchoServer server = EchoServer.builder().port(0).drain(SOON).start();
    try (Socket socket = connect(server)) {
      exchange(socket, "before");
      Thread closing = Thread.startVirtualThread(server::close);
      Child.await(() -> refuses(server));
      assertThat(exchange(socket, "while it drains")).isEqualTo("while it drains");
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      closing.join();
      assertThat(server.cutOff()).isZero();
    }
  }

  @Test
  void closingServesThoseWhoWaitAtTheDoor() throws Exception {
    EchoServer server = EchoServer.builder().port(0).maxConnections(1).drain(SOON).start();
    try (Socket inside = connect(server);
        Socket waiting = connect(server)) {
      exchange(inside, "in");
      waiting.getOutputStream().write("waiting".getBytes(UTF_8));
      waiting.shutdownOutput();
      inside.shutdownOutput();
      server.close();
      assertThat(new String(waiting.getInputStream().readAllBytes(), UTF_8)).isEqualTo("waiting");
      assertThat(server.cutOff()).isZero();
    }
  }

  @Test
  void closingCutsOffWhatIsOpenAfterTheDrainTime() throws Exception {
    EchoServer server = EchoServer.builder().port(0).drain(Duration.ofMillis(200)).start();
    try (Socket socket = connect(server)) {
      exchange(socket, "x");
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
      assertThat(server.cutOff()).isEqualTo(1);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void interruptingACloseCutsOffAtOnce() throws Exception {
    EchoServer server = EchoServer.builder().port(0).drain(Duration.ofMinutes(5)).start();
    try (Socket socket = connect(server)) {
      exchange(socket, "x");
      Thread.currentThread().interrupt();
      server.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(server.cutOff()).isEqualTo(1);
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    EchoServer server = EchoServer.builder().port(0).start();
    server.close();
    server.close();
    assertThat(server.hasEnded()).isTrue();
  }

  private static boolean refuses(EchoServer server) {
    try (Socket socket = connect(server)) {
      return socket.isClosed();
    } catch (IOException e) {
      return true;
    }
  }
}
