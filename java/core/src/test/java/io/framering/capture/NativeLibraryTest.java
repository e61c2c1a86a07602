// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.jni.NativeLibrary;
import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the library gets out of the jar and under the JVM's own eyes: in JVMs of their own. */
@Timeout(600)
class NativeLibraryTest {
  @TempDir Path temp;

  /** Runs {@link Exercise} in a new JVM whose temp folder is {@link #temp}. */
  private String java(String mode, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temp, "-Xshare:off"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Exercise.class.getName(), mode));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return output + "exit " + process.exitValue();
  }

  private List<Path> leftInTemp() throws Exception {
    try (Stream<Path> entries = Files.list(temp)) {
      return entries.filter(path -> !path.getFileName().toString().startsWith("hsperf")).toList();
    }
  }

  @Test
  void nothingStaysInTheTempFolder() throws Exception {
    assertThat(java("list")).isEqualTo("done\nexit 0");
    assertThat(leftInTemp()).isEmpty();
  }

  /** native-lib-loader's own extraction would delete what the planted link leads to. */
  @Test
  void plantedLinksInTheTempFolderAreNotFollowed(@TempDir Path elsewhere) throws Exception {
    Path victim = Files.createDirectory(elsewhere.resolve("victim"));
    Path precious = Files.writeString(victim.resolve("precious"), "keep me");
    Path planted = Files.createDirectory(temp.resolve("nativelib-loader_evil"));
    Files.createSymbolicLink(planted.resolve("link"), victim);
    Files.setLastModifiedTime(planted, java.nio.file.attribute.FileTime.fromMillis(0));
    assertThat(java("list")).isEqualTo("done\nexit 0");
    assertThat(precious).hasContent("keep me");
    assertThat(leftInTemp()).containsExactly(planted);
  }

  @Test
  void libraryCanBeNamed() throws Exception {
    String library = "/no/such/libframering.so";
    assertThat(java("list", "-Dframering.library=" + library))
        .contains("UnsatisfiedLinkError")
        .contains(library);
    Path built =
        Path.of(NativeLibrary.class.getResource("/META-INF/lib/linux_64/libframering.so").toURI());
    assertThat(java("list", "-Dframering.library=" + built)).isEqualTo("done\nexit 0");
  }

  @Test
  void tempFolderThatIsMissingIsNamed() throws Exception {
    assertThat(java("list", "-Djava.io.tmpdir=" + temp.resolve("missing")))
        .contains("cannot extract the native library")
        .contains(temp.resolve("missing").toString());
  }

  @Test
  void tempFolderWhoseContentOthersMayExchangeIsRefused() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(java("list")).contains(temp + ": everybody can replace files in it");
    assertThat(leftInTemp()).isEmpty();
  }

  /** The JVM checks each JNI call, and complains on its output. */
  @Test
  void jvmHasNothingToSayOfTheBorder() throws Exception {
    try (Namespace namespace = Namespace.create()) {
      String output = namespace.call(() -> java("capture", "-Xcheck:jni"));
      assertThat(output).isEqualTo("done\nexit 0");
    }
  }
}
