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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("scripts/framering and scripts/soak, in a tree of their own")
class ScriptsIT {
  private static final Path SCRIPTS = Path.of("../../scripts");
  private static final Path LIBRARIES = Path.of("../core/target/classes/META-INF/lib");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");

  private static Path root;
  private static Path jar;
  private static Path cache;

  /** As a build leaves it: the jar is newer than all sources. */
  @BeforeAll
  static void create() throws Exception {
    root = Files.createTempDirectory("framering-");
    Path target = Files.createDirectories(root.resolve("java/cli/target"));
    Files.createDirectory(root.resolve("native"));
    Files.createFile(root.resolve("pom.xml"));
    Files.createFile(root.resolve("CMakeLists.txt"));
    Tools.succeed("cp", "-r", SCRIPTS.toString(), root.resolve("scripts").toString());
    jar = target.resolve("framering.jar");
    cache = target.resolve("framering.aot");
    Tools.succeed("cp", System.getProperty("framering.jar"), jar.toString());
    Path classes = Files.createDirectories(root.resolve("java/core/target/classes/META-INF"));
    Tools.succeed("cp", "-r", LIBRARIES.toString(), classes.toString());
    Tools.succeed("chmod", "-R", "u=rwX,go=rX", root.toString());
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    assertStarts();
  }

  @AfterAll
  static void delete() throws Exception {
    Tools.succeed("rm", "-r", root.toString());
  }

  private static String script() {
    return root.resolve("scripts/framering").toString();
  }

  private static void assertStarts(String... environment) throws Exception {
    List<String> line = new ArrayList<>(List.of(environment));
    line.addAll(List.of(script(), "--version"));
    Tools.Result result = Tools.run(line);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("framering ").containsOnlyOnce("\n");
    assertThat(Files.size(cache)).isGreaterThan(100_000);
  }

  @Test
  void makesACacheForTheStartOnceAndAgainForAnotherJar() throws Exception {
    Object made = Files.getAttribute(cache, "unix:ino");
    assertStarts();
    assertThat(Files.getAttribute(cache, "unix:ino")).isEqualTo(made);

    Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
    assertStarts();
    assertThat(Files.getAttribute(cache, "unix:ino")).isNotEqualTo(made);
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(Files.getLastModifiedTime(jar));
  }

  @Test
  void startsWithoutACacheWhereNoneCanBeWritten() throws Exception {
    Path away = Files.move(cache, root.resolve("away"));
    try {
      List<String> line = new ArrayList<>(AS_NOBODY);
      line.addAll(List.of(script(), "--version"));
      Tools.Result result = Tools.run(line);
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("framering ").containsOnlyOnce("\n");
      assertThat(result.err()).isEmpty();
      assertThat(cache).doesNotExist();
    } finally {
      Files.move(away, cache);
    }
  }

  @Test
  void startsWithoutTheCacheWhenItIsDamaged() throws Exception {
    Path away = Files.move(cache, root.resolve("away"));
    try {
      Files.writeString(cache, "no cache");
      Files.setLastModifiedTime(cache, Files.getLastModifiedTime(jar));
      Tools.Result result = Tools.run(List.of(script(), "--version"));
      assertThat(result.status()).isZero();
      assertThat(result.out()).startsWith("framering ").containsOnlyOnce("\n");
      assertThat(result.err()).contains("AOT");
    } finally {
      Files.delete(cache);
      Files.move(away, cache);
    }
  }

  @Test
  void takesNamesThatAreNotAsciiInTheLocalesThatPeopleHave() throws Exception {
    TrainingCommand.writeExamples(root.resolve("plain.pcap"), 10);
    String program =
        "cd %s; name=$(printf 'tr\\303\\244ce.pcap'); cp plain.pcap \"$name\"; %s sniff --count -r $name";
    for (String locale :
        List.of(
            "LC_ALL=C", "LC_ALL=POSIX", "LANG=xx_XX.UTF-8", "LANG=C LC_CTYPE=xx_XX.utf8", "A=b")) {
      List<String> line = new ArrayList<>(List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE"));
      line.addAll(List.of("-u", "LANG"));
      line.addAll(List.of(locale.split(" ")));
      line.addAll(List.of("sh", "-c", program.formatted(root, script())));
      Tools.Result result = Tools.run(line);
      assertThat(result.status()).as(locale + ": " + result.err()).isZero();
      assertThat(result.out()).endsWith(" packets\n");
    }
  }

  /** When the jar is newer. Anybody may lock what he may read, and hold that for ever. */
  @Test
  void makesTheCacheAgainThoughAReaderOfTheTreeLocksItsFiles() throws Exception {
    String holder =
        "for each in $(find %1$s -type f -readable); do exec {fd}<$each && flock $fd; done; touch %2$s; exec sleep 1000";
    Path folder = Files.createTempDirectory("framering-");
    Tools.succeed("chmod", "777", folder.toString());
    assertStarts();
    List<String> line = new ArrayList<>(AS_NOBODY);
    line.addAll(List.of("bash", "-c", holder.formatted(root, folder.resolve("held"))));
    Process nobody = new ProcessBuilder(line).redirectErrorStream(true).start();
    try {
      Tools.await(() -> Files.exists(folder.resolve("held")));
      // A training run that takes no time: it makes the cache that was there.
      Path before = Files.copy(cache, root.resolve("before"));
      Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
      String jdk =
          jdk(
              "quick",
              """
              for each; do
                case $each in -XX:AOTCacheOutput=*) exec cp %s "${each#*=}" ;; esac
              done
              exec %s/bin/java "$@"
              """
                  .formatted(before, System.getProperty("java.home")));
      assertStarts("env", "JAVA_HOME=" + jdk);
      assertThat(Files.getLastModifiedTime(cache)).isGreaterThan(FileTime.from(Instant.EPOCH));
    } finally {
      nobody.destroy();
      nobody.waitFor();
      Tools.succeed("rm", "-r", folder.toString());
    }
  }

  /** Until the JVM handles it; the rest of the time is the test's of the command itself. */
  @Test
  void startsTheJvmWithSigusr1Ignored() throws Exception {
    String jdk = jdk("stub", "grep SigIgn /proc/$$/status\n");

    String ignored = Tools.succeed("env", "JAVA_HOME=" + jdk, script(), "sniff").out();

    long mask = Long.parseUnsignedLong(ignored.replaceFirst("SigIgn:\\s*", "").strip(), 16);
    assertThat(mask >> 10 - 1 & 1).as("SIGUSR1 is 10").isEqualTo(1);
  }

  /** A JDK for the launcher whose java is this shell script. */
  private static String jdk(String name, String java) throws Exception {
    Path jdk = Files.createDirectories(root.resolve(name));
    Files.copy(Path.of(System.getProperty("java.home"), "release"), jdk.resolve("release"));
    Path bin = Files.createDirectory(jdk.resolve("bin"));
    Files.writeString(bin.resolve("java"), "#!/bin/sh\n" + java);
    Files.createFile(bin.resolve("javac"));
    Tools.succeed("chmod", "+x", bin.resolve("java").toString(), bin.resolve("javac").toString());
    return jdk.toString();
  }

  /** One whose java is the real one, and writes down which classes it loads and initializes. */
  private static String watchedJdk() throws Exception {
    return jdk(
        "jdk",
        """
        for each; do
          shift
          [ "$each" != -cp ] || set -- "$@" -Xlog:class+load:file=%1$s/loaded:none -Xlog:class+init:file=%1$s/initialized:none
          set -- "$@" "$each"
        done
        exec %2$s/bin/java "$@"
        """
            .formatted(root, System.getProperty("java.home")));
  }

  /** Counted, as a time would tell nothing on a busy machine. */
  private static void assertStartedFast() throws Exception {
    List<String> loaded = Files.readAllLines(root.resolve("loaded"));
    List<String> elsewhere =
        loaded.stream().filter(line -> !line.endsWith("source: shared objects file")).toList();
    assertThat(loaded).hasSizeGreaterThan(1000);
    assertThat(elsewhere)
        .as("generated for access to memory; all others are in the cache")
        .hasSizeLessThan(25)
        .noneMatch(line -> line.startsWith("io.framering.") || line.startsWith("picocli."));

    String initialized = Files.readString(root.resolve("initialized"));
    assertThat(initialized)
        .as("java.time's zones, for which the jar would be opened")
        .doesNotContain("'java/time/zone/ZoneRulesProvider'");
    String beforeFirstPacket =
        initialized.substring(0, initialized.indexOf("'io/framering/print/line/LinePrinter'"));
    assertThat(beforeFirstPacket).as("the jar is not opened").doesNotContain("ZipFile$Source'");
  }

  @Test
  void startsWithoutAClassThatIsNotInTheCache() throws Exception {
    String withJdk = "JAVA_HOME=" + watchedJdk();
    String[] sniff = {"env", withJdk, script(), "sniff", "--format=line", "-c=1", "-i=left"};
    try (Namespace namespace = Namespace.withVeth();
        Program program = Program.startOther(namespace, sniff)) {
      program.awaitListening();
      Frames.send(namespace, "right", 10);
      assertThat(program.status()).as(program.err()).isZero();
    }
    assertStartedFast();

    Path file = root.resolve("file.pcap");
    TrainingCommand.writeExamples(file, 10);
    sniff[sniff.length - 1] = "-r=" + file;
    assertThat(Tools.run(List.of(sniff)).status()).isZero();
    assertStartedFast();
  }

  /** The ring of 32 MiB included, which counts as the process's when it has been written to. */
  @Test
  void aRecordingStaysSmall() throws Exception {
    try (Namespace namespace = Namespace.withVeth();
        Program program =
            Program.startOther(namespace, script(), "sniff", "-i", "left", "-w", "/dev/null")) {
      program.awaitListening();
      Frames.send(namespace, "right", 200_000);

      String peak = program.threads("VmHWM").getFirst().replace(" kB", "");
      assertThat(Long.parseLong(peak)).isBetween(40L << 10, 120L << 10);
    }
  }

  /** That it works, and what it counts; ten minutes of it are somebody's to run. */
  @Test
  void aShortSoakAccountsForEveryPacket() throws Exception {
    String soak = root.resolve("scripts/soak").toString();
    Tools.Result result = Tools.run(List.of(soak, "--seconds", "12", "--rate", "1000"));
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    assertThat(result.lines()).last().isEqualTo("PASS: every packet accounted for");
    assertThat(result.out()).containsPattern("\n  [1-9]\\d{3,} numbered frames sent");
  }
}
