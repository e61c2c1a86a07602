// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("framering sniff --tls-keys, between two JVMs that talk HTTPS")
class TlsKeysIT {
  private static final String PORT = "8443";
  private static final String PEERS = "src/test/programs/HttpsPeers.java";

  /** As in that program. */
  private static final String PASSWORD = "not a secret";

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.create();
  private Path store;
  private Path keys;
  private Path recording;

  @BeforeEach
  void prepare() throws Exception {
    Tools.require("tshark", "editcap");
    store = folder.resolve("keys.p12");
    keys = folder.resolve("keys.log");
    recording = folder.resolve("trace.pcapng");
  }

  private void makeKeyStore() throws Exception {
    List<String> keytool = new ArrayList<>(List.of(program("keytool"), "-genkeypair"));
    keytool.addAll(List.of("-keyalg", "EC", "-alias", "test", "-dname", "CN=test"));
    keytool.addAll(List.of("-ext", "san=ip:127.0.0.1", "-keystore", store.toString()));
    keytool.addAll(List.of("-storepass", PASSWORD));
    Tools.succeed(keytool.toArray(String[]::new));
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private Program java(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(program("java"), "-XX:TieredStopAtLevel=1"));
    line.addAll(List.of(arguments));
    return Program.startOther(namespace, line.toArray(String[]::new));
  }

  private static String http(Path file) throws Exception {
    String[] tshark = {"tshark", "-r", file.toString(), "-Y", "http", "-T", "fields"};
    List<String> line = new ArrayList<>(List.of(tshark));
    line.addAll(List.of("-e", "http.request.method", "-e", "http.response.code"));
    return Tools.succeed(line.toArray(String[]::new)).out().replace("\t", "");
  }

  @Test
  void tsharkReadsTheRequestAndTheResponseFromOneFile() throws Exception {
    makeKeyStore();
    String agent = "-javaagent:" + System.getProperty("framering.tls.agent") + "=" + keys;
    String[] server = {agent, PEERS, "serve", store.toString(), PORT};
    try (Program sniff =
            Program.start(
                namespace, "sniff", "-ilo", "-w" + recording, "--tls-keys", keys.toString());
        Program serving = java(server)) {
      sniff.awaitListening();
      serving.awaitOut("serving");
      try (Program client =
          java(PEERS, "get", store.toString(), "https://127.0.0.1:" + PORT + "/")) {
        assertThat(client.status()).as(client.err()).isZero();
        assertThat(client.out()).isEqualTo("Hello World\n");
      }
      assertThat(sniff.signal("INT").status()).isZero();
      assertThat(sniff.err()).contains("framering: waiting for " + keys);
    }
    assertThat(http(recording)).isEqualTo("GET\n200\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recording)))
        .isEqualTo("rw-------");

    Path without = folder.resolve("without.pcapng");
    Tools.succeed("editcap", "--discard-all-secrets", recording.toString(), without.toString());
    assertThat(http(without)).isEmpty();
  }

  /** Also none that exists and whose turn comes later. */
  @ParameterizedTest(name = "{0}, with -w {1}")
  @CsvSource({
    "a.pcapng, a.pcapng",
    "a.pcapng12, a.pcapng -C 1",
    "a.pcapng2.gz, a.pcapng.gz -C 1 -W 5",
    "a-2023.pcapng, a-%Y.pcapng -G 60",
    "a-20237.pcapng3, a-%Y%j.pcapng -G 60 -C 1",
  })
  void aFileThatOthersCanReadGetsNoKeys(String name, String output) throws Exception {
    Path present = Files.createFile(folder.resolve(name));
    Files.setPosixFilePermissions(present, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> line = new ArrayList<>(List.of("-inosuch", "--tls-keys", keys.toString(), "-w"));
    line.addAll(List.of((folder + "/" + output).split(" ")));

    Tools.Result ours = Tools.sniff(line.toArray(String[]::new));

    assertThat(ours.status()).isEqualTo(1);
    assertThat(ours.err()).contains("other users can read an output file that exists");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(present));
    assertThat(present).isEmptyFile();
  }
}
