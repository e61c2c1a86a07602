// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff, on a pair of interfaces of its own")
class SniffIT {
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private void send(int frames) throws Exception {
    Frames.send(namespace, "right", frames);
  }

  @Nested
  @DisplayName("when it cannot")
  class Errors {
    @ParameterizedTest(name = "{0} → {1}: {2}")
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            -i eth9           | 1 | eth9: no such interface; this host has
            -i left -i eth9   | 1 | eth9: no such interface; this host has
            -i lying-down     | 1 | lying-down: the interface is down
            -i left -B 1999999999 | 1 | ring
            -i left -s -1     | 2 | '-1' is not a number from 0 to 262144
            -i left -y RAW    | 1 | left: its data link type is EN10MB, and -y cannot change it to RAW
            -y EN10MB         | 1 | -y: the data link type of an interface cannot be changed; name one with -i
            -L -i eth9        | 1 | eth9: no such interface
            -i left -Z        | 2 | --relinquish-privileges
            """)
    void saysSoInOneLine(String options, int status, String reason) throws Exception {
      namespace.ip("link add lying-down type veth peer name other-down");

      Call call = namespace.call(() -> Call.of(("sniff " + options).split(" ")));

      assertThat(call.status()).isEqualTo(status);
      assertThat(call.out()).isEmpty();
      assertThat(call.errLines())
          .singleElement()
          .asString()
          .startsWith("framering: ")
          .contains(reason);
    }

    @Test
    void withoutTheRightItSaysWhatToDo() throws Exception {
      try (Program program = Program.startWithoutRights(namespace, "sniff", "-i", "left")) {
        assertThat(program.status()).isEqualTo(1);
        assertThat(program.out()).isEmpty();
        assertThat(program.errLines())
            .singleElement()
            .asString()
            .startsWith("framering: ")
            .contains("CAP_NET_RAW", "root");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "interfaces", "sniff -D"})
    void whatDoesNotCaptureNeedsNoRight(String line) throws Exception {
      try (Program program = Program.startWithoutRights(namespace, line.split(" "))) {
        assertThat(program.status()).isZero();
        assertThat(program.out()).isNotEmpty();
        assertThat(program.err()).isEmpty();
      }
    }
  }

  @Nested
  @DisplayName("counts")
  class Counts {
    @ParameterizedTest(name = "-c {0} of 1000")
    @ValueSource(ints = {1, 499, 1000})
    void areExact(int count) throws Exception {
      String limit = Integer.toString(count);
      try (Program program = Program.start(namespace, "sniff", "-ileft", "-c", limit)) {
        program.awaitListening();

        send(1000);

        assertThat(program.status()).isZero();
        assertThat(program.frames()).isEqualTo(count);
        assertThat(program.err()).contains(count == 1 ? "\n1 packet captured\n" : "\n" + count);
      }
    }

    @Test
    void ofTheClosingLinesAgreeWithWhatWasSent() throws Exception {
      try (Program program = Program.start(namespace, "sniff", "-i", "left")) {
        program.awaitListening();
        send(20_000);

        program.awaitFrames(20_000).signal("INT");

        assertThat(program.status()).isZero();
        assertThat(program.errLines())
            .containsExactly(
                "framering: listening on left, link-type Ethernet, snapshot length 262144 bytes",
                "20000 packets captured",
                "20000 packets received by filter",
                "0 packets dropped by kernel");
      }
    }

    @Test
    void ofSeveralInterfacesAddUp() throws Exception {
      try (Program program = Program.start(namespace, "sniff", "-i", "left", "-i", "right")) {
        program.awaitListening();
        send(10);

        program.awaitFrames(20).signal("TERM");

        assertThat(program.status()).isZero();
        assertThat(program.err()).contains("20 packets captured");
      }
    }
  }

  @Nested
  @DisplayName("options")
  class Options {
    @ParameterizedTest(name = "{0} sees {1} of 10 sent and 10 received")
    @CsvSource({"-Qin, 10", "-Qout, 10", "-Qinout, 20"})
    void direction(String option, int expected) throws Exception {
      try (Program program = Program.start(namespace, "sniff", option, "-i", "left")) {
        program.awaitListening();
        send(10);
        Frames.send(namespace, "left", 10);
        // What was not to be seen would have been seen before the last one.
        Frames.send(namespace, option.endsWith("out") ? "left" : "right", 1);
        program.awaitFrames(expected + 1);

        assertThat(program.signal("INT").status()).isZero();
        assertThat(program.frames()).isEqualTo(expected + 1);
      }
    }

    @ParameterizedTest(name = "sniff {0} makes {1}")
    @CsvSource({"-i, promiscuity 1", "-pi, promiscuity 0"})
    void promiscuousModeIsHeldNoLongerThanItRuns(String option, String promiscuity)
        throws Exception {
      try (Program program = Program.start(namespace, "sniff", option, "left")) {
        program.awaitListening();
        assertThat(namespace.ip("-d link show left")).contains(promiscuity);

        assertThat(program.signal("TERM").status()).isZero();

        assertThat(namespace.ip("-d link show left")).contains("promiscuity 0");
      }
    }

    @Test
    void classicOnLoopbackShowsAFrameTwice() throws Exception {
      try (Program classic = Program.start(namespace, "sniff", "--format=classic", "-ilo");
          Program tree = Program.start(namespace, "sniff", "-ilo")) {
        classic.awaitListening();
        tree.awaitListening();
        Frames.send(namespace, "lo", 5);

        assertThat(classic.awaitFrames(10).signal("INT").status()).isZero();
        assertThat(tree.awaitFrames(5).signal("INT").status()).isZero();
        assertThat(List.of(classic.frames(), tree.frames())).containsExactly(10, 5);
      }
    }

    @Test
    void listOfInterfacesIsTheSameBothWays() throws Exception {
      Call option = namespace.call(() -> Call.of("sniff", "-D"));
      Call command = namespace.call(() -> Call.of("interfaces"));

      assertThat(option.status()).isZero();
      assertThat(command.status()).isZero();
      assertThat(option.out()).isEqualTo(command.out());
      assertThat(option.out())
          .startsWith("NAME ")
          .containsPattern("\nlo +up +Ethernet +.*127\\.0\\.0\\.1/8")
          .containsPattern("\nleft +up +Ethernet\n");
    }
  }

  @Nested
  @DisplayName("types of an interface are as tcpdump has them")
  class Types {
    private String tcpdump(String option) throws Exception {
      Tools.require("tcpdump");
      // libpcap offers DOCSIS for whatever comes over Ethernet; -y cannot choose it.
      return namespace
          .exec("tcpdump", option, "-i", "left")
          .replace("  DOCSIS (DOCSIS) (printing not supported)\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-L", "-J"})
    void listed(String option) throws Exception {
      Call call = namespace.call(() -> Call.of("sniff", option, "-i", "left"));

      assertThat(call.status()).as(call.err()).isZero();
      assertThat(call.out()).isEqualTo(tcpdump(option));
    }

    @Test
    void chosen() throws Exception {
      String[] line = {"sniff", "-ileft", "-c1", "-s0", "-yen10mb", "-jadapter", "-KNfH"};
      try (Program program = Program.start(namespace, line)) {
        program.awaitListening();
        send(1);
        assertThat(program.status()).isZero();
        assertThat(program.err())
            .startsWith(
                """
                framering: WARNING: -j adapter: this time stamp type is not supported; using host
                framering: data link type EN10MB
                framering: listening on left, link-type Ethernet, snapshot length 262144 bytes
                """);
      }
    }
  }

  @Nested
  @DisplayName("its end")
  class End {
    @Test
    void comesBySigintInTheBackgroundOfAScriptToo() throws Exception {
      String script = "\"$@\" & wait $!; echo $?"; // a shell has such a job ignore SIGINT
      try (Program program = Program.startInShell(namespace, script, "sniff", "-i", "left")) {
        program.awaitListening().signal("INT").status();

        assertThat(program.out()).isEqualTo("0\n");
        assertThat(program.errLines()).hasSize(4).contains("0 packets captured");
      }
    }

    @Test
    void isCleanUnderLoad() throws Exception {
      try (Program program = Program.start(namespace, "sniff", "-i", "left")) {
        program.awaitListening();
        Process sender = Frames.startSending(namespace, "right", 300_000, 0);
        program.awaitFrames(1000);

        assertThat(program.signal("INT").status()).isZero();

        assertThat(program.err()).contains(program.frames() + " packets captured\n");
        sender.destroy();
      }
    }

    @Test
    void waitsForASlowReaderAndLosesNothing(@TempDir Path folder) throws Exception {
      Path go = folder.resolve("go");
      String slow = "dd bs=1 count=1 status=none; until [ -e %s ]; do sleep 0.1; done; cat";
      String script = "\"$@\" | (" + slow.formatted(go) + ")";
      try (Program program = Program.startInShell(namespace, script, "sniff", "-i", "left")) {
        program.awaitListening();
        send(1000); // more than a pipe takes
        program.awaitBlockedWrite();
        program.signal("TERM");
        Files.createFile(go);

        program.status();

        assertThat(program.frames()).isPositive();
        assertThat(program.err()).contains(program.frames() + " packets captured\n");
      }
    }

    @Test
    void isQuietWhenTheReaderLeaves() throws Exception {
      String script = "\"$@\" | head -1 >/dev/null; echo ${PIPESTATUS[0]}";
      try (Program program = Program.startInShell(namespace, script, "sniff", "-i", "left")) {
        program.awaitListening();
        while (program.running()) { // what it writes after that is what it fails with
          send(10);
        }

        program.status();

        assertThat(program.out()).isEqualTo("0\n");
        assertThat(program.errLines()).singleElement().asString().contains("listening on left");
      }
    }

    @Test
    void isAFailureWhenTheDiskIsFull() throws Exception {
      String script = "\"$@\" >/dev/full";
      try (Program program = Program.startInShell(namespace, script, "sniff", "-i", "left")) {
        program.awaitListening();
        send(1);

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.errLines()).hasSize(5).contains("1 packet captured");
        assertThat(program.errLines().getLast()).startsWith("framering: standard output: ");
      }
    }
  }
}
