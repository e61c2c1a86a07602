// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where Wireshark looks for capture sources: each program there is one. */
final class ExtcapFolder {
  private static final String FILE = "framering";

  private final Environment environment;

  ExtcapFolder(Environment environment) {
    this.environment = environment;
  }

  /**
   * Writes a program that calls {@code framering extcap}, and returns the exit status.
   *
   * @param folder empty for the personal ones
   */
  int install(String folder) throws IOException {
    for (Path each : folder.isEmpty() ? personal() : List.of(Path.of(folder))) {
      Files.createDirectories(each);
      Path file = each.resolve(FILE);
      Files.deleteIfExists(file); // it may be a link to something else
      Files.writeString(file, script());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      environment.print(file.toString());
    }
    return Main.OK;
  }

  /** Wireshark 4.2 and later use the first one, older ones the second one. */
  private static List<Path> personal() {
    Path home = Path.of(Objects.requireNonNullElse(System.getenv("HOME"), "/"));
    String configuration = System.getenv("XDG_CONFIG_HOME");
    return Stream.of(
            home.resolve(".local/lib"),
            configuration == null || configuration.isEmpty()
                ? home.resolve(".config")
                : Path.of(configuration))
        .map(parent -> parent.resolve("wireshark/extcap"))
        .toList();
  }

  private static String script() {
    String program = program().stream().map(ExtcapFolder::quoted).collect(Collectors.joining(" "));
    return "#!/bin/sh\n# Written by 'framering extcap --install'.\nexec "
        + program
        + " extcap \"$@\"\n";
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The launcher, which starts it fast; else this JVM and its jar. */
  private static List<String> program() {
    String launcher = System.getProperty("framering.launcher");
    return launcher != null
        ? List.of(absolute(launcher))
        : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(ExtcapFolder::absolute)
                .collect(Collectors.joining(File.pathSeparator)),
            Main.class.getName());
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }
}
