// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.savefile.Compressor;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff -r FILE --follow")
class FollowIT {
  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.create();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("trace");
  }

  private Program follow() throws Exception {
    return Program.start(namespace, "sniff", "--format=line", "-r", file + "", "--follow");
  }

  /** A file of this many packets, each flushed. */
  private byte[] bytes(SavefileFormat format, Compressor compressor, int packets) throws Exception {
    SavefileOptions options = SavefileOptions.of(format).flushEach(true).compressor(compressor);
    Path written = folder.resolve("written");
    try (SavefileWriter writer = SavefileWriter.create(written, options)) {
      for (int i = 0; i < packets; i++) {
        writer.write(CapturedFrame.ofEthernet(new byte[60]));
      }
    }
    return Files.readAllBytes(written);
  }

  private byte[] bytes(String name, int packets) throws Exception {
    Compressor compressor =
        name.endsWith(".gz") ? Compressor.GZIP : name.endsWith(".zst") ? Zstd.COMPRESSOR : null;
    return bytes(SavefileFormat.ofName(name), compressor, packets);
  }

  private void append(byte[] bytes, int from, int to) throws Exception {
    Files.write(
        file,
        Arrays.copyOfRange(bytes, from, to),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The last packet is there in part first, then whole; then another file gets the name. */
  @ParameterizedTest
  @ValueSource(strings = {"a.pcap", "a.pcapng", "a.pcap.gz", "a.pcapng.zst"})
  void packetsAreReadAsTheyAreWritten(String name) throws Exception {
    byte[] bytes = bytes(name, 3);
    append(bytes, 0, bytes.length - 5);
    try (Program program = follow()) {
      program.awaitErr("reading from").awaitLines(2);
      append(bytes, bytes.length - 5, bytes.length);
      program.awaitLines(3);

      Files.move(file, folder.resolve("moved"));
      append(bytes(name, 4), 0, bytes(name, 4).length);
      program.awaitLines(7);

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.out().lines()).hasSize(7);
      assertThat(program.errLines()).hasSize(3).last().isEqualTo("7 packets read");
    }
  }

  @Test
  void aFileIsWaitedForUntilItBegins() throws Exception {
    byte[] bytes = bytes("a.pcapng", 1);
    append(bytes, 0, 0);
    try (Program program = follow()) {
      append(bytes, 0, 30);
      program.awaitThread("framering-savef");
      append(bytes, 30, bytes.length);
      program.awaitLines(1).signal("TERM");

      assertThat(program.status()).isZero();
      assertThat(program.err()).endsWith("\n1 packet read\n");
    }
  }

  @Test
  void aFileThatIsWrittenAnewIsReadAnew() throws Exception {
    byte[] bytes = bytes("a.pcap", 2);
    append(bytes, 0, bytes.length);
    try (Program program = follow()) {
      program.awaitLines(2);
      Files.write(file, bytes("a.pcap", 1));
      program.awaitLines(3);

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.err())
          .contains("framering: " + file + ": was truncated while it was followed (packet 3,")
          .endsWith("\n3 packets read\n");
    }
  }

  /** As if its writer had been killed. */
  @Test
  void aFileThatIsReplacedWithinAPacketIsReported() throws Exception {
    byte[] bytes = bytes("a.pcap", 2);
    append(bytes, 0, bytes.length - 5);
    try (Program program = follow()) {
      program.awaitLines(1);
      Files.move(file, folder.resolve("moved"));
      append(bytes, 0, bytes.length);
      program.awaitLines(3);

      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.err()).contains("truncated dump file").endsWith("\n3 packets read\n");
    }
  }

  @Test
  void onlyRegularFilesAreFollowed() {
    assertThat(Tools.sniff("-r", "/dev/null", "--follow").err())
        .isEqualTo("framering: /dev/null: only a regular file can be followed\n");
    assertThat(Tools.sniff("-r", file.toString(), "--follow").err())
        .isEqualTo("framering: " + file + ": No such file or directory\n");
  }
}
