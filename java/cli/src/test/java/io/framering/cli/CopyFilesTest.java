// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileBlock;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("framering sniff, from one file to another")
class CopyFilesTest {
  private static final int SECRETS = SavefileBlock.DECRYPTION_SECRETS;
  private static final int NAMES = SavefileBlock.NAME_RESOLUTION;
  private static final int UNKNOWN = 0x70000001;
  private static final long IN_2023 = 1_700_000_000_000_000L;
  private static final long IN_2190 = 7_000_000_000_000_000L;

  @TempDir private Path folder;
  private Path file;
  private Path copy;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("a.pcapng"), pcapng(ByteOrder.LITTLE_ENDIAN, IN_2023));
    copy = folder.resolve("b.pcapng");
  }

  /** Secrets, a packet with a comment, names, a packet, an unknown block, a packet. */
  private static byte[] pcapng(ByteOrder order, long micros) {
    ByteBuffer out = ByteBuffer.allocate(2000).order(order);
    put(
        out,
        SavefileBlock.SECTION_HEADER,
        body(order)
            .putInt(0x1A2B3C4D)
            .putInt(order == ByteOrder.BIG_ENDIAN ? 0x10000 : 1)
            .putLong(-1));
    put(out, 1, body(order).putShort((short) 1).putShort((short) 0).putInt(0));
    put(
        out,
        SECRETS,
        body(order).putInt(SavefileBlock.TLS_KEY_LOG).putInt(4).put("key\n".getBytes(UTF_8)));
    packet(out, micros, "first");
    put(out, NAMES, body(order).putInt(0));
    packet(out, micros + 1, "");
    put(out, UNKNOWN, body(order).putInt(1));
    packet(out, micros + 2, "last");
    return Arrays.copyOf(out.array(), out.position());
  }

  private static ByteBuffer body(ByteOrder order) {
    return ByteBuffer.allocate(200).order(order);
  }

  private static void packet(ByteBuffer out, long micros, String comment) {
    ByteBuffer body =
        body(out.order()).putInt(0).putInt((int) (micros >>> 32)).putInt((int) micros);
    body.putInt(60).putInt(60).put(new byte[60]);
    if (!comment.isEmpty()) {
      body.putShort((short) 1).putShort((short) comment.length()).put(comment.getBytes(UTF_8));
      body.position(body.position() + 3 & ~3).putInt(0);
    }
    put(out, 6, body);
  }

  private static void put(ByteBuffer out, int type, ByteBuffer body) {
    int length = 12 + body.position();
    out.putInt(type).putInt(length).put(body.flip()).putInt(length);
  }

  /** The types of the blocks, comments in front, and 6 for each packet. */
  private static List<Object> listed(Path file) {
    List<Object> listed = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.onBlock(block -> {
        listed.addAll(block.comments());
        listed.add(block.type());
      });
      reader.run(frame -> {
        listed.addAll(frame.comments());
        listed.add(6);
      });
    }
    return listed;
  }

  private Call copy(String... more) {
    List<String> line =
        new ArrayList<>(List.of("sniff", "-r", file.toString(), "-w", copy.toString()));
    line.addAll(List.of(more));
    return Call.of(line.toArray(String[]::new));
  }

  @Test
  void aCopyIsTheSameFile() {
    Call call = copy();
    assertThat(call.status()).isZero();
    assertThat(call.err()).contains(", link-type Ethernet, snapshot length ");
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void aCommentIsWrittenIntoTheRecording() {
    assertThat(copy("--comment", "the à propos").status()).isZero();
    assertThat(listed(copy)).startsWith("the à propos", SavefileBlock.SECTION_HEADER, 1, SECRETS);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"-c 2, 10 first 6 4 6", "ip6, 10 4 1879048193", "-c 1 --print, 10 first 6"})
  void packetsAreLeftOutAndNoBlockBeforeTheLast(String options, String expected) {
    assertThat(copy(options.split(" ")).status()).isZero();
    assertThat(listed(copy).stream().skip(2).map(Object::toString))
        .containsExactly(expected.split(" "));
  }

  @Test
  void eachFileOfARotationHasTheSecretsAndNamesSoFar() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer all = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN).put(bytes);
    for (int i = 0; i < 20; i++) {
      packet(all, IN_2023 + i, "");
    }
    Files.write(file, Arrays.copyOf(all.array(), all.position()));

    assertThat(copy("-C", "1k").status()).isZero();

    assertThat(listed(Path.of(copy + "1")))
        .startsWith(SavefileBlock.SECTION_HEADER, 1, SECRETS, NAMES, 6, 6)
        .doesNotContain(UNKNOWN);
    assertThat(Call.of("sniff", "-r", copy + "2", "--count").out()).isEqualTo("2 packets\n");
  }

  @Test
  void filesOfAListAreOneSectionWithAllOtherBlocks() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), file + "\n" + file + "\n");
    Call call = Call.of("sniff", "-V", list.toString(), "-w", copy.toString());
    assertThat(call.status()).isZero();
    List<Object> all = new ArrayList<>(listed(file));
    all.addAll(listed(file).subList(2, all.size()));
    assertThat(listed(copy)).isEqualTo(all);
  }

  @Test
  void whatCannotBeConvertedIsReportedAndTheStatusSaysSo() throws IOException {
    Files.write(file, pcapng(ByteOrder.BIG_ENDIAN, IN_2023));
    Call call = copy();
    assertThat(call.errLines().getLast())
        .isEqualTo(
            "framering: 1 block could not be copied: unknown or damaged ones in big-endian byte order"
                + " cannot be converted");
    assertThat(call.status()).isEqualTo(1);
    assertThat(listed(copy)).doesNotContain(UNKNOWN).contains(SECRETS, NAMES, "first", "last");
  }

  @Test
  void timesThatPcapCannotHoldAreReportedAndTheStatusSaysSo() throws IOException {
    Files.write(file, pcapng(ByteOrder.LITTLE_ENDIAN, IN_2190));
    copy = folder.resolve("b.pcap");
    Call call = copy();
    assertThat(call.errLines())
        .contains("framering: 3 packets could not be written: the times of pcap are 1970 to 2106");
    assertThat(call.status()).isEqualTo(1);
  }

  @Test
  void pcapHoldsPacketsOnlyAndTheRestIsCounted() {
    copy = folder.resolve("b.pcap");
    Call call = copy("-C", "1");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err())
        .endsWith(
            "framering: 3 blocks could not be copied: pcap has only packets\n"
                + "framering: 2 comments could not be copied: pcap has none\n");
    assertThat(listed(copy)).containsExactly(6, 6, 6);
    assertThat(Call.of("sniff", "-r", copy.toString(), "-w", folder.resolve("c.pcap").toString()))
        .extracting(Call::status)
        .isEqualTo(0);
  }

  /** The secrets and names of both files, and their blocks of other programs. */
  @Test
  void aMergeHasTheBlocksOfAllFiles() {
    Call call = copy("-r", file.toString());
    assertThat(call.status()).isZero();
    assertThat(listed(copy))
        .startsWith(SavefileBlock.SECTION_HEADER, 1)
        .containsOnlyOnce(1)
        .filteredOn(each -> !each.equals(SavefileBlock.SECTION_HEADER) && !each.equals(1))
        .containsExactlyInAnyOrder(
            SECRETS, SECRETS, NAMES, NAMES, UNKNOWN, UNKNOWN, 6, 6, 6, 6, 6, 6, "first", "first",
            "last", "last");
  }

  @Test
  void aSectionThatBecomesPartOfAnotherHasNoCommentsThere() throws IOException {
    Path commented = folder.resolve("commented.pcapng");
    Path list = Files.writeString(folder.resolve("list"), commented + "\n" + commented + "\n");
    Call.of("sniff", "-r", file.toString(), "-w", commented.toString(), "--comment", "text");
    assertThat(lost("-r", commented.toString(), "-r", commented.toString())).contains("2 comments");
    assertThat(lost("-V", list.toString())).contains("1 comment ");
  }

  private String lost(String... from) {
    List<String> line = new ArrayList<>(List.of("sniff", "-w", copy.toString()));
    line.addAll(List.of(from));
    Call call = Call.of(line.toArray(String[]::new));
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines().getLast()).endsWith("copied: several files become one section");
    return call.errLines().getLast();
  }

  @Test
  void aCommentNeedsPcapng() {
    Call none = Call.of("sniff", "-r", file.toString(), "--comment", "text");
    copy = folder.resolve("b.pcap");
    Call pcap = copy("--comment", "text");
    copy = folder.resolve("c.pcapng");
    Call tooLong = copy("--comment", "é".repeat(40_000));

    assertThat(List.of(none.status(), pcap.status(), tooLong.status())).containsOnly(2);
    assertThat(none.err())
        .startsWith("framering: --comment: a recording is needed, -w FILE.pcapng;");
    assertThat(pcap.err())
        .startsWith(
            "framering: --comment: pcap has no comments: name the file *.pcapng, or use"
                + " --file-format pcapng;");
    assertThat(tooLong.err())
        .startsWith("framering: --comment: a comment of 80000 bytes: must be at most 65535;");
    assertThat(copy("--comment", "text", "--file-format", "pcapng").status()).isZero();
  }
}
