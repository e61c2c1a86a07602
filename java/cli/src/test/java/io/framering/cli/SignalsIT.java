// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff and signals")
class SignalsIT {
  /** The line that a capture prints at SIGUSR1, but for the program's name. */
  private static final String COUNTS =
      ": %d packets captured, %d packets received by filter, 0 packets dropped by kernel\n";

  /** Sends a signal as soon as {@code "$@"} has printed its first line, with nothing between. */
  private static final String SIGNAL_AT_FIRST_LINE =
      """
      mkfifo %1$s/fifo
      "$@" 2>%1$s/fifo &
      exec 3<%1$s/fifo
      IFS= read -r line <&3
      kill -%2$s $!
      printf '%%s\\n' "$line" >&2
      cat <&3 >&2
      wait $!
      """;

  /** Nobody reads what {@code "$@"} prints until it has ended; a pipe holds 64 KiB. */
  private static final String STALLED =
      """
      mkfifo %1$s/fifo
      exec 3<>%1$s/fifo
      "$@" >%1$s/fifo 3>&-
      status=$?
      dd if=%1$s/fifo of=%1$s/out bs=1M count=1 iflag=nonblock status=none
      exit $status
      """;

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private Program startInShell(String script, String... arguments) throws Exception {
    return Program.startInShell(namespace, script, arguments);
  }

  @Test
  void usr1PrintsTheCountsAsTcpdumpDoesAndTheCaptureGoesOn() throws Exception {
    Tools.require("tcpdump");
    try (Program ours = Program.start(namespace, "sniff", "--format=line", "-nt", "-ileft");
        Program theirs = Program.startOther(namespace, "tcpdump", "-lnt", "-ileft")) {
      ours.awaitListening().signal("USR1").awaitErr("framering" + COUNTS.formatted(0, 0));
      theirs.awaitListening();
      Frames.send(namespace, "right", 20);
      ours.awaitLines(20);
      theirs.awaitLines(20);

      ours.signal("USR1").awaitErr("framering" + COUNTS.formatted(20, 20));
      theirs.signalItself("USR1").awaitErr("tcpdump" + COUNTS.formatted(20, 20));

      Frames.send(namespace, "right", 5);
      assertThat(ours.awaitLines(25).signal("INT").status()).isZero();
      assertThat(ours.err()).contains("\n25 packets captured\n");
    }
  }

  @Test
  void usr1AndUsr2EndNothingElseEither() throws Exception {
    Path file = folder.resolve("trace.pcap");
    try (Program waiting = Program.start(namespace, "sniff", "-ilate", "--wait");
        Program recording = Program.start(namespace, "sniff", "-ileft", "-w" + file)) {
      waiting.awaitErr("framering: waiting for late\n").signal("USR1");
      waiting.awaitErr("framering" + COUNTS.formatted(0, 0));
      recording.awaitListening().signal("USR2").signal("USR1");
      recording.awaitErr("framering" + COUNTS.formatted(0, 0));

      Frames.send(namespace, "right", 3);
      Tools.awaitSize(file, 24 + 3 * (16 + 60));

      assertThat(recording.signal("TERM").status()).isZero();
      assertThat(recording.out()).isEmpty();
      assertThat(waiting.signal("TERM").status()).isZero();
    }
  }

  /** The handlers are there before it says that it listens. */
  @ParameterizedTest(name = "SIG{0} → {1}")
  @CsvSource({"INT, 0", "TERM, 0", "HUP, 0"})
  void endItCleanlyAtOnce(String signal, int status) throws Exception {
    String script = SIGNAL_AT_FIRST_LINE.formatted(folder, signal);
    try (Program program = startInShell(script, "sniff", "-i", "left")) {
      assertThat(program.status()).isEqualTo(status);
      assertThat(program.errLines())
          .hasSize(4)
          .contains("0 packets captured")
          .first()
          .asString()
          .startsWith("framering: listening on left");
    }
  }

  @ParameterizedTest(name = "SIG{0} with {1}")
  @CsvSource({"USR1, -ileft", "HUP, -iany", "HUP, --threads=2"})
  void doNotEndARecordingHoweverEarly(String signal, String option) throws Exception {
    Path file = folder.resolve("trace.pcap");
    String script = SIGNAL_AT_FIRST_LINE.formatted(folder, signal);
    String[] sniff = {"sniff", "-ileft", option, "-Qin", "-w" + file, "ether proto 0x88b5"};
    try (Program program = startInShell(script, sniff)) {
      program.awaitErr("listening on");
      program.awaitErr(signal.equals("HUP") ? "SIGHUP: the file was not moved" : "captured");
      Frames.send(namespace, "right", 3);
      Tools.awaitSize(file, 24 + 3 * (16 + 60));

      assertThat(program.signal("TERM").status()).isZero();
    }
  }

  @Test
  void hangUpDoesNotEndARecordingThatWaitsForItsInterface() throws Exception {
    Path file = folder.resolve("trace.pcap");
    String script = SIGNAL_AT_FIRST_LINE.formatted(folder, "HUP");
    try (Program program = startInShell(script, "sniff", "-ilate", "--wait", "-w" + file)) {
      program.awaitErr("framering: waiting for late\n");
      namespace.addVeth("late", "peer");
      program.awaitListening();
      Frames.send(namespace, "peer", 3);
      Tools.awaitSize(file, 24 + 3 * (16 + 60));

      assertThat(program.signal("TERM").status()).isZero();
      assertThat(program.err()).contains("\n3 packets captured\n").doesNotContain("SIGHUP");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP"})
  void endItThoughNobodyReads(String signal) throws Exception {
    String[] sniff = {"sniff", "--format=json", "-i=left"};
    try (Program program = startInShell(STALLED.formatted(folder), sniff)) {
      program.awaitListening();
      Frames.send(namespace, "right", 5_000);
      program.awaitBlockedWrite();

      Program ended =
          signal.equals("HUP") ? program.signalUntilItEnds(signal) : program.signal(signal);
      assertThat(ended.status()).isEqualTo(1);

      String out = Files.readString(folder.resolve("out"), ISO_8859_1);
      long printed = out.chars().filter(character -> character == '\n').count();
      assertThat(printed).isBetween(100L, 5_000L);
      long captured = number(program, "(\\d+) packets captured");
      long lost =
          number(
              program,
              "framering: standard output is blocked: (\\d+) packets could not be printed");
      assertThat(printed + lost).isEqualTo(captured);
    }
  }

  @Test
  void endARecordingToAPipeThatNobodyReads() throws Exception {
    try (Program program = startInShell(STALLED.formatted(folder), "sniff", "-i=left", "-w", "-")) {
      program.awaitListening();
      Frames.send(namespace, "right", 5_000);
      program.awaitBlockedWrite();

      assertThat(program.signalUntilItEnds("TERM").status()).isEqualTo(1);

      long written =
          number(
              program,
              "framering: -w -: standard output is blocked; (\\d+) whole packets are in the file,");
      int[] read = new int[1];
      try (SavefileReader reader =
          SavefileReader.open("out", Files.newInputStream(folder.resolve("out")), null)) {
        reader.run(frame -> read[0]++);
      } catch (SavefileException e) {
        assertThat(e).hasMessageContaining("cut");
      }
      assertThat(read[0]).isPositive().isEqualTo((int) written);
    }
  }

  /** What is recorded does not suffer from who does not read what is printed beside it. */
  @Test
  void aFileIsWholeThoughNobodyReadsWhatIsPrinted() throws Exception {
    Path file = folder.resolve("trace.pcap");
    String[] sniff = {"sniff", "-i=left", "--print", "-w=" + file};
    try (Program program = startInShell(STALLED.formatted(folder), sniff)) {
      program.awaitListening();
      Frames.send(namespace, "right", 5_000);
      program.awaitBlockedWrite();

      assertThat(program.signalUntilItEnds("TERM").status()).isEqualTo(1);

      long captured = number(program, "(\\d+) packets captured");
      assertThat(captured).isPositive();
      assertThat(Tools.packets(file)).isEqualTo(captured);
    }
  }

  private static long number(Program program, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(program.err());
    assertThat(found.find()).as(program.err()).isTrue();
    return Long.parseLong(found.group(1));
  }

  /** With its optimizer, libpcap needs minutes for these. */
  private Path thousandHosts() throws Exception {
    String expression =
        IntStream.range(0, 1000)
            .mapToObj(i -> "host 10." + i / 250 + "." + i % 250 + "." + (i * 7 % 250 + 1))
            .collect(Collectors.joining(" or "));
    return Files.writeString(folder.resolve("hosts"), expression);
  }

  @ParameterizedTest(name = "SIG{1} with {0}")
  @CsvSource({"-d, TERM", "-ileft, HUP", "-r, INT"})
  void endItWhileLibpcapCompiles(String option, String signal) throws Exception {
    List<String> line = new ArrayList<>(List.of("sniff", option, "-F", thousandHosts().toString()));
    if (option.equals("-r")) {
      Path file = folder.resolve("file.pcap");
      TrainingCommand.writeExamples(file, 10);
      line.add(2, file.toString());
    }
    // A shell has such a job ignore SIGINT.
    String[] sniff = line.toArray(String[]::new);
    try (Program program = startInShell("\"$@\" & wait $!", sniff)) {
      program.awaitThread("framering filte");

      assertThat(program.signal(signal).status()).isEqualTo(1);

      assertThat(program.out()).isEmpty();
      assertThat(program.err())
          .isEqualTo(
              "framering: ended by a signal while libpcap compiled the expression; -O skips its"
                  + " optimizer, which is much faster\n");
    }
  }
}
