// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its {@code java} prints its arguments, and a training run of it writes a short file. */
@DisplayName("The installed framering and its AOT cache")
class InstalledLauncherIT {
  private static final Path RUN = Path.of("/run");

  private static final String JAVA =
      """
      #!/bin/sh
      for each; do
        case $each in
        -XX:AOTCacheOutput=*) echo trained; echo cache >"${each#*=}"; exit ;;
        esac
      done
      printf '%s\\n' "$@"
      """;

  private Path folder;
  private Path jar;
  private Path home;

  /** In /run, because others may write to /tmp. */
  @BeforeEach
  void install() throws Exception {
    if (!"root".equals(Files.getOwner(Path.of("/")).getName()) || !Files.isWritable(RUN)) {
      Namespace.skip("the cache's folders cannot be root's (run as root)");
    }
    folder = Files.createTempDirectory(RUN, "framering-");
    Path library = Files.createDirectories(folder.resolve("lib/framering"));
    Path java = Files.createDirectories(library.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, JAVA);
    jar = Files.createFile(library.resolve("framering.jar"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    home = Files.createDirectory(folder.resolve("home"));
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(Path.of("../../packaging/framering"), folder.resolve("bin/framering"));
    Files.copy(Path.of("../../scripts/lib/start.sh"), library.resolve("start.sh"));
    Tools.succeed("chmod", "755", java.toString(), folder.resolve("bin/framering").toString());
  }

  @AfterEach
  void delete() throws Exception {
    if (folder != null) {
      Tools.succeed("rm", "-r", folder.toString());
    }
  }

  private Tools.Result start(String... environment) throws Exception {
    List<String> line = new ArrayList<>(List.of("env", "-u", "XDG_CACHE_HOME"));
    line.add("HOME=" + home);
    line.addAll(List.of(environment));
    line.addAll(List.of(folder.resolve("bin/framering").toString(), "interfaces"));
    Tools.Result result = Tools.run(line);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("io.framering.cli.Main\ninterfaces\n");
    return result;
  }

  private void assertUses(Path cache, String... environment) throws Exception {
    assertThat(start(environment).lines()).contains("-XX:AOTCache=" + cache);
  }

  private void assertUsesNone(String... environment) throws Exception {
    assertThat(start(environment).out()).doesNotContain("AOTCache");
  }

  private Path own(Path cacheHome) {
    return Path.of(cacheHome + "/framering" + jar + ".aot");
  }

  @Test
  void isTheOneOfTheInstallation() throws Exception {
    Path cache = Files.writeString(jar.resolveSibling("framering.aot"), "cache");
    Files.setLastModifiedTime(cache, Files.getLastModifiedTime(jar));

    assertUses(cache);
    assertThat(home).isEmptyDirectory();

    Files.setLastModifiedTime(cache, FileTime.from(Instant.now()));
    assertUses(own(home.resolve(".cache")));
  }

  @Test
  void isMadeOnceInTheUsersCacheFolder() throws Exception {
    Path cache = own(home.resolve(".cache"));
    assertThat(start().err()).contains("preparing a faster start");
    assertUses(cache);
    assertThat(start().err()).isEmpty();
    assertThat(Tools.succeed("stat", "-c", "%a", cache.toString()).out()).isEqualTo("600\n");
    assertThat(cache.getParent()).isDirectoryContaining(cache::equals);

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    assertThat(start().err()).contains("preparing a faster start");

    Path other = folder.resolve("other");
    assertUses(own(other), "XDG_CACHE_HOME=" + other);
    assertUsesNone("XDG_CACHE_HOME=relative");
  }

  @Test
  void isNotTriedAgainWhenItCannotBeMade() throws Exception {
    Files.writeString(
        jar.resolveSibling("runtime/bin/java"), JAVA.replace("; exit ;;", "; exit 1 ;;"));
    assertThat(start().err()).contains("no cache for a faster start could be made");

    Tools.Result again = start();

    assertThat(again.err()).isEmpty();
    assertThat(again.out()).doesNotContain("AOTCache");
  }

  @Test
  void isNeitherMadeNorUsedWhereOthersCouldWrite() throws Exception {
    Path caches = Files.createDirectory(home.resolve(".cache"));
    for (String mode : List.of("775", "757", "1777")) {
      Tools.succeed("chmod", mode, caches.toString());
      assertUsesNone();
      assertThat(caches).isEmptyDirectory();
    }
    Tools.succeed("chmod", "755", caches.toString());
    Path cache = own(caches);
    assertUses(cache);

    for (Path each : List.of(cache, cache.getParent(), caches, home)) {
      Tools.succeed("chmod", "g+w", each.toString());
      assertUsesNone();
      Tools.succeed("chmod", "g-w", each.toString());
    }
    assertUses(cache);
  }

  @Test
  void isNotUsedWhenItBelongsToSomebodyElse() throws Exception {
    Path cache = own(home.resolve(".cache"));
    assertUses(cache);

    for (Path each : List.of(cache, cache.getParent(), home)) {
      Tools.succeed("chown", "nobody", each.toString());
      assertUsesNone();
      Tools.succeed("chown", "root", each.toString());
    }
    assertUses(cache);
  }

  @Test
  void isNotUsedThroughALink() throws Exception {
    Path cache = own(home.resolve(".cache"));
    assertUses(cache);
    Path away = Files.move(cache, folder.resolve("away"));
    Files.createSymbolicLink(cache, away);
    assertUsesNone();
  }
}
