// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The AOT cache of the training run")
class StartCacheIT {
  @TempDir private Path folder;

  /** A class that the JVM has to load and verify costs as much as dozens from the cache. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "sniff --help", "echo-client --help"})
  void hasAllClassesThatTheCommandLoads(String arguments) throws Exception {
    Path log = folder.resolve("log");
    List<String> line = new ArrayList<>(Program.line(arguments.split(" ")));
    line.add(line.indexOf("-jar"), "-Xlog:class+load:file=" + log);

    assertThat(Tools.run(line).status()).isZero();

    assertThat(Files.readAllLines(log))
        .hasSizeGreaterThan(500)
        .anyMatch(loaded -> loaded.contains("source: shared objects file"))
        .noneMatch(loaded -> loaded.contains("source: file:"));
  }
}
