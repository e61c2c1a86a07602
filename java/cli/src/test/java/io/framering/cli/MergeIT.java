// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.LinkType;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff with several -r, beside mergecap")
class MergeIT {
  private static final int FRAMES = 2_000;
  private static final int ETHERNET = LinkType.ETHERNET.number();
  private static final int RAW = LinkType.RAW.number();
  private static final Random RANDOM = new Random(7);

  @TempDir private static Path folder;
  private static final List<Path> FILES = new ArrayList<>();

  /** The length of the next packet, which no other has. */
  private static int length = 40;

  @BeforeAll
  static void build() throws Exception {
    Tools.require("mergecap", "tshark", "editcap", "capinfos");
    FILES.add(pcap("ethernet.pcap", ETHERNET));
    FILES.add(withInterfaces("several.pcapng"));
    FILES.add(pcap("raw.pcap", RAW));
  }

  /** Times that mostly increase, many of them the same in several files. */
  private static Path pcap(String name, int linkType) throws Exception {
    ByteBuffer file = ByteBuffer.allocate(FRAMES * 6_000).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xA1B2C3D4).putInt(0x00040002).putLong(0).putInt(262_144).putInt(linkType);
    for (int i = 0; i < FRAMES; i++) {
      file.putInt(1 + (i + RANDOM.nextInt(5)) / 10).putInt(0).putInt(++length).putInt(length);
      file.position(file.position() + length);
    }
    byte[] bytes = new byte[file.flip().remaining()];
    file.get(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private static Path withInterfaces(String name) throws Exception {
    Path plain = pcap("plain.pcap", ETHERNET);
    Path file = folder.resolve(name);
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileWriter writer = SavefileWriter.create(file, options)) {
      writer.add(SavefileInterface.of(7, "idle0", LinkType.RAW, 99));
    }
    // Its first interface has no packets: the numbers of this file differ from those of the others.
    Tools.succeed("mergecap", "-I", "none", "-w", file + ".merged", file + "", plain + "");
    Path keys = Files.writeString(folder.resolve("keys.log"), "CLIENT_RANDOM 00 00\n");
    Path result = folder.resolve("with-keys.pcapng");
    Tools.succeed("editcap", "--inject-secrets", "tls," + keys, file + ".merged", result + "");
    return result;
  }

  private static String[] merging(String... options) {
    List<String> line = new ArrayList<>(List.of(options));
    FILES.forEach(file -> line.addAll(List.of("-r", file.toString())));
    return line.toArray(String[]::new);
  }

  private static List<String> packets(Path file) throws Exception {
    String[] tshark = {"tshark", "-r", file.toString(), "-Tfields", "-eframe.time_epoch"};
    List<String> line = new ArrayList<>(List.of(tshark));
    line.addAll(List.of("-eframe.len", "-eframe.interface_name", "-eframe.encap_type"));
    return Tools.succeed(line.toArray(String[]::new)).lines();
  }

  /** Of equal times, mergecap takes the last file first: it gets the files in the other order. */
  private static Path mergecap() throws Exception {
    Path merged = folder.resolve("theirs.pcapng");
    List<String> line = new ArrayList<>(List.of("mergecap", "-w", merged.toString()));
    FILES.reversed().forEach(file -> line.add(file.toString()));
    Tools.succeed(line.toArray(String[]::new));
    return merged;
  }

  @Test
  void packetsAreInItsOrder() throws Exception {
    Path out = folder.resolve("ours.pcapng");

    Tools.Result ours = Tools.sniff(merging("-w", out.toString()));

    assertThat(ours.status()).as(ours.err()).isZero();
    assertThat(ours.err().lines()).hasSize(3).allMatch(line -> line.contains("reading from "));
    assertThat(packets(out)).hasSize(3 * FRAMES).isEqualTo(packets(mergecap()));
    assertThat(Tools.succeed("capinfos", out.toString()).out())
        .contains("Number of decryption secrets in file: 1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"greater 3000", "less 100", "ip"})
  void aFilterSelectsAmongAll(String filter) throws Exception {
    long expected = 0;
    for (Path file : FILES) {
      String count = Tools.sniff("-r", file.toString(), "--count", filter).out();
      expected += Long.parseLong(count.split(" ")[0]);
    }
    assertThat(Tools.sniff(merging("--count", filter)).out()).startsWith(expected + " packet");
  }

  @Test
  void aPcapFileHoldsOneLinkType() {
    Path out = folder.resolve("ours.pcap");

    Tools.Result ours = Tools.sniff(merging("-w", out.toString()));

    assertThat(ours.err()).contains(FRAMES + " packets could not be written");
  }

  @Test
  void anOutputFileIsNoneOfThem() {
    assertThat(Tools.sniff(merging("-w", FILES.getLast().toString())).err())
        .contains("the same file, which would be lost");
  }

  @Test
  void namesOfInterfacesAreThoseOfTheirFile() {
    Tools.Result ours = Tools.sniff(merging("--format", "json", "-c", "40"));

    assertThat(ours.status()).as(ours.err()).isZero();
    assertThat(ours.lines()).hasSize(40).noneMatch(line -> line.contains("idle0"));
  }
}
