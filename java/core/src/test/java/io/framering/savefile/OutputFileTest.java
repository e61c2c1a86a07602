// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others may have put where a capture file is to be. */
class OutputFileTest {
  private static final int NOBODY = 65534;
  private static final int ROOT = 0;

  @TempDir private Path parent;
  private Path folder;
  private Path precious;

  /** As /tmp is, and a file elsewhere that is to stay as it is. */
  @BeforeEach
  void create() throws IOException {
    folder = Files.createDirectory(parent.resolve("open"));
    Files.setAttribute(folder, "unix:mode", 01777);
    precious = Files.writeString(parent.resolve("precious"), "keep me");
  }

  private static void write(Path path) {
    SavefileWriter.create(path, SavefileOptions.of(SavefileFormat.PCAP)).close();
  }

  @Test
  void linkInAFolderThatIsOpenToAllIsNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("trace.pcap"), precious);
    assertThatThrownBy(() -> write(link))
        .isInstanceOf(SavefileException.class)
        .hasMessageStartingWith(link + ": a symbolic link in a folder that everybody may write to");
    assertThat(precious).hasContent("keep me");
    Path dangling =
        Files.createSymbolicLink(folder.resolve("other.pcap"), parent.resolve("made.pcap"));
    assertThatThrownBy(() -> write(dangling)).isInstanceOf(SavefileException.class);
    assertThat(parent.resolve("made.pcap")).doesNotExist();
  }

  @Test
  void linkInAFolderOfOnesOwnIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("trace.pcap"), precious);
    write(link);
    assertThat(precious).hasSize(24);
  }

  @Test
  void fileOfAnotherUserIsRefusedAndStays() throws IOException {
    Path file = Files.writeString(folder.resolve("trace.pcap"), "planted");
    assumeTrue((int) Files.getAttribute(file, "unix:uid") == ROOT, "only root gives files away");
    Files.setAttribute(folder, "unix:uid", NOBODY - 1);
    Files.setAttribute(file, "unix:uid", NOBODY);
    assertThatThrownBy(() -> write(file))
        .isInstanceOf(SavefileException.class)
        .hasMessageStartingWith(file + ": another user's file in a folder");
    assertThat(file).hasContent("planted");
    Files.setAttribute(file, "unix:uid", ROOT);
    assertThatCode(() -> write(file)).doesNotThrowAnyException();
  }

  @Test
  void newFileIsItsOwnersAlone() throws IOException {
    Path file = folder.resolve("trace.pcap");
    write(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    write(file); // one's own is emptied
    assertThat(file).hasSize(24);
    Path shared = folder.resolve("shared.pcap");
    var readable = PosixFilePermissions.fromString("rw-r-----");
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAP).permissions(readable);
    SavefileWriter.create(shared, options).close();
    assertThat(Files.getPosixFilePermissions(shared)).isEqualTo(readable);
  }

  /** A file in a sticky folder that is root's once stays root's: else it was never made by root. */
  @Test
  void anotherUserWhoIsQuickNeverOwnsWhatIsWritten() throws Exception {
    assumeTrue((int) Files.getAttribute(folder, "unix:uid") == ROOT, "only root becomes another");
    Files.setAttribute(parent, "unix:mode", 0755);
    Path file = folder.resolve("trace.pcap");
    String race = "while test -e ..; do : > trace.pcap; rm -f trace.pcap; done 2> /dev/null";
    Process rival =
        new ProcessBuilder(
                "timeout", "60", "setpriv", "--reuid=65534", "--clear-groups", "sh", "-c", race)
            .directory(folder.toFile())
            .start();
    int made = 0;
    int refused = 0;
    try {
      while (rival.isAlive() && (made < 300 || refused < 300)) {
        try {
          write(file);
          assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(ROOT);
          Files.delete(file);
          made++;
        } catch (SavefileException e) {
          refused++;
        }
      }
    } finally {
      rival.descendants().forEach(ProcessHandle::destroyForcibly);
      rival.destroyForcibly();
    }
    assertThat(made).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pcapng.zst", "a.pcap.gz", "A.PCAP.GZ", "a.xz", "a.pcap.bz2", "a.lz4"})
  void nameThatPromisesCompressionIsRefused(String name) {
    Path file = parent.resolve(name);
    SavefileOptions options = SavefileOptions.of(SavefileFormat.ofName(name));
    String suffix = name.substring(name.lastIndexOf('.'));
    String text =
        file + ": no compressor for " + suffix + "; write " + parent.resolve("a").toString();
    assertThatThrownBy(() -> SavefileWriter.create(file, options))
        .isInstanceOf(SavefileException.class)
        .hasMessageStartingWith(text.substring(0, text.length() - 1));
    assertThatThrownBy(() ->
            RotatingWriter.create(file.toString(), new Rotation(1000, 0, 0), options, each -> {}))
        .isInstanceOf(SavefileException.class)
        .hasMessageContaining("no compressor for " + suffix);
    assertThat(parent)
        .isDirectoryNotContaining(made -> made.getFileName().toString().startsWith("a"));
  }
}
