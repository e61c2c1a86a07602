// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several files go into one: each frame keeps the interface that its own file gives it. */
class SeveralFilesTest {
  private static final int ETHERNET = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A pcapng file with a frame of each interface, and counts of each. */
  private static byte[] pcapng(int linkType, String... names) {
    FileBytes file = little().section();
    for (String name : names) {
      file.description(linkType, 1000, file.body().option(2, name));
    }
    for (int i = 0; i < names.length; i++) {
      file.enhanced(i, i, 60, packet(60), file.body());
    }
    for (int i = 0; i < names.length; i++) {
      file.block(5, file.body().u32(i).u32(0).u32(0).u16(4).u16(8).u64(names[i].length()));
    }
    return file.toArray();
  }

  private SavefileWriter writer(SavefileFormat format) {
    return SavefileWriter.of("out", Channels.newChannel(out), SavefileOptions.of(format));
  }

  private SavefileWriter merge(SavefileFormat format, byte[]... files) {
    SavefileWriter writer = writer(format);
    try (writer) {
      for (byte[] file : files) {
        try (SavefileReader reader = open(file)) {
          while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
            writer.writeAll(batch);
          }
          writer.complete(reader);
        }
      }
    }
    return writer;
  }

  private List<SavefileInterface> interfaces() {
    try (SavefileReader reader = open(out.toByteArray())) {
      reader.run(frame -> {});
      return reader.interfaces();
    }
  }

  /** Of each frame the name of its interface. */
  private List<String> names() {
    List<SavefileInterface> interfaces = interfaces();
    return read(out.toByteArray()).stream()
        .map(frame -> interfaces.get(frame.interfaceIndex() - 1).name())
        .toList();
  }

  @Test
  void framesOfTheSecondFileHaveItsInterface() {
    merge(SavefileFormat.PCAPNG, pcapng(ETHERNET, "eth0"), pcapng(ETHERNET, "wlan0", "eth0"));

    assertThat(names()).containsExactly("eth0", "wlan0", "eth0");
    assertThat(interfaces()).extracting(SavefileInterface::received).containsExactly(4L, 5L, 4L);
  }

  @Test
  void anInterfaceThatIsTheSameInBothIsDescribedOnce() {
    byte[] file = pcapng(ETHERNET, "eth0", "eth0", "wlan0");

    merge(SavefileFormat.PCAPNG, file, file);

    assertThat(names()).containsExactly("eth0", "eth0", "wlan0", "eth0", "eth0", "wlan0");
    assertThat(interfaces())
        .extracting(SavefileInterface::name)
        .containsExactly("eth0", "eth0", "wlan0");
  }

  @Test
  void filesMayTakeTurns() {
    try (SavefileWriter writer = writer(SavefileFormat.PCAPNG);
        SavefileReader first = open(pcapng(ETHERNET, "eth0", "eth1"));
        SavefileReader second = open(pcapng(ETHERNET, "wlan0", "wlan1"))) {
      var one = first.next(FrameSource.FOREVER).cursor();
      var two = second.next(FrameSource.FOREVER).cursor();
      while (one.advance() && two.advance()) {
        writer.write(one);
        writer.write(two);
      }
      writer.complete(second);
      writer.complete(first);
    }
    assertThat(names()).containsExactly("eth0", "wlan0", "eth1", "wlan1");
    assertThat(interfaces()).hasSize(4).extracting(SavefileInterface::received).doesNotContain(-1L);
  }

  @Test
  void linkTypesThatHaveNoNameHereAreNotMixed() {
    merge(SavefileFormat.PCAPNG, pcapng(147, "usb0"), pcapng(148, "usb0"));

    assertThat(interfaces())
        .extracting(SavefileInterface::linkTypeNumber)
        .containsExactly(147, 148);
    assertThat(read(out.toByteArray()))
        .extracting(CapturedFrame::interfaceIndex)
        .containsExactly(1, 2);
  }

  @Test
  void aPcapFileHasAnInterfaceToo() {
    byte[] pcap = little().pcap(0xA1B2C3D4L).record(1, 2, 60, packet(60)).toArray();

    merge(SavefileFormat.PCAPNG, pcapng(ETHERNET, "eth0"), pcap, pcapng(101, "tun0"));

    assertThat(names()).containsExactly("eth0", "", "tun0");
    assertThat(interfaces())
        .extracting(SavefileInterface::linkTypeNumber)
        .containsExactly(ETHERNET, ETHERNET, 101);
  }

  @Test
  void pcapTakesOneLinkTypeAndCountsTheRest() {
    byte[] nanos = little().pcap(0xA1B23C4DL).record(1, 2, 60, packet(60)).toArray();
    byte[] raw = little().pcap(0xA1B23C4DL, 2, 4, 101).record(1, 2, 60, packet(60)).toArray();

    SavefileWriter writer =
        merge(
            SavefileFormat.PCAP,
            nanos,
            raw,
            pcapng(147, "usb0"),
            pcapng(101, "tun0"),
            pcapng(ETHERNET, "eth0"));

    assertThat(writer.frames()).isEqualTo(2);
    assertThat(writer.unwritable()).isEqualTo(3);
    assertThat(read(out.toByteArray())).hasSize(2);
  }

  /** A copy has forgotten its file: the description that was added last counts. */
  @Test
  void aProgramMayDescribeTheInterfacesOfCopies() {
    try (SavefileWriter writer = writer(SavefileFormat.PCAPNG)) {
      for (String name : List.of("eth0", "wlan0")) {
        List<Frame> copies = new ArrayList<>();
        try (SavefileReader reader = open(pcapng(ETHERNET, name))) {
          reader.run(frame -> copies.add(frame.copy()));
          reader.interfaces().forEach(writer::add);
        }
        copies.forEach(writer::write);
      }
    }
    assertThat(names()).containsExactly("eth0", "wlan0");
  }
}
