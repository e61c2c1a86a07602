// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The native library with its border to Java, built with AddressSanitizer and
 * UndefinedBehaviorSanitizer, for a JVM that is started for it.
 *
 * @param path of the library
 * @param runtime path of AddressSanitizer's own library, which has to be loaded before all others
 */
public record SanitizedLibrary(Path path, Path runtime) {
  /** The build that Maven makes, and this one beside it. */
  private static final Path BUILD = Path.of(System.getProperty("framering.native.build"));

  private static final Path SANITIZED = BUILD.resolveSibling("cmake-asan");

  /** Builds it, if it was not built before; skips the test where the compiler has no sanitizers. */
  public static SanitizedLibrary build() throws IOException {
    Path runtime = Path.of(Namespace.run(List.of("cc", "-print-file-name=libasan.so")).strip());
    if (!runtime.isAbsolute()) {
      Namespace.skip("this C compiler has no AddressSanitizer: install that of gcc");
    }
    List<String> configure = new ArrayList<>(List.of("cmake", "-S", sources(), "-B"));
    configure.add(SANITIZED.toString());
    configure.add("-DCMAKE_BUILD_TYPE=Debug");
    configure.add("-DFRAMERING_SANITIZE=address,undefined");
    configure.add("-DFRAMERING_JNI_HEADERS=" + BUILD.resolveSibling("jni-headers"));
    configure.add("-DFRAMERING_JAVA_HOME=" + System.getProperty("java.home"));
    try (FileChannel _ = lock()) {
      Namespace.run(configure);
      Namespace.run(List.of("cmake", "--build", SANITIZED.toString(), "--target", "framering"));
    }
    return new SanitizedLibrary(SANITIZED.resolve("libframering.so"), runtime);
  }

  /** Held until it is closed: another JVM with tests may want to build it as well. */
  private static FileChannel lock() throws IOException {
    FileChannel file =
        FileChannel.open(
            SANITIZED.resolveSibling("cmake-asan.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    file.lock();
    return file;
  }

  private static String sources() throws IOException {
    String key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
    return Files.readAllLines(BUILD.resolve("CMakeCache.txt")).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * What a JVM needs to load it. Its own use of SIGSEGV is no error, and neither is what it leaves
   * behind at its end.
   */
  public Map<String, String> environment() {
    return Map.of("LD_PRELOAD", runtime.toString(), "ASAN_OPTIONS", "handle_segv=0:detect_leaks=0");
  }
}
