// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what others wrote: Python's own sockets, nc and socat, as clients and as servers. */
@Timeout(600)
class OtherPeersTest {

  private static final String PYTHON_CLIENT =
      """
      import hashlib, socket, sys, threading
      host, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      sent = bytes((i * 31 + i // 251) % 256 for i in range(size))
      with socket.create_connection((host, port)) as s:
          def send():
              s.sendall(sent)
              s.shutdown(socket.SHUT_WR)
          threading.Thread(target=send).start()
          received = bytearray()
          while chunk := s.recv(4096):
              received += chunk
      print('Received', 'equal' if received == sent else 'different', len(received))
      """;

  private static final String PYTHON_SERVER =
      """
      import socket
      with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
          s.bind(('127.0.0.1', 0))
          s.listen()
          print('listen on:%d' % s.getsockname()[1], flush=True)
          conn, addr = s.accept()
          with conn:
              while True:
                  data = conn.recv(1024)
                  if not data:
                      break
                  conn.sendall(data)
      """;

  private static final String PYTHON_UDP_CLIENT =
      """
      import socket, sys
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          s.settimeout(300)
          for size in (1, 0, 1472, 65507):
              s.sendto(b'u' * size, ('127.0.0.1', int(sys.argv[1])))
              data, sender = s.recvfrom(65535)
              print(len(data), data == b'u' * size, sender[1] == int(sys.argv[1]))
      """;

  private static String run(String stdin, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var in = process.getOutputStream()) {
      in.write(stdin.getBytes(UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private static String port(EchoServer server) {
    return Integer.toString(server.address().getPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 16_384, 16_896, 1_000_000})
  void pythonGetsItsBytesBack(int size) throws Exception {
    Child.needs("python3");
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      assertThat(run("", "python3", "-c", PYTHON_CLIENT, "127.0.0.1", port(server), "" + size))
          .isEqualTo("Received equal %d\n".formatted(size));
    }
  }

  @Test
  void pythonGetsItsBytesBackOverIpv6() throws Exception {
    Child.needs("python3");
    try (EchoServer server = EchoServer.builder().host("::1").port(0).start()) {
      assertThat(run("", "python3", "-c", PYTHON_CLIENT, "::1", port(server), "5000"))
          .isEqualTo("Received equal 5000\n");
    }
  }

  @Test
  void pythonGetsItsDatagramsBack() throws Exception {
    Child.needs("python3");
    try (EchoServer server = EchoServer.builder().udp(true).port(0).start()) {
      assertThat(run("", "python3", "-c", PYTHON_UDP_CLIENT, port(server)))
          .isEqualTo("1 True True\n0 True True\n1472 True True\n65507 True True\n");
    }
  }

  @Test
  void weGetOurBytesBackFromPython() throws Exception {
    Child.needs("python3");
    assertEchoes("python3", "-c", PYTHON_SERVER);
  }

  private static void assertEchoes(String... command) throws Exception {
    byte[] message = new byte[1 << 20];
    new Random(3).nextBytes(message);
    try (Child server = Child.of(command)) {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      EchoResult result = EchoClient.builder().port(server.port()).build().echo(message, received);
      assertThat(result.describe()).isEqualTo("1048576 bytes came back as they were sent");
      assertThat(received.toByteArray()).isEqualTo(message);
    }
  }

  @Test
  void ncGetsItsLineBack() throws Exception {
    Child.needs("nc");
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      assertThat(run("Hello from nc\n", "nc", "-N", "127.0.0.1", port(server)))
          .isEqualTo("Hello from nc\n");
    }
  }

  @Test
  void ncGetsItsDatagramBack() throws Exception {
    Child.needs("nc");
    try (EchoServer server = EchoServer.builder().udp(true).port(0).start()) {
      // It never ends by itself, as a datagram has no end that could be seen.
      Process nc = new ProcessBuilder("nc", "-u", "127.0.0.1", port(server)).start();
      try (var in = nc.getOutputStream()) {
        in.write("Hello from nc\n".getBytes(UTF_8));
        in.flush();
        assertThat(nc.inputReader(UTF_8).readLine()).isEqualTo("Hello from nc");
      } finally {
        nc.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void socatGetsItsLinesBack() throws Exception {
    Child.needs("socat");
    String lines = "a line\n".repeat(30_000);
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      assertThat(run(lines, "socat", "-t", "300", "-", "TCP:127.0.0.1:" + port(server)))
          .isEqualTo(lines);
    }
  }

  @Test
  void weGetOurBytesBackFromSocat() throws Exception {
    Child.needs("socat");
    String listen = "TCP-LISTEN:0,bind=127.0.0.1";
    try (Child server = Child.of("socat", "-d", "-d", "-t", "300", listen, "EXEC:cat")) {
      Child.await(() -> socatPort(server).find() || !server.process().isAlive());
      Matcher said = socatPort(server);
      assertThat(said.find()).as(server.err()).isTrue();
      EchoClient client = EchoClient.builder().port(Integer.parseInt(said.group(1))).build();
      assertThat(client.echo(new byte[300_000], new ByteArrayOutputStream()).isEqual()).isTrue();
    }
  }

  private static Matcher socatPort(Child server) {
    try {
      return Pattern.compile("listening on .*:(\\d+)\n").matcher(server.err());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
