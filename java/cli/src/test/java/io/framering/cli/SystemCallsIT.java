// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff under load: one system call is for many packets")
class SystemCallsIT {
  private static final int PACKETS = 50_000;

  /** Starting a JVM takes some hundreds; one for each packet would be far above. */
  private static final long FEW = PACKETS / 10;

  private static final Pattern CALLS = Pattern.compile("(syscr|syscw): (\\d+)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"-w=file.pcapng", "--format=line"})
  void readAndWriteCalls(String where) throws Exception {
    try (Namespace namespace = Namespace.withVeth();
        Program program =
            Program.startInShell(
                namespace,
                // Linux adds the calls of a program to those of the shell that has waited for it.
                "cd '" + folder + "'; \"$@\" >printed; cat /proc/$$/io",
                "sniff",
                "-i=right",
                "-c=" + PACKETS,
                where)) {
      program.awaitListening();
      Frames.send(namespace, "left", PACKETS);
      program.awaitOut("syscw");

      assertThat(program.err()).contains("\n" + PACKETS + " packets captured\n");
      assertThat(calls(program.out()))
          .containsOnlyKeys("syscr", "syscw")
          .allSatisfy((name, count) -> assertThat(count).as(name).isBetween(1L, FEW));
    }
  }

  private static Map<String, Long> calls(String io) {
    return CALLS
        .matcher(io)
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> Long.valueOf(found.group(2))));
  }
}
