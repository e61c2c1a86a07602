// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock is that of the command's process alone, which libfaketime moves. */
@DisplayName("framering sniff -G, while the clock is set")
class SteppedClockIT {
  @TempDir private Path folder;

  private Path library() throws Exception {
    try (Stream<Path> libraries =
        Files.find(
            Path.of("/usr/lib"),
            3,
            (path, _) -> path.endsWith(Path.of("faketime/libfaketimeMT.so.1")))) {
      List<Path> found = libraries.toList();
      if (found.isEmpty()) {
        Namespace.skip("no libfaketime: install faketime");
      }
      return found.getFirst();
    }
  }

  private Path clock() {
    return folder.resolve("clock");
  }

  /** In one step, as it may be read at any moment. */
  private void setClock(String offset) throws Exception {
    Path next = Files.writeString(folder.resolve("next"), offset + "\n");
    Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void filesGoOnFromWhereItIs() throws Exception {
    setClock("+0");
    String script =
        "FAKETIME_TIMESTAMP_FILE=%s FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1"
                .formatted(clock())
            + " LD_PRELOAD=%s exec \"$@\"".formatted(library());
    String[] line = {"sniff", "-i", "left", "-G", "3600", "-w", folder + "/at-%s.pcap", "--print"};
    try (Namespace namespace = Namespace.withVeth();
        Program program = Program.startInShell(namespace, script, line)) {
      program.awaitListening();
      int sent = 0;
      // The second -1d: nothing happens, though the file is of another day. Then an hour is over.
      for (String offset : List.of("+0", "+2h", "-1d", "-1d", "-22h")) {
        setClock(offset);
        Frames.send(namespace, "right", 1);
        program.awaitFrames(++sent);
      }

      assertThat(program.signal("INT").status()).isZero();

      assertThat(program.err()).contains("5 packets captured");
      assertThat(packetsByName()).containsExactly(1L, 1L, 3L);
    }
  }

  /** The names are the seconds at which the files were begun: the last one, a day back, first. */
  private List<Long> packetsByName() throws Exception {
    TreeMap<Path, Long> packets = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".pcap")).toList()) {
        long[] count = new long[1];
        try (SavefileReader reader = SavefileReader.open(file)) {
          reader.run(frame -> count[0]++);
        }
        packets.put(file, count[0]);
      }
    }
    return List.copyOf(packets.values());
  }
}
