// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real programs talk over a wire, and packets that no program would send go over it too. What
 * {@code sniff} prints of it, live and from its own recording, has to be what tcpdump prints.
 */
@DisplayName("framering sniff --format line, on real traffic")
class RealTrafficIT {
  private static final List<String> COMBINATIONS =
      List.of(
          "-t",
          "-tt",
          "-ttt",
          "-tttt",
          "-ttttt",
          "--nano -tttt",
          "-e",
          "-q",
          "-v",
          "-vv",
          "-vvv",
          "-ev",
          "-evvS",
          "-qe",
          "-qv",
          "-S",
          "-x",
          "-xx",
          "-X",
          "-XX",
          "-A",
          "-AA",
          "-#",
          "-#ttXv",
          "-nnevvvSXX --nano",
          "-c 100",
          "-c 7 -v");

  /** Without the protocols of which {@code -v} does not print everything: docs/LINE.md. */
  private static final String WHOLE_WITH_V =
      "not (proto 89 or ip6 proto 89 or proto 103 or ip6 proto 103 or tcp port 179"
          + " or ether proto 0x8863 or ether proto 0x8864 or ether proto 0x880b or ether proto 0x8809"
          + " or proto 47 or ip6 proto 47 or udp port 1701 or udp port 1645 or udp port 1646"
          + " or udp port 1700 or udp port 1812 or udp port 1813 or udp port 3799)";

  @TempDir private Path folder;

  @Test
  void isWhatTcpdumpPrintsLiveAndFromTheRecording() throws Exception {
    Tools.require("tcpdump", "ping", "traceroute", "dig", "curl");
    Path recording = folder.resolve("recording.pcap");
    List<String> live;
    // One program for both, so that each has what the other has: hosts speak when they like.
    String sniff = "sniff -i left --format line -t -e --print -w " + recording;
    try (TwoHosts hosts = new TwoHosts();
        Program sniffer = Program.start(hosts.client(), sniff.split(" "))) {
      sniffer.awaitListening();
      hosts.talk();
      Path built = Tools.corpus(folder.resolve("built")).resolve("ethernet.pcap");
      Path whole = folder.resolve("whole.pcap");
      Tools.succeed("tcpdump", "-r", built.toString(), "-w", whole.toString(), WHOLE_WITH_V);
      hosts.sendBuilt(whole, 6);

      assertThat(sniffer.signal("INT").status()).isZero();
      live = sniffer.out().lines().toList();
    }

    assertThat(live).hasSizeGreaterThan(1500).isEqualTo(tcpdump(recording, "-t -e"));
    for (String options : COMBINATIONS) {
      assertThat(framering(recording, options))
          .as("sniff %s", options)
          .isEqualTo(tcpdump(recording, options));
    }
  }

  private static List<String> framering(Path file, String options) {
    Tools.Result result = Tools.sniff(("-r " + file + " --format line " + options).split(" "));
    assertThat(result.status()).as(result.err()).isZero();
    return result.lines();
  }

  private static List<String> tcpdump(Path file, String options) throws Exception {
    return Tools.succeed(("tcpdump -n -r " + file + " " + options).split(" ")).lines();
  }
}
