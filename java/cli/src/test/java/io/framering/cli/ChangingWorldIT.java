// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering sniff, while interfaces come and go")
class ChangingWorldIT {
  private static final String LISTENING =
      "framering: listening on left, link-type Ethernet, snapshot length 262144 bytes";

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.create();

  /** Sends until it is printed: an interface needs a moment to get ready. */
  private void awaitMoreFrames(Program program) throws Exception {
    Frames.sendUntilPrinted(namespace, "right", List.of(program));
  }

  @Test
  void goesOnAndTellsWhenItsInterfaceGoesDownIsDeletedAndIsMadeAgain() throws Exception {
    namespace.addVeth("left", "right");
    try (Program program = Program.start(namespace, "sniff", "-i", "left")) {
      program.awaitListening();
      awaitMoreFrames(program);
      namespace.ip("link set left down");
      program.awaitErr("left: the interface is down; waiting until it is up\n");
      namespace.ip("link set left up");
      program.awaitErr("left: the interface is up; capturing\n");
      awaitMoreFrames(program);
      namespace.ip("link delete left");
      program.awaitErr("left: the interface was deleted; waiting for another\n");
      namespace.addVeth("left", "right");
      program.awaitErr("left: the interface is there\n");
      awaitMoreFrames(program);

      assertThat(program.signal("INT").status()).isZero();

      assertThat(program.errLines())
          .containsExactly(
              LISTENING,
              "framering: left: the interface is down; waiting until it is up",
              "framering: left: the interface is up; capturing",
              "framering: left: the interface was deleted; waiting for another",
              "framering: left: the interface is there",
              "framering: left: the interface is up; capturing",
              program.frames() + " packets captured",
              program.frames() + " packets received by filter",
              "0 packets dropped by kernel");
    }
  }

  @Test
  void aFileHasThePacketsOfBothInterfacesOfOneNameAndTheirCounts() throws Exception {
    Tools.require("tshark", "capinfos");
    namespace.addVeth("left", "right");
    Path file = folder.resolve("trace.pcapng");
    String[] line = {"sniff", "-i", "left", "-w", file.toString(), "--print", "-U"};
    try (Program program = Program.start(namespace, line)) {
      program.awaitListening();
      awaitMoreFrames(program);
      namespace.ip("link delete left");
      program.awaitErr("deleted");
      namespace.addVeth("left", "right");
      awaitMoreFrames(program);

      assertThat(program.signal("INT").status()).isZero();

      String about = Tools.succeed("capinfos", "-M", file.toString()).out();
      assertThat(about)
          .contains("Number of interfaces in file: 2", "Number of packets:   " + program.frames())
          .containsSubsequence("Name = left", "Name = left");
      try (SavefileReader reader = SavefileReader.open(file)) {
        Map<Integer, Long> packets = new TreeMap<>();
        reader.run(frame -> packets.merge(frame.interfaceIndex(), 1L, Long::sum));
        assertThat(reader.interfaces())
            .extracting(SavefileInterface::received)
            .containsExactlyElementsOf(packets.values());
      }
    }
  }

  @Test
  void waitsForAnInterfaceWithoutDoingAnything() throws Exception {
    try (Program program = Program.start(namespace, "sniff", "-i", "left", "--wait")) {
      program.awaitErr("framering: waiting for left\n");
      awaitCalm(program);

      namespace.addVeth("left", "right");
      program.awaitListening();
      awaitMoreFrames(program);

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.err()).containsPattern("(?m)^[1-9]\\d* packets? captured$");
    }
  }

  /**
   * Waits until it leaves the processor alone for half a second. A loop would never; but compiling
   * goes on for a while after the start.
   */
  private static void awaitCalm(Program program) throws Exception {
    for (int i = 0; i < 100; i++) {
      Duration before = program.cpuTime();
      Thread.sleep(500);
      if (program.cpuTime().minus(before).compareTo(Duration.ofMillis(50)) < 0) {
        return;
      }
    }
    throw new AssertionError("it does not come to rest");
  }

  @Test
  void aSignalEndsTheWaiting() throws Exception {
    try (Program program = Program.start(namespace, "sniff", "-i", "left", "--wait")) {
      program.awaitErr("framering: waiting for left\n");
      assertThat(program.signal("TERM").status()).isZero();
      assertThat(program.errLines()).containsExactly("framering: waiting for left");
    }
  }

  @Test
  void anotherNamespaceIsNamedOnTheCommandLine() throws Exception {
    namespace.addVeth("left", "right");
    try (Namespace elsewhere = Namespace.create();
        Program program =
            Program.start(elsewhere, "sniff", "--netns", namespace.name(), "-i", "left");
        Program list = Program.start(elsewhere, "sniff", "--netns", namespace.name(), "-D");
        Program none = Program.start(elsewhere, "sniff", "--netns", "nowhere", "-i", "left")) {
      program.awaitListening();
      awaitMoreFrames(program);
      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.errLines()).startsWith(LISTENING);

      assertThat(list.status()).isZero();
      assertThat(list.out()).startsWith("NAME ").contains("\nleft ").doesNotContain("ADDRESSES");

      assertThat(none.status()).isEqualTo(1);
      assertThat(none.err()).startsWith("framering: nowhere: no such network namespace");
    }
  }
}
