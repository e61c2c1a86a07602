// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's terminal is tmux's here: it takes keys and sizes, and says what is on the screen. */
@DisplayName("framering top")
class TopIT {
  private static final String SETTINGS = "stty -a | tail -n +2 >%s/%s";

  @TempDir private Path folder;
  private Namespace namespace;
  private Process traffic;

  @BeforeEach
  void begin() throws Exception {
    Tools.require("ping", "tmux");
    namespace = Namespace.create();
    namespace.ip("link set lo up");
    traffic =
        namespace
            .process(List.of("ping", "-q", "-i", "0.02", "-c", "100000", "127.0.0.1"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  @AfterEach
  void end() throws Exception {
    traffic.destroy();
    traffic.waitFor();
    Tools.run(List.of("tmux", "-S", socket(), "kill-server"));
    namespace.close();
  }

  private String socket() {
    return folder.resolve("tmux").toString();
  }

  private String tmux(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("tmux", "-u", "-S", socket()));
    line.addAll(List.of(arguments));
    return Tools.succeed(line.toArray(String[]::new)).out();
  }

  private void open() throws Exception {
    String shell = "ip netns exec " + namespace.name() + " env PS1='$ ' bash --norc";
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", shell);
    awaitScreen("$");
  }

  private void type(String text) throws Exception {
    tmux("send-keys", "-l", text);
  }

  private void enter(String line) throws Exception {
    type(line);
    tmux("send-keys", "Enter");
  }

  private String screen() {
    try {
      return tmux("capture-pane", "-p");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String awaitScreen(String... texts) throws Exception {
    try {
      Tools.await(() -> List.of(texts).stream().allMatch(screen()::contains));
    } catch (AssertionError e) {
      throw new AssertionError(String.join(", ", texts) + " not in:\n" + screen(), e);
    }
    return screen();
  }

  private void startTop() throws Exception {
    String line =
        Program.line("top", "-ilo", "--every", "0.2").stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    String environment = "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=" + folder + " ";
    enter("clear; " + SETTINGS.formatted(folder, "before") + "; " + environment + line);
    awaitScreen("framering top: flows by rate; lo", "PROTO", "icmp  127.0.0.1");
  }

  /** The terminal has the settings from before, its first screen and its cursor. */
  private void assertRestored() throws Exception {
    awaitScreen("packets captured");
    enter(SETTINGS.formatted(folder, "after") + "; echo do''ne");
    awaitScreen("done\n");
    assertThat(folder.resolve("after")).hasSameTextualContentAs(folder.resolve("before"));
    assertThat(folder.resolve("after")).content().contains(" icanon ", " echo ");
    assertThat(tmux("display", "-p", "#{alternate_on} #{cursor_flag}")).isEqualTo("0 1\n");
  }

  @Test
  void keysChooseWhatIsShownAndTheTerminalIsAsItWas() throws Exception {
    open();
    startTop();
    assertThat(screen().lines()).hasSize(24).last().asString().contains("q quit");

    type("2");
    awaitScreen("hosts by rate", "HOST ");
    type("s");
    awaitScreen("hosts by packets");
    type("/no such");
    awaitScreen("/no such_");
    tmux("send-keys", "Enter");
    awaitScreen("with 'no such'");
    assertThat(screen().lines().filter(line -> line.startsWith("127.0.0.1"))).isEmpty();
    tmux("send-keys", "Escape");
    Tools.await(() -> screen().contains("\n127.0.0.1 "));
    type(" ");
    awaitScreen("PAUSED");
    type(" ");
    tmux("resize-window", "-x", "120", "-y", "40");
    Tools.await(() -> screen().lines().count() == 40 && screen().strip().endsWith("q quit"));
    tmux("resize-window", "-x", "60", "-y", "15");
    Tools.await(() -> screen().lines().count() == 15 && screen().strip().endsWith("q quit"));
    type("?");
    awaitScreen("1 flows, 2 hosts, 3 ports, 4 names");
    type("q");
    assertRestored();
  }

  @Test
  void aSignalLeavesTheTerminalAsItWas() throws Exception {
    open();
    startTop();
    long shell = Long.parseLong(tmux("display", "-p", "#{pane_pid}").strip());
    ProcessHandle java =
        ProcessHandle.of(shell)
            .orElseThrow()
            .descendants()
            .filter(each -> each.info().command().orElse("").endsWith("/java"))
            .findFirst()
            .orElseThrow();
    assertThat(java.destroy()).as("SIGTERM").isTrue();
    assertRestored();
    assertThat(folder).isDirectoryNotContaining("glob:**jline*");
  }

  @Test
  void onceNeedsNoTerminal() throws Exception {
    String[] line = {"top", "-ilo", "--once", "--every=0.3", "--size=70x12"};
    try (Program program = Program.start(namespace, line)) {
      assertThat(program.status()).as(program.err()).isZero();
      assertThat(program.out()).startsWith("framering top: flows by rate; lo, ");
      assertThat(program.out()).containsPattern("\nicmp +127[.]0[.]0[.]1 +127[.]0[.]0[.]1 ");
      assertThat(program.out().lines()).allMatch(each -> each.length() <= 70);
      assertThat(program.out().lines().count()).isLessThanOrEqualTo(12);
    }
    try (Program program = Program.start(namespace, "top", "-ilo")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              "framering: standard input or output is not a terminal; --once prints one screen\n");
    }
  }
}
