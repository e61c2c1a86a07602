// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("framering sniff -z COMMAND")
class PostRotateIT {
  /** Says what it is run with, in a file beside that of the capture. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      {
        echo "$#" "$(nice)" "$(id -un)" "$(cat /proc/$PPID/comm)"
        for each in /proc/$$/fd/*; do readlink "$each"; done
      } >"$1.new" 2>/dev/null
      mv "$1.new" "$1.seen"
      """;

  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private Path folder;
  private Path command;

  @BeforeEach
  void create() throws Exception {
    folder = Files.createTempDirectory("framering-");
    Tools.succeed("chmod", "777", folder.toString());
    command = Files.writeString(folder.resolve("command"), SCRIPT);
    Tools.succeed("chmod", "755", command.toString());
  }

  @AfterEach
  void delete() throws Exception {
    Tools.succeed("rm", "-r", folder.toString());
  }

  private List<String> names(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("trace") && name.endsWith(end))
          .sorted()
          .toList();
    }
  }

  private Program start(String... arguments) throws Exception {
    String[] sniff =
        Stream.of(
                new String[] {"sniff", "-i=left", "-z", command.toString()},
                new String[] {"-w", folder.resolve("trace").toString()},
                arguments)
            .flatMap(Stream::of)
            .toArray(String[]::new);
    return Program.start(namespace, sniff).awaitListening();
  }

  /** As tcpdump, it is not run for the file that the end of the capture ends. */
  @Test
  void isRunForEachFileThatAnotherFollows() throws Exception {
    try (Program program = start("-C", "10k", "-Z", "nobody")) {
      Frames.send(namespace, "right", 1000);
      Tools.awaitSize(folder.resolve("trace6.seen"), 1);

      assertThat(program.signal("INT").status()).isZero();

      int last = 0;
      while (Files.exists(folder.resolve("trace" + (last + 1)))) {
        last++;
      }
      Tools.awaitSize(folder.resolve("trace.seen"), 1); // the commands end in any order
      for (int i = 1; i < last; i++) {
        Tools.awaitSize(folder.resolve("trace" + i + ".seen"), 1);
      }
      assertThat(names(".seen")).hasSize(last).doesNotContain("trace" + last + ".seen");
      List<String> seen = Files.readAllLines(folder.resolve("trace.seen"));
      assertThat(seen.getFirst()).isEqualTo("1 19 nobody java");
      assertThat(seen)
          .as("nothing of the capture is open there")
          .noneMatch(target -> target.startsWith("socket:") || target.startsWith("anon_inode:"))
          .noneMatch(target -> target.contains("trace") && !target.endsWith(".new"));
    }
  }

  @Test
  void leavesNoZombieAndTheCaptureDoesNotWaitForIt() throws Exception {
    Files.writeString(
        command, "#!/bin/sh\ncase $1 in */trace) exec tail --pid=$PPID -f /dev/null ;; esac\n");
    try (Program program = start("-C", "10k")) {
      Frames.send(namespace, "right", 1000);
      Tools.awaitSize(folder.resolve("trace7"), 24);
      program.awaitChildren(
          1); // the one that ends with its parent: all others have been waited for

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.err()).contains("\n1000 packets captured\n");
    }
  }

  @Test
  void byTimeIsRunForTheLastOfThemToo() throws Exception {
    try (Program program = start("-G", "1", "-W", "1")) {
      Process sender = Frames.startSending(namespace, "right", 1_000_000, 100);
      assertThat(program.status()).isZero();
      sender.destroy();
      Tools.awaitSize(folder.resolve("trace.seen"), 1);
    }
  }

  @Test
  void whatCannotBeRunIsSaidAndTheCaptureGoesOn() throws Exception {
    Files.delete(command);
    try (Program program = start("-C", "10k", "-c", "1000")) {
      Frames.send(namespace, "right", 1000);
      assertThat(program.status()).isZero();
      program.awaitErr("command");
      // What the commands complain of may stand before it on the line.
      assertThat(program.err()).contains("1000 packets captured\n");
    }
  }

  @Test
  void isNotRunForAFileThatWasMovedAway() throws Exception {
    try (Program program = start("-G", "1000")) {
      Files.move(folder.resolve("trace"), folder.resolve("moved"));
      program.signal("HUP");
      Tools.awaitSize(folder.resolve("trace"), 24);
      assertThat(program.signal("INT").status()).isZero();
      assertThat(names(".seen")).isEmpty();
    }
  }
}
