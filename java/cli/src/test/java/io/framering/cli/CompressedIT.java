// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff -w FILE.gz and FILE.zst")
class CompressedIT {
  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  @BeforeEach
  void require() {
    Tools.require("capinfos", "gzip", "zstd");
  }

  private Program record(Path file) throws Exception {
    return Program.start(namespace, "sniff", "-ileft", "-Qin", "-w" + file).awaitListening();
  }

  private static int readable(Path file) {
    int[] frames = new int[1];
    try (SavefileReader reader = SavefileReader.open(file, Zstd.DECOMPRESSOR)) {
      reader.run(frame -> frames[0]++);
    } catch (SavefileException e) {
      // It ends within a part.
    }
    return frames[0];
  }

  @ParameterizedTest
  @CsvSource({
    "trace.pcapng.zst, zstd, pcapng (zstd compressed)",
    "trace.pcap.gz, gzip, nsecpcap (gzip compressed)"
  })
  void itIsWhatOtherProgramsDecompress(String name, String program, String type) throws Exception {
    Path file = folder.resolve(name);
    try (Program recording = record(file)) {
      Frames.send(namespace, "right", 20_000);
      Tools.await(() -> readable(file) == 20_000); // a second after the last packet at most

      assertThat(recording.signal("INT").status()).isZero();
      assertThat(recording.err()).contains("\n20000 packets captured\n");
    }
    Tools.succeed(program, "-qt", file.toString());
    assertThat(Tools.succeed("capinfos", "-Mtc", file.toString()).out())
        .contains(type, "Number of packets:   20000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace.pcapng.zst", "trace.pcap.gz"})
  void aKilledRecordingLosesNoFinishedPart(String name) throws Exception {
    Path file = folder.resolve(name);
    try (Program recording = record(file)) {
      Frames.send(namespace, "right", 5_000);
      Tools.await(() -> readable(file) == 5_000);
      Frames.send(namespace, "right", 5_000);

      recording.signalItself("KILL").status();
    }
    assertThat(readable(file)).isBetween(5_000, 10_000);
  }
}
