// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import io.framering.testing.Allocated;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken packets by the hundred thousand, or by the million with {@code -Dframering.sweep=all}:
 * nothing throws, nothing loops, and no byte of a packet reaches the terminal as it is. A frame is
 * all of its memory, so that a read outside throws.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class LineHostileTest {
  private static final int MUTATIONS = Sweeps.cases(55_000, 1_000_000);
  private static final int LONGEST_LINE = 100_000;
  private static final long FEW_BYTES = 64 * 1024;

  @TempDir static Path folder;
  private static final List<Frame> FRAMES = new ArrayList<>();

  private final TextBuffer text = new TextBuffer();

  @BeforeAll
  static void readCorpus() throws IOException, InterruptedException {
    for (Path file : Corpus.write(folder)) {
      FRAMES.addAll(PcapFrames.read(file));
    }
  }

  private static List<FramePrinter> printers() {
    return Stream.of("", "-e -vvv -X", "-v -S", "-q -e -x", "-vv -A -ttt")
        .map(Tcpdump::options)
        .map(LineHostileTest::printer)
        .toList();
  }

  private static FramePrinter printer(PrintOptions options) {
    return OutputFormat.LINE.printer(options);
  }

  @Test
  void mutatedPackets() {
    long seed = Long.getLong("framering.seed", 1);
    Random random = new Random(seed);
    List<FramePrinter> printers = printers();
    LinkType[] linkTypes = LinkType.values();
    for (int i = 0; i < MUTATIONS; i++) {
      Frame frame = FRAMES.get(random.nextInt(FRAMES.size()));
      byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
      Corpus.mutate(bytes, random);
      LinkType linkType =
          i % 16 == 0 ? linkTypes[random.nextInt(linkTypes.length)] : frame.linkType();
      int original = bytes.length + (i % 8 == 0 ? random.nextInt(70_000) : 0);
      Frame broken = PcapFrames.frame(linkType, i, bytes, original);
      try {
        printers.get(i % printers.size()).print(broken, text.clear());
        assertPrintable();
      } catch (RuntimeException | AssertionError e) {
        String what = HexFormat.of().formatHex(bytes);
        throw new AssertionError("-Dframering.seed=" + seed + " " + i + " " + linkType + what, e);
      }
    }
  }

  @Test
  void packetsInPacketsInPackets() {
    byte[] packet = {0x45, 0, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0, 64, 4, 0, 0, 1, 2, 3, 4, 5};
    byte[] bytes = new byte[65_535];
    for (int at = 0; at + 20 <= bytes.length; at += 20) {
      System.arraycopy(packet, 0, bytes, at, packet.length);
    }
    Frame frame = PcapFrames.frame(LinkType.RAW, 0, bytes, bytes.length);
    for (FramePrinter printer : printers()) {
      printer.print(frame, text.clear());
      assertThat(text.toString()).contains("[nested too deep]");
    }
  }

  @Test
  void nothingIsAllocatedForAPacket() {
    FramePrinter printer = printer(Tcpdump.options("-e -vvv -XX -tttt -#"));
    print(printer);
    print(printer);
    long before = Allocated.bytes();

    print(printer);

    assertThat(Allocated.bytes() - before).isLessThan(FEW_BYTES);
  }

  private void print(FramePrinter printer) {
    for (int i = 0; i < FRAMES.size(); i++) {
      printer.print(FRAMES.get(i), text.clear());
    }
  }

  private void assertPrintable() {
    byte[] printed = text.toByteArray();
    assertThat(printed.length).isBetween(1, LONGEST_LINE);
    for (byte b : printed) {
      if (b != '\n' && b != '\t' && (b < ' ' || b > '~')) {
        throw new AssertionError("byte " + b + " in " + text);
      }
    }
  }
}
