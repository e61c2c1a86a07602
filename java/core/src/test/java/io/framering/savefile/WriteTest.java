// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteTest {
  private static final SavefileOptions PCAP = SavefileOptions.of(SavefileFormat.PCAP);
  private static final SavefileOptions PCAPNG = SavefileOptions.of(SavefileFormat.PCAPNG);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SavefileWriter writer(SavefileOptions options) {
    return SavefileWriter.of("out", Channels.newChannel(out), options);
  }

  private static CapturedFrame frame(
      long nanos, int index, LinkType linkType, Direction direction, int length) {
    return new CapturedFrame(
        nanos,
        length + 1,
        index,
        direction,
        linkType,
        VlanTag.NOT_STRIPPED,
        0,
        0,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(packet(length)));
  }

  private List<SavefileInterface> interfaces() {
    try (SavefileReader reader = open(out.toByteArray())) {
      reader.run(frame -> {});
      return reader.interfaces();
    }
  }

  @Test
  void pcapHasAHeaderFromTheBeginning() {
    SavefileWriter writer = writer(PCAP.linkType(LinkType.RAW).snapLength(77));
    byte[] header = little().u32(0xA1B23C4DL).u16(2).u16(4).u64(0).u32(77).u32(101).toArray();
    assertThat(out.toByteArray()).isEqualTo(header);
    writer.close();
    assertThat(out.toByteArray()).isEqualTo(header);
  }

  @Test
  void pcapWithoutFramesAndLinkTypeIsOfEthernet() {
    writer(PCAP).close();
    assertThat(interfaces().getFirst().linkType()).isEqualTo(LinkType.ETHERNET);
  }

  /** PPP, 802.11, and DLT_RAW of OpenBSD. */
  @Test
  void copiesKeepTheLinkTypeNumberOfTheirFile() {
    for (SavefileOptions options : List.of(PCAP, PCAPNG)) {
      for (int number : new int[] {9, 105, 14}) {
        out.reset();
        try (SavefileWriter writer = writer(options)) {
          assertThat(writer.write(copyOf(number))).isTrue();
        }
        assertThat(interfaces())
            .extracting(SavefileInterface::linkTypeNumber)
            .containsExactly(number);
      }
    }
  }

  @Test
  void copiesOfTwoLinkTypesThatHaveNoNameAreNotMixed() {
    try (SavefileWriter writer = writer(PCAPNG)) {
      for (int number : new int[] {9, 105, 9}) {
        assertThat(writer.write(copyOf(number))).isTrue();
      }
    }
    assertThat(interfaces()).extracting(SavefileInterface::linkTypeNumber).containsExactly(9, 105);
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::linkTypeNumber)
        .containsExactly(9, 105, 9);

    out.reset();
    try (SavefileWriter writer = writer(PCAP)) {
      assertThat(writer.write(copyOf(9))).isTrue();
      assertThat(writer.write(copyOf(105))).isFalse();
      assertThat(writer.unwritable()).isEqualTo(1);
    }
  }

  /** As of a live interface of a kind that is not decoded: it is what its description says. */
  @Test
  void frameWithoutALinkTypeNumberIsOfTheInterfaceThatWasDescribed() {
    CapturedFrame live = CapturedFrame.of(0, LinkType.UNKNOWN, packet(9));
    try (SavefileWriter writer = writer(PCAPNG)) {
      assertThat(writer.write(live)).isFalse();
      writer.add(new SavefileInterface(0, "relay0", "", "", "", 107, 0, 9, -1, -1, -1));
      assertThat(writer.write(live)).isTrue();
    }
    assertThat(interfaces()).extracting(SavefileInterface::linkTypeNumber).containsExactly(107);
  }

  private static CapturedFrame copyOf(int linkTypeNumber) {
    return read(little()
            .pcap(0xA1B2C3D4L, 2, 4, linkTypeNumber)
            .record(1, 0, 9, packet(9))
            .toArray())
        .getFirst();
  }

  @Test
  void pcapHasOneLinkTypeAndOnlyTimesThatItCanHold() {
    try (SavefileWriter writer = writer(PCAP)) {
      assertThat(writer.write(frame(5, 1, LinkType.RAW, Direction.TO_US, 9))).isTrue();
      assertThat(writer.write(frame(5, 1, LinkType.ETHERNET, Direction.TO_US, 9))).isFalse();
      assertThat(writer.write(frame(-1, 1, LinkType.RAW, Direction.TO_US, 9))).isFalse();
      long year2107 = 4_300_000_000L * 1_000_000_000L;
      assertThat(writer.write(frame(year2107, 1, LinkType.RAW, Direction.TO_US, 9))).isFalse();
      assertThat(writer.write(frame(5, 1, LinkType.UNKNOWN, Direction.TO_US, 9))).isFalse();
      assertThat(writer.frames()).isEqualTo(1);
      assertThat(writer.unwritable()).isEqualTo(4);
      assertThat(writer.bytes()).isEqualTo(24 + 16 + 9);
    }
    assertThat(read(out.toByteArray())).hasSize(1);
  }

  @Test
  void pcapngDescribesInterfacesAsTheyAppear() {
    SavefileOptions named = PCAPNG.interfaceNames(index -> "if" + index).snapLength(99);
    try (SavefileWriter writer = writer(named)) {
      writer.add(SavefileInterface.of(7, "first", LinkType.ETHERNET, 50));
      writer.add(SavefileInterface.of(7, "first", LinkType.ETHERNET, 50));
      writer.write(frame(1, 9, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.write(frame(2, 7, LinkType.ETHERNET, Direction.TO_US, 2));
      writer.write(frame(3, 7, LinkType.RAW, Direction.TO_US, 3));
      writer.write(frame(4, 0, LinkType.RAW, Direction.TO_US, 4));
      writer.write(frame(5, 9, LinkType.ETHERNET, Direction.TO_US, 5));
      assertThat(writer.write(frame(6, 3, LinkType.UNKNOWN, Direction.TO_US, 6))).isFalse();
    }
    assertThat(interfaces())
        .extracting(SavefileInterface::name)
        .containsExactly("first", "if9", "if7", "if0");
    assertThat(interfaces())
        .extracting(SavefileInterface::snapLength)
        .containsExactly(50, 99, 99, 99);
    assertThat(interfaces()).extracting(SavefileInterface::timestampResolution).containsOnly(9);
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::interfaceIndex)
        .containsExactly(2, 1, 3, 4, 2);
  }

  @ParameterizedTest
  @EnumSource
  void pcapngKeepsEveryDirection(Direction direction) {
    CapturedFrame frame = frame(1_700_000_000_000_000_001L, 1, LinkType.ETHERNET, direction, 61);
    try (SavefileWriter writer = writer(PCAPNG)) {
      writer.write(frame);
    }
    CapturedFrame back = read(out.toByteArray()).getFirst();
    assertThat(back).usingRecursiveComparison().ignoringFields("memory").isEqualTo(frame);
    assertThat(back.toByteArray()).isEqualTo(frame.toByteArray());
  }

  @Test
  void lostFramesAreToldWithTheNextOneOfTheirInterface() {
    try (SavefileWriter writer = writer(PCAPNG)) {
      writer.lost(3, 8);
      writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.write(frame(1, 2, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.write(frame(1, 3, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.lost(2, 3);
      writer.lost(2, 4);
      writer.lost(99, 1000);
      writer.write(frame(2, 1, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.write(frame(2, 2, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.write(frame(3, 2, LinkType.ETHERNET, Direction.TO_US, 1));
    }
    assertThat(interfaces()).extracting(SavefileInterface::dropped).containsExactly(-1L, 7L, 8L);
  }

  @Test
  void statisticsMayBeWrittenAtAnyTimeAndTheLastOnesCount() {
    try (SavefileWriter writer = writer(PCAPNG)) {
      writer.write(frame(1, 5, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.statistics(5, 10, 1);
      writer.write(frame(1, 5, LinkType.ETHERNET, Direction.TO_US, 1));
      writer.statistics(5, 20, 2);
      writer.statistics(6, 99, 99);
    }
    assertThat(interfaces().getFirst().received()).isEqualTo(20);
    assertThat(interfaces().getFirst().dropped()).isEqualTo(2);
    assertThat(read(out.toByteArray())).hasSize(2);
  }

  @Test
  void eachFrameIsFlushedWhenAskedFor() {
    try (SavefileWriter writer = writer(PCAP.flushEach(true))) {
      for (int i = 1; i < 10; i++) {
        writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 60));
        assertThat(read(out.toByteArray())).hasSize(i);
      }
    }
  }

  @Test
  void framesWaitForAFlushOrAFullBuffer() {
    try (SavefileWriter writer = writer(PCAP)) {
      writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 60));
      assertThat(out.size()).isZero();
      writer.flush();
      assertThat(read(out.toByteArray())).hasSize(1);
      for (int i = 0; i < 10_000; i++) {
        writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 60));
      }
      assertThat(read(out.toByteArray())).hasSizeGreaterThan(5000);
    }
  }

  @Test
  void framesLargerThanTheBufferAreWritten() {
    CapturedFrame large = frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 262_144);
    for (SavefileOptions options : List.of(PCAP, PCAPNG)) {
      out.reset();
      try (SavefileWriter writer = writer(options)) {
        writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 60));
        writer.write(large);
        writer.write(frame(1, 1, LinkType.ETHERNET, Direction.TO_US, 61));
      }
      List<CapturedFrame> frames = read(out.toByteArray());
      assertThat(frames).extracting(CapturedFrame::capturedLength).containsExactly(60, 262_144, 61);
      assertThat(frames.get(1).toByteArray()).isEqualTo(large.toByteArray());
    }
  }

  @Test
  void severalFilesMayGoIntoOne(@TempDir Path folder) throws Exception {
    FileBytes ethernet = little().pcap(0xA1B23C4DL).record(1, 0, 9, packet(9));
    FileBytes raw = little().pcap(0xA1B23C4DL, 2, 4, 101).record(2, 0, 8, packet(8));
    Path file = folder.resolve("merged.pcapng");
    try (SavefileWriter writer = SavefileWriter.create(file, PCAPNG)) {
      for (FileBytes source : List.of(ethernet, raw)) {
        try (SavefileReader reader = open(source.toArray())) {
          reader.run(frame -> assertThat(writer.write(frame)).isTrue());
        }
      }
    }
    assertThat(read(Files.readAllBytes(file)))
        .extracting(CapturedFrame::linkType)
        .containsExactly(LinkType.ETHERNET, LinkType.RAW);
  }

  @Test
  void closedWriterSaysSo() {
    SavefileWriter writer = writer(PCAP);
    writer.close();
    writer.close();
    assertThatThrownBy(() -> writer.write(frame(1, 1, LinkType.RAW, Direction.TO_US, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void formatIsToldByTheEndOfTheName() {
    assertThat(SavefileFormat.ofName("a.pcapng")).isEqualTo(SavefileFormat.PCAPNG);
    assertThat(SavefileFormat.ofName("a.PcapNg")).isEqualTo(SavefileFormat.PCAPNG);
    assertThat(SavefileFormat.ofName("a.pcapng.pcap")).isEqualTo(SavefileFormat.PCAP);
    assertThat(SavefileFormat.ofName("-")).isEqualTo(SavefileFormat.PCAP);
  }

  @Test
  void whatCannotBeOpenedSaysWhy(@TempDir Path folder) {
    assertThatThrownBy(() -> SavefileReader.open(folder.resolve("no")))
        .hasMessage(folder.resolve("no") + ": No such file or directory");
    assertThatThrownBy(() -> SavefileReader.open(folder)).hasMessage(folder + ": Is a directory");
    assertThatThrownBy(() -> SavefileWriter.create(folder, PCAP))
        .hasMessage(folder + ": Is a directory");
  }
}
