// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("scripts/compare-lines")
class CompareLinesIT {
  /** Of Cisco HDLC: a request of the link, and OSI, which tcpdump decodes further. */
  private static final List<String> PACKETS =
      List.of("0f008035" + "00".repeat(12) + "ffff", "0f00fefe8301");

  @TempDir Path folder;
  private Path corpus;

  @BeforeEach
  void write() throws IOException {
    Tools.require("tcpdump", "python3");
    corpus = Files.createDirectories(folder.resolve("corpus/inner"));
    ByteBuffer bytes = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    bytes.putInt(262_144).putInt(104);
    for (String packet : PACKETS) {
      byte[] data = HexFormat.of().parseHex(packet);
      bytes.putLong(1).putInt(data.length).putInt(data.length).put(data);
    }
    Files.write(corpus.resolve("a.pcap"), Arrays.copyOf(bytes.array(), bytes.position()));
    Files.writeString(corpus.resolve("readme.txt"), "no capture");
  }

  private Tools.Result compare(String filter) throws Exception {
    String program =
        Program.line().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path framering = folder.resolve("framering");
    Files.writeString(framering, "#!/bin/sh\n" + program + " \"$@\" | sed " + filter + "\n");
    assertThat(framering.toFile().setExecutable(true)).isTrue();
    return Tools.run(
        List.of(
            "../../scripts/compare-lines",
            "--corpus",
            folder.resolve("corpus").toString(),
            "--framering",
            framering.toString(),
            "--options=",
            "--show"));
  }

  @Test
  void whatLineDoesNotPromiseIsNoFailure() throws Exception {
    Tools.Result result = compare("-n p");

    assertThat(result.status()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .startsWith("1 files compared, 1 not readable by both\n")
        .containsPattern("(?m)^all +2 +1 +1 +0$")
        .contains("ours:\n    2  ", "tcpdump:\n    2  ");
  }

  @Test
  void aDifferenceIsAFailureAndIsShown() throws Exception {
    Tools.Result result = compare("s/SLARP/SLURP/");

    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern("(?m)^all +2 +0 +1 +1$")
        .contains("SLURP (length: 14), request", "SLARP (length: 14), request");
  }
}
