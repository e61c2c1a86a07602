// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a server and a client begin and end as processes: signals, messages, exit status. */
@Timeout(600)
class ProcessTest {

  @Test
  void terminatingUnderLoadLosesNothing() throws Exception {
    try (Child server = Child.echo("echo-server", "--port", "0", "--drain", "600")) {
      AtomicLong messages = new AtomicLong();
      EchoLoad load =
          EchoLoad.builder()
              .port(server.port())
              .connections(50)
              .messageBytes(20_000)
              .inFlight(4)
              .duration(Duration.ofHours(1))
              .progress(progress -> messages.set(progress.messages()))
              .build();
      Thread terminating =
          Thread.startVirtualThread(() -> {
            try {
              Child.await(() -> connected(server) == 50 && messages.get() > 0);
              server.terminate();
              long before = messages.get();
              Child.await(() -> messages.get() > before);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            } finally {
              load.stop();
            }
          });
      LoadResult result = load.run();
      terminating.join();
      assertThat(result.errors()).as(result.firstError()).isZero();
      assertThat(result.messages()).isPositive();
      assertThat(server.exitStatus()).isZero();
    }
  }

  private static long connected(Child server) {
    try {
      return server.out().lines().filter(line -> line.startsWith("Connected by")).count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoDoesNotEndWithinTheDrainTimeIsCutOff() throws Exception {
    try (Child server = Child.echo("echo-server", "--port", "0", "--drain", "0.3");
        Socket socket = Child.connect(server.port())) {
      Child.exchange(socket, "x");
      server.terminate();
      assertThat(server.exitStatus()).isEqualTo(143);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void withoutConnectionsItEndsAtOnce() throws Exception {
    try (Child server = Child.echo("echo-server", "--port", "0", "--drain", "60")) {
      server.port();
      server.terminate();
      assertThat(server.exitStatus()).isZero();
    }
  }

  @Test
  void onceServesOneAndEnds() throws Exception {
    try (Child server = Child.echo("echo-server", "--port", "0", "--once");
        Child client = Child.echo("echo-client", "--port", "" + server.port(), "Grüße an alle")) {
      assertThat(client.exitStatus()).isZero();
      assertThat(client.out()).isEqualTo("Received: Grüße an alle\n");
      assertThat(server.exitStatus()).isZero();
      assertThat(server.out())
          .matches("Server started to listen on:\\d+\nConnected by 127\\.0\\.0\\.1:\\d+\n");
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void aPortThatIsInUse() throws Exception {
    try (EchoServer other = EchoServer.builder().port(0).start()) {
      int port = other.address().getPort();
      assertSays(
          1,
          "can't listen on 127.0.0.1:%d: Address already in use; end the program that uses it, or"
              + " choose another port (0 picks a free one)",
          port,
          "echo-server",
          "--port",
          "" + port);
    }
  }

  /** The advice is decided without the system's words, so it is the same beside other words. */
  @Test
  void aPortThatIsInUseInGermany() throws Exception {
    try (EchoServer other = EchoServer.builder().port(0).start();
        Child child =
            Child.echoInGerman(
                "-Dany=flag", "echo-server", "--port", "" + other.address().getPort())) {
      assertThat(child.exitStatus()).isEqualTo(1);
      assertThat(child.err())
          .matches("can't listen on 127.0.0.1:\\d+: .+; end the program that uses it, or .+\n");
    }
  }

  private static void assertSays(int status, String message, int port, String... arguments)
      throws Exception {
    try (Child child = Child.echo(arguments)) {
      assertThat(child.exitStatus()).isEqualTo(status);
      assertThat(child.err()).isEqualTo(message.formatted(port) + "\n");
      assertThat(child.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | --port 70000                | port 70000: must be 0 to 65535
          2 | --port -1                   | port -1: must be 0 to 65535
          2 | --max-connections 0         | maximum of 0 connections: must be 1 to 1048576
          1 | --host no.such.host.invalid | host no.such.host.invalid: no address is known for this name; check its spelling
          1 | --host 203.0.113.1 --port 0   | can't listen on 203.0.113.1:0: Cannot assign requested address; it is not an address of this host
          """)
  void wrongOptionsAreExplainedInOneLine(int status, String options, String message)
      throws Exception {
    assertSays(status, message, 0, ("echo-server " + options).split(" "));
  }

  @Test
  void aPortThatIsNotAllowed() throws Exception {
    Child.needs("setpriv");
    boolean root = System.getProperty("user.name").equals("root");
    Assumptions.assumeTrue(root, "only root can become somebody who may not");
    String classPath = System.getProperty("java.class.path");
    try (Child child =
        Child.of(
            "setpriv",
            "--bounding-set=-net_bind_service",
            "--inh-caps=-net_bind_service",
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            classPath,
            EchoProcess.class.getName(),
            "echo-server",
            "--port",
            "7")) {
      assertThat(child.exitStatus()).isEqualTo(1);
      assertThat(child.err())
          .isEqualTo(
              "can't listen on 127.0.0.1:7: Permission denied; ports below 1024 are for root (or"
                  + " CAP_NET_BIND_SERVICE)\n");
    }
  }

  @Test
  void aClientWithoutAServer() throws Exception {
    try (Socket refusing = Child.refusingPort();
        Child child = Child.echo("echo-client", "--port", "" + refusing.getLocalPort())) {
      assertThat(child.exitStatus()).isEqualTo(1);
      assertThat(child.err())
          .matches( // where localhost is both, the last of its addresses is named
              "can't connect to (127.0.0.1|\\[::1]):%d: Connection refused; is a server running there\\?\n"
                  .formatted(refusing.getLocalPort()));
    }
  }
}
