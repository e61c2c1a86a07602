// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client, against the server and against peers that get it wrong. */
@Timeout(600)
class EchoClientTest {

  /** What a server does with its one connection. */
  private interface Behaviour {
    void serve(Socket peer) throws IOException;
  }

  /** The result of sending a message to a server that behaves so, and what came back. */
  private static EchoResult send(String message, OutputStream received, Behaviour behaviour)
      throws IOException {
    return send(new ByteArrayInputStream(message.getBytes(UTF_8)), received, behaviour);
  }

  private static EchoResult send(InputStream message, OutputStream received, Behaviour behaviour)
      throws IOException {
    return send(message, received, behaviour, Child.PATIENCE);
  }

  /** The same with a client that does not wait for long. */
  private static EchoResult sendInAHurry(String message, Behaviour behaviour) throws IOException {
    InputStream bytes = new ByteArrayInputStream(message.getBytes(UTF_8));
    return send(bytes, nowhere(), behaviour, Duration.ofSeconds(2));
  }

  private static EchoResult send(
      InputStream message, OutputStream received, Behaviour behaviour, Duration timeout)
      throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket peer = server.accept()) {
          behaviour.serve(peer);
        } catch (IOException e) {
          // The client is what is tested.
        }
      });
      return client(server.getLocalPort(), timeout).echo(message, received);
    }
  }

  private static void waitLong() {
    LockSupport.parkNanos(Child.PATIENCE.toNanos());
  }

  private static EchoClient client(int port) {
    return client(port, Child.PATIENCE);
  }

  private static EchoClient client(int port, Duration timeout) {
    return EchoClient.builder().port(port).timeout(timeout).build();
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  @Test
  void getsItsMessageBack() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      EchoResult result =
          client(server.address().getPort()).echo("Hello World".getBytes(UTF_8), received);
      assertThat(received).hasToString("Hello World");
      assertThat(result).isEqualTo(new EchoResult(11, 11, 11));
      assertThat(result.isEqual()).isTrue();
    }
  }

  @Test
  void getsALongStreamBack() throws Exception {
    byte[] message = new byte[20 << 20];
    new Random(1).nextBytes(message);
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      ByteArrayOutputStream received = new ByteArrayOutputStream(message.length);
      EchoResult result =
          client(server.address().getPort()).echo(new ByteArrayInputStream(message), received);
      assertThat(result.isEqual()).isTrue();
      assertThat(received.toByteArray()).isEqualTo(message);
    }
  }

  @Test
  void anEmptyMessageIsAMessage() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      EchoResult result = client(server.address().getPort()).echo(new byte[0], nowhere());
      assertThat(result.isEqual()).isTrue();
      assertThat(result.sent()).isZero();
    }
  }

  @Test
  void waitsForAPersonWhoTypes() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start();
        PipedOutputStream typed = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typed)) {
      Thread.startVirtualThread(() -> {
        try (typed) {
          typed.write("one ".getBytes(UTF_8));
          Thread.sleep(1200); // longer than the client waits for an answer
          typed.write("two".getBytes(UTF_8));
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      });
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      assertThat(client(server.address().getPort()).echo(input, received).isEqual()).isTrue();
      assertThat(received).hasToString("one two");
    }
  }

  @Test
  void noticesAWrongByte() throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    EchoResult result =
        send(
            "abcdef",
            received,
            peer -> {
              peer.getInputStream().readNBytes(6);
              peer.getOutputStream().write("abcXef".getBytes(UTF_8));
              peer.getInputStream().read();
            });
    assertThat(received).hasToString("abcXef");
    assertThat(result).isEqualTo(new EchoResult(6, 6, 3));
    assertThat(result.isEqual()).isFalse();
    assertThat(result.describe()).isEqualTo("what came back differs from what was sent at byte 4");
  }

  @Test
  void noticesWhatIsMissing() throws Exception {
    EchoResult result =
        send(
            "abcdef",
            nowhere(),
            peer -> {
              peer.getOutputStream().write(peer.getInputStream().readNBytes(4));
              peer.getInputStream().readAllBytes();
            });
    assertThat(result.describe()).isEqualTo("only 4 of 6 bytes came back");
    assertThat(result.isEqual()).isFalse();
  }

  @Test
  void noticesWhatIsTooMuch() throws Exception {
    EchoResult result =
        send(
            "abc",
            nowhere(),
            peer -> {
              peer.getInputStream().readAllBytes();
              peer.getOutputStream().write("abcabc".getBytes(UTF_8));
            });
    assertThat(result.describe()).isEqualTo("6 bytes came back, but only 3 were sent");
  }

  @Test
  void doesNotWaitForEverForAnAnswer() {
    assertThatThrownBy(() -> sendInAHurry("abc", peer -> waitLong()))
        .isInstanceOf(EchoException.class)
        .hasMessageMatching(
            "no answer from localhost port \\d+ for 2 s \\(3 bytes sent, 0 came back\\);.*");
  }

  @Test
  void contentsItselfWithAServerThatNeverEndsItsSide() throws Exception {
    EchoResult result =
        sendInAHurry(
            "abc",
            peer -> {
              peer.getInputStream().transferTo(peer.getOutputStream());
              waitLong();
            });
    assertThat(result.isEqual()).isTrue();
  }

  @Test
  void saysWhenTheConnectionBreaks() {
    assertThatThrownBy(() ->
            send(
                "abc",
                nowhere(),
                peer -> {
                  peer.getInputStream().readNBytes(3);
                  peer.setSoLinger(true, 0);
                }))
        .isInstanceOf(EchoException.class)
        .hasMessageMatching("the connection to .* broke after 0 bytes came back: Connection reset");
  }

  @Test
  void saysWhenTheServerEndsTooEarly() throws Exception {
    try (PipedOutputStream neverClosed = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(neverClosed)) {
      neverClosed.write("abc".getBytes(UTF_8));
      Behaviour echoOnce =
          peer -> peer.getOutputStream().write(peer.getInputStream().readNBytes(3));
      assertThatThrownBy(() -> send(input, nowhere(), echoOnce))
          .isInstanceOf(EchoException.class)
          .hasMessageMatching(
              "localhost port \\d+ ended the connection before everything was sent"
                  + " \\(3 bytes sent, 3 came back\\)");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (Socket refusing = Child.refusingPort()) {
      int port = refusing.getLocalPort();
      assertThatThrownBy(() -> client(port).echo(new byte[1], nowhere()))
          .isInstanceOf(EchoException.class)
          .message() // where localhost is both, the last of its addresses is named
          .matches(
              "can't connect to (127.0.0.1|\\[::1]):%d: .+; is a server running there\\?"
                  .formatted(port));
    }
  }

  @Test
  void datagramsComeBackToo() throws Exception {
    try (EchoServer server = EchoServer.builder().udp(true).port(0).start()) {
      EchoClient client = EchoClient.builder().udp(true).port(server.address().getPort()).build();
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      assertThat(client.echo("ping".getBytes(UTF_8), received).isEqual()).isTrue();
      assertThat(received).hasToString("ping");
      assertThat(client.echo(new byte[EchoClient.MAXIMUM_DATAGRAM], nowhere()).isEqual()).isTrue();
      assertThatThrownBy(() -> client.echo(new byte[EchoClient.MAXIMUM_DATAGRAM + 1], nowhere()))
          .hasMessageStartingWith("message of 65508 bytes: a datagram carries 65507 at most");
    }
  }

  @Test
  void saysThatNoDatagramCameBack() throws Exception {
    try (DatagramSocket deaf = new DatagramSocket()) {
      int port = deaf.getLocalPort();
      deaf.connect(InetAddress.getLoopbackAddress(), 1); // so that it takes nobody else's
      EchoClient client = EchoClient.builder().udp(true).port(port).build();
      assertThatThrownBy(() -> client.echo(new byte[1], nowhere()))
          .hasMessageContaining("Connection refused");
    }
  }
}
