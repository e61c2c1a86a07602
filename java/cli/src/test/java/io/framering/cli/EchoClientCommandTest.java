// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.echo.EchoServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering echo-client")
@Timeout(600)
class EchoClientCommandTest {
  private static final String HOST = "--host=127.0.0.1";

  private static EchoServer server(boolean udp) throws IOException {
    return EchoServer.builder().host("127.0.0.1").port(0).udp(udp).start();
  }

  private static String port(EchoServer server) {
    return "--port=" + server.address().getPort();
  }

  /** Calls it with a server that answers one connection so, whatever it gets, and closes it. */
  private static Call withAnswer(String answer) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (Socket peer = listener.accept()) {
              peer.getInputStream().readAllBytes();
              peer.getOutputStream().write(answer.getBytes(UTF_8));
            } catch (IOException e) {
              // The client tells.
            }
          });
      return Call.of("echo-client", HOST, "--port=" + listener.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysHelloWorld(boolean udp) throws Exception {
    try (EchoServer server = server(udp)) {
      String how = udp ? "--udp" : "--timeout=9";
      Call call = Call.of("echo-client", HOST, port(server), how);

      assertThat(call).isEqualTo(new Call(0, "Received: Hello World\n", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "two words", "Grüße, 世界", "line\nline"})
  void sendsAMessage(String message) throws Exception {
    try (EchoServer server = server(false)) {
      Call call = Call.of("echo-client", HOST, port(server), message);

      assertThat(call).isEqualTo(new Call(0, "Received: " + message + "\n", ""));
    }
  }

  @Test
  void aMessageMayLookLikeAnOption() throws Exception {
    try (EchoServer server = server(false)) {
      Call call = Call.of("echo-client", HOST, port(server), "--", "--load");

      assertThat(call).isEqualTo(new Call(0, "Received: --load\n", ""));
    }
  }

  @Test
  void ofNoInputNothingComesBack() throws Exception {
    try (EchoServer server = server(false)) {
      assertThat(Call.of("echo-client", HOST, port(server), "-")).isEqualTo(new Call(0, "", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hello              | only 5 of 11 bytes came back
          ''                 | only 0 of 11 bytes came back
          Hello Earth        | what came back differs from what was sent at byte 7
          Hello World twice  | 17 bytes came back, but only 11 were sent
          """)
  void somethingElseBackIsAFailure(String answer, String complaint) throws Exception {
    Call call = withAnswer(answer);

    assertThat(call)
        .isEqualTo(new Call(1, "Received: " + answer + "\n", "framering: " + complaint + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout=9", "--udp", "--load", "--load --connections=3"})
  void withoutAServerItSaysSoInOneLine(String options) throws Exception {
    InetAddress host = InetAddress.getByName("127.0.0.1");
    Call call;
    // Two ports that are taken, so that nobody else gets them, and that nobody can talk to.
    try (Socket tcp = new Socket();
        DatagramSocket udp = new DatagramSocket(0, host)) {
      tcp.bind(new InetSocketAddress(host, 0));
      udp.connect(host, 1);
      int port = options.contains("udp") ? udp.getLocalPort() : tcp.getLocalPort();
      call = Call.of(("echo-client " + HOST + " --port=" + port + " " + options).split(" "));
    }

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).isEmpty();
    assertThat(call.errLines())
        .singleElement()
        .asString()
        .startsWith("framering: can't connect to 127.0.0.1")
        .endsWith("; is a server running there?");
  }

  @Test
  void aReaderThatLeftIsNoFailure() throws Exception {
    try (EchoServer server = server(false)) {
      Call.Broken gone = new Call.Broken(new StandardOutput.ReaderGone(new IOException("EPIPE")));
      Call call = Call.to(gone, "echo-client", HOST, port(server));

      assertThat(call.status()).isZero();
      assertThat(call.err()).isEmpty();
    }
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    try (EchoServer server = server(false)) {
      Call.Broken full = new Call.Broken(new IOException("disk full"));
      Call call = Call.to(full, "echo-client", HOST, port(server));

      assertThat(call.status()).isEqualTo(1);
      assertThat(call.errLines()).containsExactly("framering: disk full");
    }
  }

  @Test
  void measuresALoad() throws Exception {
    try (EchoServer server = server(false)) {
      Call call =
          Call.of(
              "echo-client",
              HOST,
              port(server),
              "--load",
              "--connections=4",
              "--size=1000",
              "--in-flight=2",
              "--warm-up=0.1",
              "--duration=0.3");

      assertThat(call.status()).isZero();
      assertThat(call.err()).isEmpty();
      assertThat(call.out()).matches("(?s)[1-9]\\d* messages in .*errors: 0\n");
      assertThat(server.statistics().accepted()).isEqualTo(4);
    }
  }
}
