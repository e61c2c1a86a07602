package io.framering.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs talk over a wire, and packets that no program would send go over it too. What
 * {@code sniff} prints of it, live and from its own recording, has to be what tcpdump prints.
 */
@DisplayName("framering sniff --format line, on real traffic")
class RealTrafficIT {
  private static final List<String> COMBINATIONS =
      List.of(
          "-t",
          "-tt",
          "-ttt",
          "-tttt",
          "-ttttt",
          "--nano -tttt",
          "-e",
          "-q",
          "-v",
          "-vv",
          "-vvv",
          "-ev",
          "-evvS",
          "-qe",
          "-qv",
          "-S",
          "-x",
          "-xx",
          "-X",
          "-XX",
          "-A",
          "-AA",
          "-#",
          "-#ttXv",
          "-nnevvvSXX --nano",
          "-c 100",
          "-c 7 -v");

  @TempDir private Path folder;

  @Test
  void isWhatTcpdumpPrintsLiveAndFromTheRecording() throws Exception {
    Path recording = folder.resolve("recording.pcap");
    List<String> live;
    try (TwoHosts hosts = new TwoHosts();
        Program recorder =
            Program.start(hosts.client(), "sniff", "-i", "left", "-w", recording.toString());
        Program printer =
            Program.start(hosts.client(), "sniff", "-i", "left", "--format", "line", "-t", "-e")) {
      recorder.awaitListening();
      printer.awaitListening();
      hosts.talk();
      hosts.sendBuilt(corpus(), 4);
      Thread.sleep(200); // for the last answers, and for the rings to hand them over

      assertThat(printer.signal("INT").status()).isZero();
      assertThat(recorder.signal("INT").status()).isZero();
      live = printer.out().lines().toList();
    }

    assertThat(live).hasSizeGreaterThan(1500).isEqualTo(tcpdump(recording, "-t -e"));
    for (String options : COMBINATIONS) {
      assertThat(framering(recording, options))
          .as("sniff %s", options)
          .isEqualTo(tcpdump(recording, options));
    }
  }

  private Path corpus() {
    Namespace.run(
        List.of(
            "python3", "../core/src/test/python/corpus.py", folder.resolve("built").toString()));
    return folder.resolve("built/ethernet.pcap");
  }

  private List<String> framering(Path file, String options) throws Exception {
    List<String> command = Program.line("sniff", "-r", file.toString(), "--format", "line");
    return lines(command, options);
  }

  private List<String> tcpdump(Path file, String options) throws Exception {
    return lines(List.of("tcpdump", "-n", "-r", file.toString()), options);
  }

  /** What a command prints. Bytes, not characters: -A prints some that are no UTF-8. */
  private List<String> lines(List<String> command, String options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(options.split(" ")));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> error(line)).isZero();
    return Files.readString(out, ISO_8859_1).lines().toList();
  }

  private String error(List<String> line) {
    try {
      return String.join(" ", line) + ": " + Files.readString(folder.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
