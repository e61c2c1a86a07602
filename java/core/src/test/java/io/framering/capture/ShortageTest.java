// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Shortage}s: for real, in a process of their own. */
@Timeout(600)
class ShortageTest {
  @AutoClose private final Namespace namespace = Namespace.create();

  private List<String> run(String what) {
    List<String> command = new ArrayList<>(List.of("prlimit", "--nofile=100"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m", "-XX:+UseSerialGC"));
    command.add("-Xint"); // a compiler thread that has no memory left would end the JVM
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Shortage.class.getName(), what));
    return namespace.exec(command.toArray(String[]::new)).lines().skip(1).toList();
  }

  @Test
  void descriptorsThatAreUsedUpAreToldWithWhatToDo() {
    List<String> said = run("descriptors");
    int opened = said.indexOf("ring of " + (512 << 10));
    assertThat(said.subList(0, opened))
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("SYSTEM: "))
        .allMatch(line -> line.contains("Too many open files; raise the limit"))
        .allMatch(line -> line.endsWith("with: ulimit -n"));
    assertThat(said.subList(opened + 1, said.size()))
        .containsExactly("ring of " + (512 << 10), "0 descriptors left open");
  }

  @Test
  void aRingThatDoesNotFitIsSmallerOrToldWithWhatToDo() {
    List<String> said = run("memory");
    assertThat(said).hasSize(2);
    assertThat(Long.parseLong(said.getFirst().substring("ring of ".length())))
        .isBetween(4L << 20, 16L << 20);
    assertThat(said.getLast())
        .matches(
            "NO_MEMORY: lo: the kernel has no memory for a ring of 64 MiB, nor for the smallest one"
                + " \\(mmap\\); free some, or ask for smaller blocks");
  }
}
