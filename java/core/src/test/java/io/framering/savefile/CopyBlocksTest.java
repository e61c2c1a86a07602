// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy has the sections, blocks, options and comments of its file, in their order. */
class CopyBlocksTest {
  private static final SavefileOptions PCAPNG = SavefileOptions.of(SavefileFormat.PCAPNG);
  private static final String PACKET = "6: ";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SavefileWriter writer(SavefileOptions options) {
    return SavefileWriter.of("copy", Channels.newChannel(out), options);
  }

  /** Copies a file, all frames of each batch at once or one by one. */
  private SavefileWriter copy(SavefileReader reader, SavefileOptions options, boolean atOnce) {
    SavefileWriter writer = writer(options);
    try (reader;
        writer) {
      reader.onBlock(writer::write);
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        if (atOnce) {
          writer.writeAll(batch);
        } else {
          batch.forEach(writer::write);
        }
      }
      writer.complete(reader);
    }
    return writer;
  }

  private List<String> blocks() {
    return BlockListing.of(out.toByteArray());
  }

  private List<String> packets() {
    return blocks().stream().filter(line -> line.startsWith(PACKET)).toList();
  }

  private static byte[] concat(byte[]... parts) {
    FileBytes file = little();
    for (byte[] part : parts) {
      file.bytes(part);
    }
    return file.toArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allBlocksAreThereInTheirOrder(boolean atOnce) {
    byte[] file = FileCorpus.allBlocks(little(), true);

    SavefileWriter writer = copy(open(file), PCAPNG, atOnce);

    assertThat(blocks()).isEqualTo(BlockListing.of(file));
    for (LeftOut reason : LeftOut.values()) {
      assertThat(writer.leftOut(reason)).isZero();
    }
  }

  /** The window is smaller than most blocks, and the first interface comes after some of them. */
  @Test
  void theWindowMayBeSmallerThanBlocks() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    SavefileReader reader = SavefileReader.open("memory", new MemoryChannel(file), null, 16);

    copy(reader, PCAPNG, true);

    assertThat(blocks()).isEqualTo(BlockListing.of(file));
  }

  @Test
  void bigEndianBlocksAreConvertedOrCounted() {
    SavefileWriter writer = copy(open(FileCorpus.allBlocks(big(), true)), PCAPNG, true);

    assertThat(blocks()).isEqualTo(BlockListing.of(FileCorpus.allBlocks(little(), false)));
    assertThat(writer.leftOut(LeftOut.BLOCK)).isEqualTo(1);
    assertThat(writer.leftOut(LeftOut.OPTION)).isEqualTo(2);
    assertThat(writer.unwritable()).isZero();
  }

  @Test
  void eachSectionKeepsItsHeaderAndItsInterfaces() {
    byte[] known = FileCorpus.allBlocks(little(), false);
    byte[] file = concat(known, FileCorpus.allBlocks(big(), false), known);

    copy(open(file), PCAPNG, true);

    assertThat(blocks()).isEqualTo(BlockListing.of(concat(known, known, known)));
  }

  /**
   * editcap writes what it has understood; it does so only of files that begin with an interface.
   */
  @Test
  void otherProgramsUnderstandTheSame(@TempDir Path folder) throws IOException {
    for (FileBytes order : List.of(little(), big())) {
      byte[] all = FileCorpus.allBlocks(order, false);
      int header = BlockListing.lengthOf(all, 0);
      int secrets = BlockListing.lengthOf(all, header);
      byte[] file =
          concat(Arrays.copyOf(all, header), Arrays.copyOfRange(all, header + secrets, all.length));
      copy(open(file), PCAPNG, true);
      Files.write(folder.resolve("a"), file);
      Files.write(folder.resolve("b"), out.toByteArray());
      out.reset();

      for (String each : List.of("a", "b")) {
        Oracle.say(folder, "editcap", each, each + "-edited");
      }
      List<String> edited = BlockListing.of(Oracle.bytes(folder.resolve("a-edited")));
      assertThat(edited).hasSizeGreaterThan(9);
      assertThat(BlockListing.of(Oracle.bytes(folder.resolve("b-edited")))).isEqualTo(edited);
      assertThat(capinfos(folder, "b")).contains("dumpcap").isEqualTo(capinfos(folder, "a"));
    }
  }

  private static String capinfos(Path folder, String file) {
    return Oracle.say(folder, "capinfos", file)
        .replaceAll("(?m)^(File name|File size|SHA256|RIPEMD160|SHA1):.*\n", "");
  }

  @Test
  void whatMustNotBeCopiedIsNot() {
    for (FileBytes file : List.of(little(), big())) {
      byte[] custom = file.body().u32(32473).bytes(packet(4)).toArray();
      byte[] number = little().u32(32473).bytes(packet(4)).toArray();
      FileBytes options = file.body().option(19372, custom).option(1, "kept").option(19373, custom);
      file.section().description(1, 0, options.u32(0));
      file.block(0x40000BADL, file.body().bytes(custom));
      file.enhanced(0, 1, 60, packet(60), options);
      file.block(0xBAD, file.body().bytes(custom));
      FileBytes kept = little().body().option(1, "kept").u32(0);
      FileBytes expected = little().section().description(1, 0, kept);
      expected.enhanced(0, 1, 60, packet(60), kept).block(0xBAD, little().bytes(number));

      SavefileWriter writer = copy(open(file.toArray()), PCAPNG, true);

      assertThat(blocks()).isEqualTo(BlockListing.of(expected.toArray()));
      assertThat(writer.leftOut(LeftOut.BLOCK) + writer.leftOut(LeftOut.OPTION)).isZero();
      out.reset();
    }
  }

  @Test
  void aFilterLeavesOutOnlyPackets() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    List<String> others =
        BlockListing.of(file).stream().filter(line -> !line.matches("[236]: .*")).toList();
    try (SavefileReader reader = open(file);
        SavefileWriter writer = writer(PCAPNG)) {
      reader.onBlock(writer::write);
      reader.run(frame -> {});
      writer.complete(reader);
    }
    assertThat(blocks()).isEqualTo(others);
  }

  @Test
  void readersShowComments() {
    List<SavefileBlock> blocks = new ArrayList<>();
    List<CapturedFrame> frames = new ArrayList<>();
    try (SavefileReader reader = open(FileCorpus.allBlocks(big(), true))) {
      reader.onBlock(blocks::add);
      reader.run(frame -> frames.add(frame.copy()));
    }
    assertThat(frames)
        .extracting(CapturedFrame::comments)
        .containsExactly(
            List.of("à propos", "twice\nand more"),
            List.of(""),
            List.of(),
            List.of(),
            List.of("à propos", "twice\nand more"));
    assertThat(blocks.getFirst().type()).isEqualTo(SavefileBlock.SECTION_HEADER);
    assertThat(blocks.getFirst().comments())
        .containsExactly("of the first day", "à propos", "twice\nand more");
    assertThat(blocks)
        .filteredOn(block -> block.comments().equals(List.of("à propos", "twice\nand more")))
        .extracting(SavefileBlock::type)
        .containsExactly(10, 4, 4, 5, 10, 5);
  }

  /** Nobody asked for blocks, so there is one section; packets and interfaces are whole. */
  @Test
  void packetsAndInterfacesAreWholeWithoutAReceiverOfBlocks() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    List<String> expected =
        BlockListing.of(file).stream().filter(line -> line.matches("[12365]: .*")).toList();
    try (SavefileReader reader = open(file);
        SavefileWriter writer = writer(PCAPNG)) {
      reader.run(writer::write);
      writer.complete(reader);
      assertThat(reader.skippedBlocks()).isEqualTo(7);
    }
    assertThat(blocks().stream().skip(1)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aCommentCanBeWrittenWithAnyFrame() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    try (SavefileReader reader = open(file);
        SavefileWriter writer = writer(PCAPNG)) {
      reader.run(frame -> writer.write(frame, "seen"));
      writer.write(CapturedFrame.ofEthernet(packet(60)), "made");
      assertThatThrownBy(
              () -> writer.write(CapturedFrame.ofEthernet(packet(60)), "é".repeat(32_768)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::comments)
        .containsExactly(
            List.of("à propos", "twice\nand more", "seen"),
            List.of("", "seen"),
            List.of("seen"),
            List.of("seen"),
            List.of("à propos", "twice\nand more", "seen"),
            List.of("made"));
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::toByteArray)
        .startsWith(read(file).stream().map(CapturedFrame::toByteArray).toArray(byte[][]::new));
  }

  /** Each byte that is no UTF-8 becomes three. */
  @Test
  void aCommentThatIsNoTextIsTruncatedOnlyInCopiesOfFrames() {
    byte[] bytes = new byte[65_535];
    Arrays.fill(bytes, (byte) 0xFF);
    FileBytes comment = little().option(1, bytes).u32(0);
    byte[] file =
        little()
            .section()
            .description(1, 0, little())
            .enhanced(0, 1, 4, packet(4), comment)
            .toArray();
    copy(open(file), PCAPNG, true);
    assertThat(out.toByteArray()).isEqualTo(file);
    out.reset();
    try (SavefileWriter writer = writer(PCAPNG)) {
      read(file).forEach(writer::write);
    }
    assertThat(read(out.toByteArray()).getFirst().comments())
        .containsExactly("\ufffd".repeat(65_535 / 3));
  }

  @Test
  void copiesOfFramesKeepTheirComments() {
    List<CapturedFrame> frames = read(FileCorpus.allBlocks(big(), true));
    try (SavefileWriter writer = writer(PCAPNG)) {
      frames.forEach(writer::write);
    }
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::comments)
        .isEqualTo(frames.stream().map(CapturedFrame::comments).toList());
  }

  /** Times of other frames would be wrong in an interface that counts microseconds. */
  @Test
  void framesOfOtherOriginHaveNanoseconds() {
    byte[] file =
        little()
            .section()
            .description(1, 0, little())
            .enhanced(0, 5, 60, packet(60), little())
            .toArray();
    CapturedFrame other = read(file).getFirst();
    try (SavefileReader reader = open(file);
        SavefileWriter writer = writer(PCAPNG)) {
      reader.run(writer::write);
      writer.write(other);
      assertThat(writer.write(CapturedFrame.of(-1, LinkType.ETHERNET, packet(60)))).isFalse();
      assertThat(writer.leftOut(LeftOut.TIME)).isEqualTo(1);
    }
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::timestampNanos)
        .containsExactly(5000L, 5000L);
  }

  /** A simple packet belongs to the first interface of its section. */
  @Test
  void packetsOfSeveralFilesFitIntoOneSection() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    byte[] other =
        big()
            .section()
            .description(1, 30, big().body())
            .block(3, big().u32(60).bytes(packet(40)))
            .toArray();
    try (SavefileReader first = open(file);
        SavefileReader second = open(other);
        SavefileWriter writer = writer(PCAPNG)) {
      first.run(writer::write);
      second.run(writer::write);
      writer.complete(second);
    }
    List<CapturedFrame> frames = read(out.toByteArray());
    assertThat(frames.getLast().interfaceIndex()).isEqualTo(3);
    assertThat(frames.getLast().timestampNanos()).isZero();
    assertThat(frames.getLast().originalLength()).isEqualTo(60);
    assertThat(frames.getLast().toByteArray()).isEqualTo(Arrays.copyOf(packet(40), 30));
    assertThat(packets().getLast()).hasSize(PACKET.length() + 2 * (20 + 32));
  }

  @Test
  void lossesAreAddedToAPacket() {
    byte[] file = FileCorpus.allBlocks(little(), true);
    try (SavefileReader reader = open(file);
        SavefileWriter writer = writer(PCAPNG)) {
      reader.run(frame -> {
        writer.lost(0, 3);
        writer.write(frame);
      });
    }
    assertThat(read(out.toByteArray()))
        .allSatisfy(
            frame -> assertThat(frame.comments()).contains("3 packets lost before this one"));
  }

  @Test
  void ourOwnHeaderHasTheCommentOfTheRecording() {
    writer(PCAPNG.comment("mine")).close();
    List<SavefileBlock> blocks = new ArrayList<>();
    byte[] file = concat(out.toByteArray(), FileCorpus.allBlocks(big(), false));
    out.reset();
    copy(open(file), PCAPNG.comment("again"), true);
    try (SavefileReader reader = open(out.toByteArray())) {
      reader.onBlock(blocks::add);
      reader.run(frame -> {});
    }
    assertThat(blocks)
        .filteredOn(block -> block.type() == SavefileBlock.SECTION_HEADER)
        .extracting(SavefileBlock::comments)
        .containsExactly(
            List.of("mine", "again"), List.of("of the first day", "à propos", "twice\nand more"));
  }

  /**
   * Each file of a rotation has the section, interfaces, secrets and names that its packets need.
   */
  @Test
  void eachFileOfARotationIsReadable(@TempDir Path folder) throws IOException {
    byte[] file = concat(FileCorpus.allBlocks(big(), true), FileCorpus.allBlocks(little(), true));
    String pattern = folder.resolve("a.pcapng").toString();
    Rotation rotation = new Rotation(1, 0, 0); // a file for each packet
    long left;
    try (SavefileReader reader = open(file);
        RotatingWriter writer =
            RotatingWriter.create(pattern, rotation, PCAPNG, each -> each.complete(reader))) {
      reader.onBlock(writer::write);
      reader.run(writer::write);
      left = writer.leftOut(LeftOut.BLOCK) + writer.leftOut(LeftOut.OPTION);
    }
    assertThat(left).as("counted once, as in one file").isEqualTo(3);
    List<CapturedFrame> frames = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.sorted((a, b) -> Integer.compare(number(a), number(b))).toList()) {
        List<CapturedFrame> read = read(Files.readAllBytes(each));
        frames.addAll(read);
        List<String> types =
            BlockListing.of(Files.readAllBytes(each)).stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
        others.add(String.join(" ", types));
      }
    }
    Oracle.say(folder, "tshark", "-r", folder.resolve("a.pcapng10").toString());
    assertThat(frames).isEqualTo(read(file).stream().map(CopyBlocksTest::inOneSection).toList());
    assertThat(others)
        .containsExactly(
            "a0d0d0a a 1 4 1",
            "a0d0d0a 1 1 a 4 6 4",
            "a0d0d0a 1 1 a 4 4 6 5 9 a",
            "a0d0d0a 1 1 a 4 4 a 6",
            "a0d0d0a 1 1 a 4 4 a 3",
            "a0d0d0a 1 1 a 4 4 a 2 bad 5 a0d0d0a a 1 4 1 70000001",
            "a0d0d0a 1 1 a 4 4 a a 4 6 4",
            "a0d0d0a 1 1 a 4 4 a a 4 4 6 5 9 a",
            "a0d0d0a 1 1 a 4 4 a a 4 4 a 6",
            "a0d0d0a 1 1 a 4 4 a a 4 4 a 3",
            "a0d0d0a 1 1 a 4 4 a a 4 4 a 2 bad 5");
  }

  private static int number(Path file) {
    String digits = file.toString().replaceFirst(".*pcapng", "");
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** The same with its interface's number in its section. */
  private static CapturedFrame inOneSection(CapturedFrame frame) {
    return new CapturedFrame(
        frame.timestampNanos(),
        frame.originalLength(),
        (frame.interfaceIndex() - 1) % 2 + 1,
        frame.direction(),
        frame.linkType(),
        frame.linkTypeNumber(),
        frame.vlanTag(),
        frame.vlanTpid(),
        frame.vlanTci(),
        frame.checksum(),
        frame.offloaded(),
        frame.memory(),
        frame.comments());
  }

  @Test
  void damageInsideABlockStaysInIt() {
    for (FileBytes file : List.of(little(), big())) {
      FileBytes overrun = file.body().option(1, "kept").u16(1).u16(500).u32(1);
      file.section().description(1, 0, file.body());
      file.block(10, file.body().u32(1).u32(100).u32(2));
      file.block(10, file.body().u32(1));
      file.block(4, file.body().u16(1).u16(4).u32(1));
      file.block(4, file.body().u16(1).u16(400).u32(1));
      file.block(4, file.body());
      file.block(0xBAD, file.body());
      file.block(5, file.body().u32(7).u64(0));
      file.enhanced(0, 1, 60, packet(60), overrun);
      file.enhanced(0, 1, 60, packet(60), file.body().u16(1));
      byte[] bytes = file.toArray();

      SavefileWriter writer = copy(open(bytes), PCAPNG, true);

      List<CapturedFrame> frames = read(out.toByteArray());
      assertThat(frames).isEqualTo(read(bytes)).hasSize(2);
      assertThat(frames.getFirst().comments()).containsExactly("kept");
      if (BlockListing.isLittleEndian(bytes)) {
        assertThat(blocks()).isEqualTo(BlockListing.of(bytes));
      } else {
        assertThat(writer.leftOut(LeftOut.BLOCK)).isEqualTo(5);
        assertThat(writer.leftOut(LeftOut.OPTION)).isEqualTo(1);
      }
      out.reset();
    }
  }

  /** One that fits is passed; a larger one is skipped in pieces, and counted. */
  @Test
  void memoryIsBounded() throws Exception {
    FileBytes file = little().section().description(1, 0, little());
    byte[] fits = new byte[SavefileBlock.MOST_BYTES];
    file.block(10, little().bytes(fits)).block(10, little().bytes(new byte[fits.length + 4]));
    byte[] bytes = file.enhanced(0, 1, 60, packet(60), little()).toArray();
    List<Integer> lengths = new ArrayList<>();
    long growth =
        MemoryUse.peakGrowth(() -> {
          try (SavefileReader reader = open(bytes)) {
            reader.onBlock(block -> lengths.add(block.body().remaining()));
            reader.run(frame -> lengths.add(frame.capturedLength()));
            assertThat(reader.skippedBlocks()).isEqualTo(1);
          }
        });
    assertThat(lengths).containsExactly(16, 8, fits.length, 60);
    assertThat(growth).isLessThan(160 << 20);
  }

  /** Too much to keep before it is known who wants it: it is not passed, and all else is. */
  @Test
  void tooManyBlocksBeforeTheFirstInterfaceAreSkipped() {
    byte[] large = new byte[SavefileBlock.MOST_BYTES];
    FileBytes file = little().section().block(10, little().bytes(large));
    file.description(1, 0, little()).block(4, little().u32(0));
    byte[] bytes = file.enhanced(0, 1, 60, packet(60), little()).toArray();
    List<Integer> passed = new ArrayList<>();
    try (SavefileReader reader = open(bytes)) {
      reader.onBlock(block -> passed.add(block.type()));
      reader.run(frame -> passed.add(0));
      assertThat(reader.skippedBlocks()).isPositive();
    }
    assertThat(passed).contains(0);
  }

  @Test
  void blocksCanOnlyBeAskedForBeforeFrames() {
    List<Integer> passed = new ArrayList<>();
    try (SavefileReader reader = open(FileCorpus.allBlocks(little(), true))) {
      reader.onBlock(block -> {
        passed.add(block.type());
        if (passed.size() == 2) {
          throw new UnsupportedOperationException();
        }
      });
      assertThat(reader.interfaces()).as("known from the beginning").hasSize(2);
      assertThatThrownBy(() -> reader.next(FrameSource.FOREVER))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(reader.next(FrameSource.FOREVER).size()).isEqualTo(1);
      assertThat(passed).containsExactly(0x0A0D0D0A, 10, 1, 4, 1, 0x70000001);
      assertThatThrownBy(() -> reader.onBlock(passed::equals))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
