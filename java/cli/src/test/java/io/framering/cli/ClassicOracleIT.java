// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle is {@code classic_oracle.py}: it listens at the same time, on the same interface. */
@DisplayName("framering sniff --format classic, beside a plain raw-socket loop")
class ClassicOracleIT {
  private static final int FRAMES = 12_000;
  private static final String RULE = "\n" + "-".repeat(60) + "\n";
  private static final String PYTHON = "src/test/python/";

  // EtherTypes 0x88A8 and 0x8100, their bytes swapped.
  private static final String OUTER_TAG = "Protocol: 43144\n";
  private static final String INNER_TAG = "Protocol: 129\n";

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  @Test
  void printsTheSameOfWhatComesIn() throws Exception {
    List<String> packets = printsTheSame("right", FRAMES, rate -> sendMix("left", rate));

    // The mix is what it should be, and the kernel has taken the outer tags out.
    assertThat(packets)
        .anyMatch(packet -> packet.endsWith("\tIPv4 Packet:\n\t\tTruncated\n"))
        .anyMatch(packet -> packet.contains("Version: 4, Header Length: 60, "))
        .anyMatch(packet -> packet.endsWith(INNER_TAG))
        .noneMatch(packet -> packet.endsWith(OUTER_TAG));
  }

  @Test
  void printsTheSameOfWhatGoesOut() throws Exception {
    List<String> packets = printsTheSame("left", FRAMES, rate -> sendMix("left", rate));

    assertThat(packets).anyMatch(packet -> packet.endsWith(OUTER_TAG));
  }

  @Test
  void printsTheSameOnLoopbackAndEachFrameTwice() throws Exception {
    List<String> packets = printsTheSame("lo", 2 * FRAMES, rate -> sendMix("lo", rate));

    Function<String, String> addresses = packet -> packet.replaceAll("(?s), Protocol.*", "");
    Map<String, Long> seen =
        packets.stream().collect(Collectors.groupingBy(addresses, Collectors.counting()));
    assertThat(seen).hasSize(FRAMES); // the addresses are random, so each frame has its own
    assertThat(seen.values()).containsOnly(2L);
  }

  @Test
  void printsTheSameOfRuntsWithoutAnEthernetHeader() throws Exception {
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      Namespace.skip("no /dev/net/tun, so no interface without an Ethernet header");
    }
    int rounds = 25;
    Process tun =
        namespace
            .process(List.of("python3", PYTHON + "tun_runts.py", "tun0", Integer.toString(rounds)))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = tun.inputReader();
        BufferedWriter go = tun.outputWriter()) {
      assertThat(said.readLine()).isEqualTo("up");

      List<String> packets =
          printsTheSame(
              "tun0",
              rounds * 40,
              rate -> {
                go.newLine();
                go.flush();
              });

      assertThat(packets.stream().filter("Ethernet Frame:\n\tTruncated\n"::equals))
          .hasSize(rounds * 13);
    } finally {
      tun.destroy();
    }
  }

  /** Sends, at this rate or slower. */
  private interface Sender {
    void send(int perSecond) throws Exception;
  }

  /** Lets {@code sender} send, and returns what both have printed of it, packet by packet. */
  private List<String> printsTheSame(String on, int expected, Sender sender) throws Exception {
    String count = Integer.toString(expected);
    try (Program sniff =
            Program.start(
                namespace, "sniff", "-i", on, Program.ALL_FIT, "--format", "classic", "-c", count);
        Program oracle =
            Program.startOther(namespace, "python3", PYTHON + "classic_oracle.py", on, count)) {
      sniff.awaitListening();
      oracle.awaitListening();

      sender.send(oracle.err().contains("small buffer") ? 2_500 : 20_000);

      // All of them: one that does not end has still printed something to compare.
      assertSoftly(all -> {
        all.check(() -> assertThat(oracle.status()).as(oracle.err()).isZero());
        all.check(() -> assertThat(sniff.status()).as(sniff.err()).isZero());
        all.check(() -> assertSame(packets(sniff.out()), packets(oracle.out())));
      });
      assertThat(sniff.out().equals(oracle.out())).as("byte for byte").isTrue();
      List<String> packets = packets(sniff.out());
      assertThat(packets).hasSize(expected);
      return packets;
    }
  }

  private void sendMix(String from, int perSecond) throws Exception {
    send(from, Traffic.mix(FRAMES), perSecond);
  }

  private String send(String from, List<byte[]> frames, int perSecond) throws Exception {
    Path file = Traffic.write(frames, folder.resolve("frames"));
    Process sending = Traffic.send(namespace, from, file, perSecond);
    String said = new String(sending.getInputStream().readAllBytes());
    assertThat(sending.waitFor()).as(said).isZero();
    return said;
  }

  private static List<String> packets(String out) {
    List<String> packets = new ArrayList<>(List.of(out.split(RULE, -1)));
    assertThat(packets.removeFirst()).as("before the first packet").isEmpty();
    return packets;
  }

  /** Shows the first packet that differs, rather than all of them. */
  private static void assertSame(List<String> ours, List<String> oracles) {
    for (int i = 0; i < Math.min(ours.size(), oracles.size()); i++) {
      assertThat(ours.get(i)).as("packet %d", i).isEqualTo(oracles.get(i));
    }
    assertThat(ours.size()).as("number of packets").isEqualTo(oracles.size());
  }

  @Tag("alone")
  @Test
  void losesNothingOfTwoHundredThousandFrames() throws Exception {
    int count = 200_000;
    List<byte[]> small = Traffic.mix(4_000).stream().filter(f -> f.length <= 200).toList();
    List<byte[]> frames = new ArrayList<>(count);
    while (frames.size() < count) {
      frames.add(small.get(frames.size() % small.size()));
    }
    try (Program sniff =
        Program.start(
            namespace,
            "sniff",
            "-i",
            "right",
            Program.ALL_FIT,
            "--format",
            "classic",
            "-c200000")) {
      sniff.awaitListening();

      send("left", frames, 100_000);

      assertSoftly(all -> {
        all.check(() -> assertThat(sniff.status()).isZero());
        all.check(() -> assertThat(sniff.frames()).isEqualTo(count));
      });
      assertThat(sniff.errLines())
          .containsExactly(
              "framering: listening on right, link-type Ethernet, snapshot length 262144 bytes",
              "200000 packets captured",
              "200000 packets received by filter",
              "0 packets dropped by kernel");
    }
  }
}
