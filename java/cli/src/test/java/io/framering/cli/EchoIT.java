// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering echo-server and echo-client, as processes")
@Timeout(600)
class EchoIT {
  /** Talks to port argv[1], and again after argv[2] seconds if given; tells what it hears. */
  private static final String STAYING_PEER =
      """
      import os, socket, sys, time
      s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
      s.settimeout(300)
      s.sendall(b'first')
      print('heard', s.recv(100), flush=True)
      if len(sys.argv) > 2:
          time.sleep(float(sys.argv[2]))
          s.sendall(b'second')
          s.shutdown(socket.SHUT_WR)
      print('then', s.recv(100), flush=True)
      print('end', s.recv(100), flush=True)
      """;

  @AutoClose private final Namespace namespace = Namespace.create();

  private Program server(String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of("echo-server", "--port", "0"));
    line.addAll(List.of(options));
    return Program.start(namespace, line.toArray(String[]::new));
  }

  private Program peer(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("python3", "-c", STAYING_PEER));
    line.addAll(List.of(arguments));
    return Program.startOther(namespace, line.toArray(String[]::new));
  }

  @Test
  void talkToEachOther() throws Exception {
    try (Program server = server("--once");
        Program client =
            Program.start(namespace, "echo-client", "--port", server.awaitPort(), "Grüße")) {
      assertThat(client.status()).isZero();
      assertThat(client.out()).isEqualTo("Received: Grüße\n");
      assertThat(client.err()).isEmpty();
      assertThat(server.status()).isZero();
      assertThat(server.err()).isEmpty();
      assertThat(server.out())
          .matches("Server started to listen on:\\d+\nConnected by 127\\.0\\.0\\.1:\\d+\n");
    }
  }

  @Test
  void talkToEachOtherInDatagrams() throws Exception {
    try (Program server = server("--once", "--udp");
        Program client =
            Program.start(namespace, "echo-client", "--udp", "--port", server.awaitPort())) {
      assertThat(client.status()).isZero();
      assertThat(client.out()).isEqualTo("Received: Hello World\n");
      assertThat(server.status()).isZero();
    }
  }

  @Test
  void standardInputComesBackEqual() throws Exception {
    String script =
        """
        set -o pipefail
        sent=$(mktemp)
        trap 'rm "$sent"' EXIT
        head -c 1048576 /dev/urandom >"$sent"
        "$@" <"$sent" | cmp - "$sent" && echo equal
        """;
    try (Program server = server("--quiet");
        Program client =
            Program.startInShell(
                namespace, script, "echo-client", "--port", server.awaitPort(), "-")) {
      assertThat(client.status()).as(client.err()).isZero();
      assertThat(client.out()).isEqualTo("equal\n");
      assertThat(server.out()).doesNotContain("Connected");
    }
  }

  @Test
  void whoReadsTheAnswerMayLeave() throws Exception {
    String script = "yes | \"$@\" | head -n 3; exit ${PIPESTATUS[1]}";
    try (Program server = server();
        Program client =
            Program.startInShell(
                namespace, script, "echo-client", "--port", server.awaitPort(), "-")) {
      assertThat(client.status()).isZero();
      assertThat(client.out()).isEqualTo("y\ny\ny\n");
      assertThat(client.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void whoIsConnectedCanFinish(String signal) throws Exception {
    try (Program server = server("--drain", "30");
        Program peer = peer(server.awaitPort(), "1.5")) {
      peer.awaitOut("heard b'first'");
      server.signal(signal);

      assertThat(server.status()).isZero();
      assertThat(peer.status()).as(peer.err()).isZero();
      assertThat(peer.out()).isEqualTo("heard b'first'\nthen b'second'\nend b''\n");
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void whoDoesNotFinishIsCutOff() throws Exception {
    try (Program server = server("--drain", "0.3");
        Program peer = peer(server.awaitPort())) {
      peer.awaitOut("heard b'first'");
      server.signal("TERM");

      assertThat(server.status()).isEqualTo(143);
      assertThat(peer.status()).as(peer.err()).isZero();
      assertThat(peer.out()).isEqualTo("heard b'first'\nthen b''\nend b''\n");
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void withoutConnectionsItEndsAtOnce() throws Exception {
    try (Program server = server("--drain", "1000")) {
      server.awaitPort();
      server.signal("TERM");
      assertThat(server.status()).isZero();
    }
  }

  @Test
  void aReaderThatLeavesEndsTheServer() throws Exception {
    String script =
        """
        "$@" | {
          read -r line
          exec <&-
          exec python3 -c "import socket; socket.create_connection(('127.0.0.1', ${line##*:}))"
        }
        exit ${PIPESTATUS[0]}
        """;
    try (Program server = Program.startInShell(namespace, script, "echo-server", "--port", "0")) {
      assertThat(server.status()).isZero();
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void tellsStatistics() throws Exception {
    try (Program server = server("--statistics");
        Program peer = peer(server.awaitPort(), "1.5")) {
      assertThat(peer.status()).isZero();
      server.awaitErr("1 connections (0 open)").signal("TERM");
      assertThat(server.status()).isZero();
      assertThat(server.errLines())
          .allMatch(line -> line.matches("[01] connections \\([01] open\\), .* MB/s"));
    }
  }

  @Test
  void aLoad() throws Exception {
    try (Program server = server("--quiet");
        Program load =
            Program.start(
                namespace,
                "echo-client",
                "--port",
                server.awaitPort(),
                "--load",
                "--connections=8",
                "--duration=0.3")) {
      assertThat(load.status()).isZero();
      assertThat(load.err()).isEmpty();
      assertThat(load.out()).matches("(?s)[1-9]\\d* messages in .*\nerrors: 0\n");
    }
  }

  @Test
  void aLongLoadTellsHowFarItIsAndCanBeEnded() throws Exception {
    try (Program server = server("--quiet");
        Program load =
            Program.start(
                namespace,
                "echo-client",
                "--port",
                server.awaitPort(),
                "--load",
                "--duration=99")) {
      load.awaitErr("messages/s").signal("INT");

      assertThat(load.status()).isZero();
      assertThat(load.out()).contains("messages/s", "errors: 0\n");
    }
  }

  private static void assertFailed(Call call, int status, String reason) {
    assertThat(call.status()).isEqualTo(status);
    assertThat(call.out()).isEmpty();
    assertThat(call.errLines())
        .singleElement()
        .asString()
        .startsWith("framering: ")
        .contains(reason);
  }

  @Test
  void aPortInUse() throws Exception {
    try (Program server = server()) {
      String port = server.awaitPort();
      Call second = namespace.call(() -> Call.of("echo-server", "--port", port));
      assertFailed(second, 1, "end the program that uses it");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo-server --port 70000                | 2 | '70000' is not a number from 0 to 65535
          echo-client --port 70000                | 2 | '70000' is not a number from 1 to 65535
          echo-server --host no.such.host.invalid | 1 | no address is known for this name
          echo-client --host no.such.host.invalid | 1 | no address is known for this name
          echo-client                             | 1 | is a server running there?
          echo-client --load                      | 1 | is a server running there?
          """)
  void whatCannotBeIsSaidInOneLine(String line, int status, String reason) throws Exception {
    assertFailed(namespace.call(() -> Call.of(line.split(" "))), status, reason);
  }

  @Test
  void withoutTheRightThereIsNoPort7() throws Exception {
    try (Program program = Program.startWithoutRights(namespace, "echo-server", "--port", "7")) {
      int status = program.status();
      assertFailed(
          new Call(status, program.out(), program.err()), 1, "; ports below 1024 are for root");
    }
  }
}
