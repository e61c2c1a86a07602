// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileBlock;
import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("framering extcap, as Wireshark calls it")
class ExtcapIT {
  @TempDir private Path home;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private void install() throws Exception {
    List<String> line = Program.line("extcap", "--install");
    line.add(1, "-Dframering.launcher=" + launcher());
    try (Program install = Program.startOther(namespace, inHome(line))) {
      assertThat(install.status()).as(install.err()).isZero();
      assertThat(install.out().lines().map(Path::of))
          .containsExactly(
              home.resolve(".local/lib/wireshark/extcap/framering"),
              home.resolve(".config/wireshark/extcap/framering"))
          .allMatch(Files::isExecutable);
    }
  }

  /** With the start cache: tshark starts it for the list, and once for each interface. */
  private Path launcher() throws IOException {
    String command =
        Program.line().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path file =
        Files.writeString(home.resolve("launcher"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private String[] inHome(List<String> command) {
    List<String> line = new ArrayList<>(List.of("env", "-u", "XDG_CONFIG_HOME", "HOME=" + home));
    line.addAll(command);
    return line.toArray(String[]::new);
  }

  private Program tshark(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("tshark"));
    line.addAll(List.of(arguments));
    return Program.startOther(namespace, inHome(line));
  }

  @Test
  void aThousandPacketsAreCapturedThenItEndsQuietly() throws Exception {
    Tools.require("tshark", "capinfos");
    install();
    Path file = home.resolve("trace.pcapng");
    try (Program capture =
        tshark("-i", "framering-left", "-f", "ether proto 0x88b5", "-c", "1000", "-w", file + "")) {
      awaitRing();
      Frames.send(namespace, "right", 1000);

      assertThat(capture.status()).as(capture.err()).isZero();
      assertThat(capture.err())
          .contains("Capturing on 'Framering: left: framering-left'", "1000 packets captured")
          .doesNotContain("Error");
    }
    Tools.await(() -> rings() == 0);
    assertThat(Tools.succeed("capinfos", "-cE", file.toString()).out())
        .containsPattern("Number of packets: +1000\n")
        .containsPattern("encapsulation: +Ethernet\n");
  }

  /** The pipe has another reader, and no packet comes. */
  @Test
  void itEndsWithTheProgramThatHasStartedIt() throws Exception {
    Path pipe = home.resolve("pipe");
    String script =
        "mkfifo " + pipe + "; cat " + pipe + " >" + home.resolve("out") + " & \"$@\"; :";
    String[] line = {"extcap", "--capture", "--extcap-interface=framering-left", "--fifo=" + pipe};
    try (Program shell = Program.startInShell(namespace, script, line)) {
      awaitRing();
      shell.signalItself("KILL");
      shell.status();
      Tools.await(() -> rings() == 0);
    }
  }

  @Test
  void keysAreBeforeThePackets() throws Exception {
    Path log = home.resolve("keys.log");
    Path pipe = home.resolve("pipe");
    Path out = home.resolve("out.pcapng");
    String script = "mkfifo -m 600 " + pipe + "; cat " + pipe + " >" + out + " & \"$@\"; :";
    String[] line = {
      "extcap",
      "--capture",
      "--extcap-interface=framering-left",
      "--fifo=" + pipe,
      "--tls-keys=" + log
    };
    try (Program shell = Program.startInShell(namespace, script, line)) {
      awaitRing();
      Files.writeString(log, "CLIENT_RANDOM " + "0".repeat(64) + " " + "1".repeat(96) + "\n");
      Frames.send(namespace, "right", 1);
      Tools.await(() -> lastBlocks(out).equals(List.of(SavefileBlock.DECRYPTION_SECRETS, 6)));
      shell.signalItself("KILL");
      Tools.await(() -> rings() == 0);
    }
  }

  /** The types of the last two blocks of an unfinished file. */
  private static List<Integer> lastBlocks(Path file) {
    List<Integer> types = new ArrayList<>();
    if (Files.exists(file) && file.toFile().length() > 0) {
      try (SavefileReader reader = SavefileReader.open(file)) {
        reader.onBlock(block -> types.add(block.type()));
        reader.run(frame -> types.add(6));
      } catch (SavefileException e) {
        return List.of(); // it ends within a block
      }
    }
    return types.subList(Math.max(0, types.size() - 2), types.size());
  }

  @Test
  void aWrongFilterIsReported() {
    Call call =
        Call.of(
            "extcap",
            "--capture",
            "--extcap-interface=framering-lo",
            "--fifo=" + home.resolve("file"),
            "--extcap-capture-filter=tcp prt 80");

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.errLines()).containsExactly("framering: filter expression: syntax error");
  }

  /** As Wireshark calls it when a filter is typed; what is printed is what is wrong. */
  @ParameterizedTest
  @CsvSource({"tcp port 80, ''", "tcp prt 80, syntax error"})
  void aFilterIsChecked(String filter, String complaint) {
    Call call =
        Call.of("extcap", "--extcap-interface=framering-lo", "--extcap-capture-filter", filter);

    assertThat(call.status()).isZero();
    assertThat(call.out()).contains(complaint);
    assertThat(call.out().isEmpty()).isEqualTo(complaint.isEmpty());
  }

  @Test
  void theOptionsAreThoseOfSniff() {
    Call call = Call.of("extcap", "--extcap-interface", "framering-lo", "--extcap-config");

    assertThat(call.out().lines().map(line -> line.replaceFirst(".*\\{call=([^}]*)}.*", "$1")))
        .filteredOn(option -> option.startsWith("--"))
        .containsExactly(
            "--snapshot-length",
            "--buffer-size",
            "--direction",
            "--netns",
            "--no-promiscuous-mode",
            "--helper",
            "--tls-keys");
  }

  @Test
  void theInterfacesAreListed() {
    assertThat(Call.of("extcap", "--extcap-interfaces").out())
        .startsWith("extcap {version=")
        .contains("\ninterface {value=framering-any}{display=Framering: all interfaces}\n")
        .contains("\ninterface {value=framering-lo}{display=Framering: lo}\n");
  }

  @Test
  void theLinkTypeIsNamed() {
    Call call = Call.of("extcap", "--extcap-interface", "framering-lo", "--extcap-dlts");

    assertThat(call.out()).isEqualTo("dlt {number=1}{name=EN10MB}{display=Ethernet}\n");
  }

  private void awaitRing() throws Exception {
    Tools.await(() -> rings() > 0);
  }

  /** The number of packet sockets in the namespace. */
  private long rings() {
    return namespace.exec("cat", "/proc/net/packet").lines().count() - 1;
  }
}
