// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering sniff -w, when its file is moved, may not grow, or has no folder any more")
class WritersIT {
  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  @BeforeEach
  void require() {
    Tools.require("tcpdump");
  }

  @Test
  void sighupBeginsANewFileOnceTheOldOneIsMovedAway() throws Exception {
    Path file = folder.resolve("trace.pcap");
    Path moved = folder.resolve("trace.pcap.1");
    try (Program program = Program.start(namespace, "sniff", "-ileft", "-w", file.toString())) {
      program.awaitListening();
      Frames.send(namespace, "right", 100);
      Tools.awaitSize(file, 10_000);

      program.signal("HUP").awaitErr("framering: SIGHUP: the file was not moved");
      Frames.send(namespace, "right", 20);
      Tools.awaitSize(file, 12_000);

      Files.move(file, moved);
      program.signal("HUP");
      Tools.awaitSize(file, 24); // on a silent interface too
      Frames.send(namespace, "right", 30);
      Tools.awaitSize(file, 3_000);

      assertThat(program.signal("TERM").status()).isZero();
      assertThat(program.err()).contains("\n150 packets captured\n");
    }
    assertThat(Tools.packets(moved)).isEqualTo(120);
    assertThat(Tools.packets(file)).isEqualTo(30);
  }

  /** What a quota does, too: a signal that would kill, or an error. */
  @Test
  void aFileThatMayNotGrowIsToldOnceAndStaysReadable() throws Exception {
    Path file = folder.resolve("trace.pcap");
    String script = "ulimit -f 200; exec \"$@\""; // of 1024 bytes each
    try (Program program =
        Program.startInShell(namespace, script, "sniff", "-ileft", "-w", file.toString())) {
      program.awaitListening();
      Frames.send(namespace, "right", 5000);

      assertThat(program.status()).isEqualTo(1);

      long whole = Tools.packets(file);
      assertThat(whole).isGreaterThan(1000);
      assertThat(program.err()).contains(" packets captured\n").containsOnlyOnce("File too large");
      assertThat(program.errLines().getLast())
          .startsWith(
              "framering: " + file + ": File too large; " + whole + " whole packets are in");
    }
  }

  @Test
  void aFolderThatVanishesIsToldWhenTheNextFileBegins() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path moved = folder.resolve("moved");
    String name = gone.resolve("trace.pcap").toString();
    try (Program program = Program.start(namespace, "sniff", "-ileft", "-w", name, "-C", "10k")) {
      program.awaitListening();
      Files.move(gone, moved);
      Frames.send(namespace, "right", 500);

      assertThat(program.status()).isEqualTo(1);

      assertThat(program.err()).containsOnlyOnce("No such file").contains(" packets captured\n");
      assertThat(program.errLines().getLast())
          .startsWith("framering: " + name + "1: No such file or directory; ")
          .matches(".*; [0-9]+ went to files before it, [0-9]+ are lost");
      assertThat(Tools.packets(moved.resolve("trace.pcap"))).isPositive();
    }
  }
}
