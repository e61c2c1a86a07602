// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Namespace;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering replay")
class ReplayIT {
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final long MILLISECOND = 1_000_000;

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private static CapturedFrame frame(int number, int length, long timestamp) {
    byte[] bytes = new byte[length];
    ByteBuffer.wrap(bytes).putShort(12, (short) 0x88B5).putInt(14, number);
    return CapturedFrame.of(timestamp, LinkType.ETHERNET, bytes);
  }

  /** A file with this number of frames, one each millisecond. */
  private Path file(int count) {
    Path file = folder.resolve("in.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      for (int i = 0; i < count; i++) {
        writer.write(frame(i, 60 + i % 1000, BEGIN + i * MILLISECOND));
      }
    }
    return file;
  }

  private Capture capture() {
    return Capture.open(
        "right", CaptureOptions.defaults().networkNamespace(namespace.name()).ringBytes(32 << 20));
  }

  private static List<CapturedFrame> take(Capture capture, int count) {
    List<CapturedFrame> taken = new ArrayList<>();
    while (taken.size() < count) {
      try (FrameBatch batch = capture.next(SOON)) {
        assertThat(batch).as("frame %d of %d", taken.size(), count).isNotNull();
        batch.forEach(frame -> taken.add(frame.copy()));
      }
    }
    assertThat(taken).hasSize(count);
    return taken;
  }

  private static List<byte[]> bytes(Path file) {
    List<byte[]> bytes = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> bytes.add(frame.copy().toByteArray()));
    }
    return bytes;
  }

  private Program replay(Path file, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("replay", "-r" + file, "-ileft"));
    arguments.addAll(List.of(more));
    return Program.start(namespace, arguments.toArray(String[]::new));
  }

  @Test
  void everyByteOfTheFileArrivesInOrderAndNotBeforeItIsDue() throws Exception {
    Path file = file(500);
    try (Capture capture = capture();
        Program replay = replay(file)) {
      assertThat(replay.status()).isZero();
      List<CapturedFrame> taken = take(capture, 500);
      assertThat(taken.stream().map(CapturedFrame::toByteArray))
          .usingElementComparator(Arrays::compare)
          .containsExactlyElementsOf(bytes(file));
      assertThat(taken.getLast().timestampNanos() - taken.getFirst().timestampNanos())
          .as("499 ms of gaps, and a first frame that is late at most by the rest")
          .isGreaterThan(100 * MILLISECOND);
      assertThat(replay.err())
          .contains("replaying " + file + " from left, with the gaps of the file\n")
          .contains("500 packets sent (")
          .contains("\n0 packets refused\n")
          .containsPattern("gaps off by [0-9.]+ us \\(median\\), [0-9.]+ us \\(99 %\\)");
    }
  }

  @Test
  void anExpressionALoopAndALimitChoose() throws Exception {
    Path file = file(100);
    try (Capture capture = capture();
        Program replay =
            replay(file, "--top-speed", "--loop", "3", "--limit", "15", "ether[17] < 10")) {
      assertThat(replay.status()).isZero();
      assertThat(take(capture, 15))
          .extracting(frame -> (int) frame.toByteArray()[17])
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4);
    }
  }

  @Test
  void aSignalEndsItAndTheRestIsCounted() throws Exception {
    Path file = folder.resolve("slow.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      writer.write(frame(0, 60, BEGIN));
      writer.write(frame(1, 60, BEGIN + 3_600_000 * MILLISECOND));
    }
    try (Capture capture = capture();
        Program replay = replay(file)) {
      take(capture, 1);
      assertThat(replay.signal("INT").status()).isEqualTo(1);
      assertThat(replay.err())
          .contains("1 packets sent (60 bytes)")
          .contains("\n1 packets not sent: ended before they were due\n");
    }
  }

  /** Frames 0, 1, 2, ... a millisecond apart, from this number of interfaces in turn. */
  private Path ofInterfaces(int count, String... names) {
    Path file = folder.resolve("several.pcapng");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAPNG))) {
      for (int i = 0; i < names.length; i++) {
        writer.add(SavefileInterface.of(i + 1, names[i], LinkType.ETHERNET, 65_535));
      }
      for (int i = 0; i < count; i++) {
        CapturedFrame each = frame(i, 60, BEGIN + i * MILLISECOND);
        writer.write(
            new CapturedFrame(
                each.timestampNanos(),
                each.originalLength(),
                i % names.length + 1,
                each.direction(),
                each.linkType(),
                each.vlanTag(),
                0,
                0,
                each.checksum(),
                false,
                each.memory()));
      }
    }
    return file;
  }

  /** Frame 1 leaves one interface after frame 0 has left the other. */
  @Test
  void eachRecordedInterfaceIsSentFromItsOwnAndAddressesAreReplaced() throws Exception {
    namespace.addVeth("left2", "right2");
    Path file = ofInterfaces(30, "eth0", "a=b", "wlan0");
    CaptureOptions options = CaptureOptions.defaults().networkNamespace(namespace.name());
    try (Capture capture = Capture.open(List.of("right", "right2"), options);
        Program replay =
            Program.start(
                namespace,
                "replay",
                "-r" + file,
                "--map=a=b=left2",
                "--map=1=left",
                "--map=eth9=left",
                "--edit-mac=00:00:00:00:00:00=02:00:00:00:00:07")) {
      assertThat(replay.status()).isEqualTo(1);
      List<CapturedFrame> taken = take(capture, 20);
      taken.sort(Comparator.comparing(CapturedFrame::timestampNanos));
      int left =
          NetworkInterfaces.list(namespace.name()).stream()
              .filter(each -> each.name().equals("right"))
              .findFirst()
              .orElseThrow()
              .index();
      for (int i = 0; i < taken.size(); i++) {
        ByteBuffer bytes = ByteBuffer.wrap(taken.get(i).toByteArray());
        assertThat(bytes.getInt(14)).isEqualTo(i / 2 * 3 + i % 2);
        assertThat(bytes.getLong(0)).isEqualTo(0x0200_0000_0007_0200L);
        assertThat(taken.get(i).interfaceIndex() == left).isEqualTo(i % 2 == 0);
      }
      assertThat(replay.err())
          .contains("replaying " + file + " from left2, left, with the gaps of the file\n")
          .contains("20 packets sent (1200 bytes)", "\n  10: from left2\n  10: from left\n")
          .contains("\n10 packets of other interfaces left out, the first one of wlan0\n")
          .contains("\nno packets of interface eth9 (--map)\n");
    }
  }

  @Test
  void whatCannotLeaveIsCountedAndFailsTheCommand() throws Exception {
    Path file = folder.resolve("large.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      writer.write(frame(0, 60, BEGIN));
      writer.write(frame(1, 9015, BEGIN));
      writer.write(frame(2, 200_000, BEGIN));
    }
    try (Program replay = replay(file)) {
      assertThat(replay.status()).isEqualTo(1);
      assertThat(replay.err())
          .contains("1 packets sent (60 bytes)")
          .contains("\n1 packets refused\n  1: too long for the interface, or too short\n")
          .contains("\n1 packets left out: longer than any interface sends\n");
    }
    namespace.ip("link set left down");
    try (Program replay = replay(file)) {
      assertThat(replay.status()).isEqualTo(1);
      assertThat(replay.err())
          .contains("framering: left: the interface is down; bring it up with:")
          .contains("\n2 packets not sent");
    }
  }

  /**
   * No file is sent to others by a wrong letter. The other tests send from a veth without --yes.
   */
  @Test
  void anInterfaceThatIsNotForTestsNeedsConsent() throws Exception {
    Path file = file(1);
    Call call = Call.of("replay", "-r" + file, "-inosuch");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).contains("nosuch: no such interface; this host has ");
    for (Interface each : NetworkInterfaces.list()) {
      if (!TestInterface.is(each, "")) {
        assertThat(Call.of("replay", "-r" + file, "-i" + each.name()).err())
            .contains(": packets sent from here may reach the hosts of others;", "add --yes");
      }
    }
    Interface lo =
        NetworkInterfaces.list().stream().filter(Interface::loopback).findFirst().orElseThrow();
    assertThat(TestInterface.is(lo, "")).isTrue();
    // As if the interface with its index and name were no loopback.
    assertThat(TestInterface.is(of(lo.index(), "lo", false), "")).isFalse();
    assertThat(TestInterface.is(of(lo.index(), "lo", false), "blue")).isTrue();
    assertThat(TestInterface.is(of(lo.index() + 1000, "lo", false), "")).isTrue();
    assertThat(TestInterface.is(of(lo.index(), "left", false), "")).isTrue();
  }

  private static Interface of(int index, String name, boolean loopback) {
    return new Interface(index, name, true, true, loopback, LinkType.ETHERNET, 1500);
  }

  @Test
  void aFileOfAnotherLinkTypeIsRefused() throws Exception {
    Path file = folder.resolve("raw.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      writer.write(CapturedFrame.of(BEGIN, LinkType.RAW, new byte[20]));
    }
    try (Program replay = replay(file)) {
      assertThat(replay.status()).isEqualTo(1);
      assertThat(replay.err())
          .contains(": has no packets of link-type Ethernet, which alone can be sent");
    }
  }
}
