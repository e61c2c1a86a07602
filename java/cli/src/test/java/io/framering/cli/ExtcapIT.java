// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("framering extcap, called by tshark")
class ExtcapIT {
  @TempDir private Path home;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  @BeforeEach
  void install() throws Exception {
    Tools.require("tshark", "capinfos");
    try (Program install =
        Program.startOther(namespace, inHome(Program.line("extcap", "--install")))) {
      assertThat(install.status()).as(install.err()).isZero();
      assertThat(install.out().lines().map(Path::of))
          .containsExactly(
              home.resolve(".local/lib/wireshark/extcap/framering"),
              home.resolve(".config/wireshark/extcap/framering"))
          .allMatch(Files::isExecutable);
    }
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
  void theInterfacesAreListed() throws Exception {
    try (Program list = tshark("-D")) {
      assertThat(list.status()).isZero();
      assertThat(list.out())
          .contains(
              " framering-any (Framering: all interfaces)\n",
              " framering-left (Framering: left)\n",
              " framering-lo (Framering: lo)\n");
    }
  }

  @Test
  void aThousandPacketsAreCapturedThenItEndsQuietly() throws Exception {
    Path file = home.resolve("trace.pcapng");
    try (Program capture =
        tshark("-i", "framering-left", "-f", "ether proto 0x88b5", "-c", "1000", "-w", file + "")) {
      awaitRing();
      Frames.send(namespace, "right", 1000);

      assertThat(capture.status()).as(capture.err()).isZero();
      assertThat(capture.err()).contains("1000 packets captured").doesNotContain("Error");
    }
    Tools.await(() -> rings() == 0);
    assertThat(Tools.succeed("capinfos", "-cE", file.toString()).out())
        .containsPattern("Number of packets: +1000\n")
        .containsPattern("encapsulation: +Ethernet\n");
  }

  @Test
  void aKilledTsharkEndsIt() throws Exception {
    try (Program capture = tshark("-i", "framering-left")) {
      awaitRing();
      capture.signalItself("KILL");
      capture.status();
    }
    Tools.await(() -> rings() == 0);
  }

  @Test
  void aWrongFilterIsReported() throws Exception {
    try (Program capture = tshark("-i", "framering-left", "-f", "tcp prt 80")) {
      assertThat(capture.status()).isEqualTo(1);
      assertThat(capture.err())
          .contains("Error by extcap pipe: framering: filter expression: syntax error");
    }
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
            "--helper");
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
