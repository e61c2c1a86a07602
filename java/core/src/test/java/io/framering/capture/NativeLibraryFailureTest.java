// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.filter.FilterExpression;
import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A native library that cannot be loaded: each attempt says why, and what to do. */
@Timeout(600)
class NativeLibraryFailureTest {
  /** Tries twice each way to the library, and prints what comes of it. */
  static final class Attempts {
    private Attempts() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        tell(NetworkInterfaces::list);
        tell(() -> Capture.open("lo").close());
        tell(() -> FilterExpression.of("udp").compile(io.framering.frame.LinkType.ETHERNET, 64));
        tell(() -> Privileges.ofRoot());
      }
    }

    private static void tell(Runnable task) {
      try {
        task.run();
        System.out.println("done");
      } catch (Throwable thrown) {
        System.out.println(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
      }
    }
  }

  private static List<String> attempts(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Attempts.class.getName());
    return command;
  }

  private static List<String> output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  /** In a mount namespace of its own, where nobody else sees the file system. */
  private static List<String> onFileSystem(Path folder, String options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " none " + folder + " && exec \"$@\"",
                "sh"));
    command.addAll(attempts("-Djava.io.tmpdir=" + folder));
    List<String> said = output(command);
    if (said.stream().anyMatch(line -> line.contains("unshare failed"))) {
      Namespace.skip("no mount namespace: " + said);
    }
    return said;
  }

  private static void assertAllSay(List<String> said, String... parts) {
    assertThat(said).hasSize(8).allSatisfy(line -> assertThat(line).contains(parts));
  }

  @ParameterizedTest
  @CsvSource({
    "noexec, failed to map segment from shared object",
    "ro, Read-only file system",
  })
  void tempFolderThatTakesNoLibraryIsTold(String options, String reason, @TempDir Path folder)
      throws Exception {
    assertAllSay(
        onFileSystem(folder, options),
        "UnsatisfiedLinkError: cannot ",
        folder.toString(),
        reason,
        "name another folder for it with -Djava.io.tmpdir=/absolute/path",
        "-Dframering.library=/absolute/path/libframering.so");
  }

  @Test
  void processorThatHasNoLibraryIsTold() throws Exception {
    assertAllSay(
        output(attempts("-Dos.arch=sparcv9")),
        "UnsatisfiedLinkError: there is no native library for this processor (sparcv9) in the jar;",
        "build libframering.so on this system and name it with"
            + " -Dframering.library=/absolute/path/libframering.so");
  }

  @ParameterizedTest
  @CsvSource({"libframering.so, absolute", "/no/such/libframering.so, /no/such/libframering.so"})
  void libraryThatWasNamedInVainIsTold(String path, String reason) throws Exception {
    assertAllSay(
        output(attempts("-Dframering.library=" + path)),
        "UnsatisfiedLinkError: cannot load the native library: ",
        reason,
        "-Dframering.library must be the absolute path of a libframering.so");
  }

  /** As one of a newer libc is, this is none that the linker takes. */
  @Test
  void libraryThatTheLinkerRefusesIsToldInItsWords(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("libframering.so"), "no library at all");
    List<String> said = output(attempts("-Dframering.library=" + file));
    assertAllSay(said.subList(said.size() - 8, said.size()), "file too short"); // JVM warns before
  }
}
