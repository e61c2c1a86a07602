// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/bench} as it is run by hand, with the one program that is always there. */
@Timeout(600)
class BenchScriptTest {
  private static final Path SCRIPT = Path.of("../../scripts/bench");

  @TempDir private Path output;
  @TempDir private Path scratch;

  @Test
  void measuresPrintsAndWrites() throws Exception {
    Namespace.create().close(); // or this can't be tested here
    String printed =
        Namespace.run(
            List.of(
                SCRIPT.toString(),
                "--no-build",
                "--quick",
                "--only=c",
                "--output=" + output,
                "--folder=" + scratch,
                "mix",
                "latency"));

    assertThat(printed)
        // CPU ... sent, lost, MiB. How much of it is up to the machine.
        .containsPattern("(?m)^c( +\\d+\\.\\d{4}){2} +[\\d,]+ +[\\d,]+ +\\d+$")
        .doesNotContain("left out");
    assertThat(Files.readAllLines(output.resolve("bench.csv")))
        .contains("section,contestant,round,metric,value")
        .anyMatch(line -> line.startsWith("mix,c,1,lost,"))
        .anyMatch(line -> line.startsWith("latency,c,1,p50,"));
    assertThat(output.resolve("bench.svg")).content().startsWith("<svg ").contains(">c</text>");
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }
}
