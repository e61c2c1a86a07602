package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what others wrote: Python's own sockets, nc and socat, as clients and as servers. */
@Timeout(60)
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
          s.settimeout(5)
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
      assertThat(run("Hello from nc\n", "nc", "-u", "-w", "1", "127.0.0.1", port(server)))
          .isEqualTo("Hello from nc\n");
    }
  }

  @Test
  void socatGetsItsLinesBack() throws Exception {
    Child.needs("socat");
    String lines = "a line\n".repeat(30_000);
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      assertThat(run(lines, "socat", "-t", "5", "-", "TCP:127.0.0.1:" + port(server)))
          .isEqualTo(lines);
    }
  }

  @Test
  void weGetOurBytesBackFromSocat() throws Exception {
    Child.needs("socat");
    int port = freePort();
    try (Child server =
        Child.of("socat", "-t", "5", "TCP-LISTEN:" + port + ",bind=127.0.0.1", "EXEC:cat")) {
      EchoClient client = EchoClient.builder().port(port).build();
      Child.await(() -> listens(server, port));
      assertThat(client.echo(new byte[300_000], new ByteArrayOutputStream()).isEqual()).isTrue();
    }
  }

  private static int freePort() throws IOException {
    try (EchoServer probe = EchoServer.builder().port(0).start()) {
      return probe.address().getPort();
    }
  }

  /** Asks the kernel, as a connection would be the only one that such a server takes. */
  private static boolean listens(Child server, int port) {
    String listening = "0100007F:%04X 00000000:0000 0A".formatted(port);
    try {
      return java.nio.file.Files.readString(java.nio.file.Path.of("/proc/net/tcp"))
              .contains(listening)
          || !server.process().isAlive();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
