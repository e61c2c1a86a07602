// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("framering sniff with no more rights than it needs")
class LeastPrivilegeIT {
  private static final String NOBODY = "65534";
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--inh-caps=-all");

  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private Path folder;

  @BeforeEach
  void create() throws Exception {
    Tools.require("setcap");
    folder = Files.createTempDirectory("framering-");
    Tools.succeed("chmod", "755", folder.toString());
  }

  @AfterEach
  void delete() throws Exception {
    if (folder != null) {
      Tools.succeed("rm", "-r", folder.toString());
    }
  }

  /** What is built may lie where nobody may look: copies that everybody may run. */
  private Path copy(Path file) throws Exception {
    Path copy = folder.resolve(file.getFileName());
    Tools.succeed("install", "-m", "755", file.toString(), copy.toString());
    return copy;
  }

  private Path helper() throws Exception {
    return copy(
        Path.of(System.getProperty("framering.native.build"), "native/helper/framering-helper"));
  }

  private Program sniffAsNobody(String... arguments) throws Exception {
    return asNobody("sniff", arguments);
  }

  private Program asNobody(String command, String... arguments) throws Exception {
    Path jar = copy(Path.of(System.getProperty("framering.jar")));
    List<String> line = new ArrayList<>(AS_NOBODY);
    line.addAll(Program.line(command));
    line.removeIf(word -> word.startsWith("-XX:AOTCache")); // of the jar in its place
    line.replaceAll(
        word -> word.equals(System.getProperty("framering.jar")) ? jar.toString() : word);
    line.addAll(List.of(arguments));
    return Program.startOther(namespace, line.toArray(String[]::new));
  }

  @Test
  void capturesThroughTheHelperWithoutAnyRight() throws Exception {
    Path helper = helper();
    Tools.succeed("setcap", "cap_net_raw=ep", helper.toString());
    try (Program program =
        sniffAsNobody("--helper=" + helper, "-i", "left", "-Q", "in", "ether proto 0x88b5")) {
      program.awaitListening().assertNoThreadHasRights(NOBODY, NOBODY);
      Frames.send(namespace, "right", 20);
      Frames.send(namespace, "left", 5);

      program.awaitFrames(20);

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.frames()).isEqualTo(20);
      assertThat(program.err())
          .contains("20 packets captured\n20 packets received by filter\n0 packets dropped");
    }
  }

  @Test
  void sendsThroughTheHelperWithoutAnyRight() throws Exception {
    Path helper = helper();
    Tools.succeed("setcap", "cap_net_raw=ep", helper.toString());
    String with = "--helper=" + helper;
    try (Program reflecting = asNobody("reflect", with, "-iright")) {
      reflecting.awaitListening().assertNoThreadHasRights(NOBODY, NOBODY);
      try (Program client = asNobody("echo-client", "--frames", with, "-ileft", "--duration=0.1")) {
        assertThat(client.status()).as(client.out() + client.err()).isZero();
        assertThat(client.out()).containsPattern("^[1-9][0-9]* frames sent in");
      }
      assertThat(reflecting.signal("INT").status()).isZero();
    }
  }

  @Test
  void saysWhatTheHelperLacks() throws Exception {
    Path helper = helper();
    try (Program program = sniffAsNobody("--helper=" + helper, "-i", "left")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              "framering: %s: the helper lacks the capability CAP_NET_RAW; grant it with: sudo"
                      .formatted(helper)
                  + " setcap cap_net_raw=ep %s\n".formatted(helper));
    }
  }

  @Test
  void offersToGiveUpRootWhenStartedWithSudo() throws Exception {
    String offer = "framering: runs as root to its end; -Z alice gives up root";
    try (Program program = sniffWithSudo("-i", "left")) {
      assertThat(program.awaitListening().err()).containsOnlyOnce(offer);
    }
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = closed.resolve("trace.pcap");
    try (Program program = sniffWithSudo("-i", "left", "-Z", "nobody", "-w", file.toString())) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              "framering: %s: Permission denied; files are written as nobody (-Z): let that user"
                      .formatted(file)
                  + " write there, or write elsewhere\n");
    }
  }

  /** A later exec in any thread could use what is inheritable. */
  @Test
  void noThreadKeepsCapabilitiesThatWereInheritable() throws Exception {
    List<String> line = new ArrayList<>(List.of("setpriv", "--inh-caps=+net_raw,+chown"));
    line.addAll(Program.line("sniff", "-i", "left", "-Z", "nobody"));
    try (Program program = Program.startOther(namespace, line.toArray(String[]::new))) {
      String group = Tools.idOf("nobody", "-g");

      program.awaitListening().assertNoThreadHasRights(Tools.idOf("nobody", "-u"), group);

      Frames.send(namespace, "right", 5);
      assertThat(program.awaitFrames(5).signal("INT").status()).isZero();
    }
  }

  private Program sniffWithSudo(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("env", "SUDO_USER=alice"));
    line.addAll(Program.line("sniff"));
    line.addAll(List.of(arguments));
    return Program.startOther(namespace, line.toArray(String[]::new));
  }
}
