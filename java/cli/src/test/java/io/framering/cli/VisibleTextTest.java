// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.cli.text.VisibleText;
import io.framering.frame.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name and no comment makes a terminal do anything. */
class VisibleTextTest {
  /** Each character of one byte, and those that would turn the direction or end the line. */
  private static final String ALL =
      IntStream.range(0, 256).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining())
          + "\u2028\u2029\u202E\u2066\u200B\uD800";

  private static void assertVisible(String text) {
    assertThat(text.chars())
        .allMatch(c -> c == '\t' || c >= ' ' && c <= '~' || c >= 0xA0 && c < 0x100 && c != 0xAD);
  }

  @Test
  void everyControlIsReplacedAndNothingElse() {
    assertVisible(VisibleText.of(ALL));
    assertThat(VisibleText.of("\u001b[2J\u009b1m\u007f \u202Eexe.pcap"))
        .isEqualTo("?[2J?1m? ?exe.pcap");
    String harmless = "eth0: größer, 大きい \uD83D\uDE00 [x] ~";
    assertThat(VisibleText.of(harmless)).isEqualTo(harmless);
  }

  @Test
  void whatIsToldIsVisible(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("\u001b[31m\u009b2J.pcap"), "no capture file");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(null, null, new PrintStream(err, true, UTF_8), false, stop -> {});
    for (String line :
        List.of(
            "sniff -r " + file,
            "sniff -r " + folder + "/\u001b]0;x\u0007",
            "sniff -i \u001b[1m",
            "sniff --format \u001b[1m",
            "sniff -d \u001b[1m",
            "\u001b[1m",
            "sniff --\u001b[1m")) {
      assertThat(new Main(environment, true).run(line.split(" "))).as(line).isNotZero();
    }
    assertThat(err.toString(UTF_8).lines())
        .hasSizeGreaterThan(7)
        .allSatisfy(line -> assertVisible(line));
    assertThat(err.toString(UTF_8)).contains("?[31m?2J.pcap");
  }

  @Test
  void interfacesAreListedVisibly() {
    Interface hostile =
        new Interface(1, "a\u001b[2J\u009b", true, true, false, LinkType.ETHERNET, 1500);
    assertVisible(InterfacesCommand.table(List.of(hostile), false).replace("\n", ""));
  }
}
