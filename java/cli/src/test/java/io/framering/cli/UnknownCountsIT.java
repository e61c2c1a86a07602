// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering sniff, where the kernel does not say what it has counted")
class UnknownCountsIT {
  /** Makes getsockopt(PACKET_STATISTICS) fail. */
  private static final Path FAILING =
      Path.of(System.getProperty("framering.native.build"), "native/test/libno_statistics.so");

  @TempDir private Path folder;

  @Test
  void saysSoAndPrintsNoZero() throws Exception {
    Path file = folder.resolve("whole.pcapng");
    String script = "LD_PRELOAD=%s exec \"$@\"".formatted(FAILING);
    try (Namespace namespace = Namespace.withVeth();
        Program program =
            Program.startInShell(
                namespace, script, "sniff", "-ileft", "-w", file.toString(), "--print")) {
      program.awaitListening();
      Frames.send(namespace, "right", 3);
      program.awaitFrames(3);

      assertThat(program.signal("INT").status()).isEqualTo(1);

      assertThat(program.err())
          .contains("3 packets captured")
          .contains(
              "the kernel's counts of received and dropped packets are unknown: left:"
                  + " getsockopt(PACKET_STATISTICS) failed: Operation not permitted")
          .doesNotContain("0 packets");
      assertThat(Files.size(file)).isGreaterThan(3 * 60);
    }
  }
}
