// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Exhaustion} in a process of its own: whatever fails, closing ends and frees. */
@Timeout(600)
class ExhaustionTest {
  @AutoClose private final Namespace namespace = Namespace.create();

  private String run(String what, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xss512k"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Exhaustion.class.getName(), what));
    Process process = namespace.process(command).redirectErrorStream(true).start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("closing ends").isTrue();
      return new String(process.getInputStream().readAllBytes());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Interpreted frames are larger than compiled ones, and some calls are deeper. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:+TieredCompilation"})
  void captureThatFailsForWantOfStackIsFreed(String mode) throws Exception {
    assertThat(run("stack", mode))
        .isEqualTo("calls failed\n0 descriptors\n0 mappings\n0 sockets\n");
  }

  /** What a capture needs of it for a moment does not count as such. */
  @Test
  void captureNeedsNoDirectMemoryOfTheJvm() throws Exception {
    assertThat(run("memory", "-XX:MaxDirectMemorySize=1m"))
        .isEqualTo("no call failed\n0 descriptors\n0 mappings\n0 sockets\n");
  }
}
