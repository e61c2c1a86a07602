// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TimeStyle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line says of the frame as a whole. */
class LinePrinterTest {
  private static final byte[] PACKET =
      HexFormat.of().parseHex("4500001f00004000401126cb0a0000010a0000021e611e62000b000041420d");
  private static final long SECOND = 1_000_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "TO_US, 'left  In  '",
    "BROADCAST, 'left  B   '",
    "MULTICAST, 'left  M   '",
    "TO_OTHERS, 'left  P   '",
    "OUTGOING, 'left  Out '",
    "UNKNOWN, 'left  ?   '",
  })
  void interfaceAndDirectionAreThoseOfAnyInterface(Direction direction, String expected) {
    Frame frame =
        new CapturedFrame(
            0,
            PACKET.length,
            7,
            direction,
            LinkType.RAW,
            VlanTag.NOT_STRIPPED,
            0,
            0,
            Checksum.UNKNOWN,
            false,
            MemorySegment.ofArray(PACKET).asReadOnly());
    PrintOptions options =
        PrintOptions.defaults()
            .interfaceNames(index -> index == 7 ? "left" : "?")
            .interfaces(true)
            .time(TimeStyle.NONE);
    TextBuffer text = new TextBuffer();

    OutputFormat.LINE.printer(options).print(frame, text);

    assertThat(text).hasToString(expected + "IP 10.0.0.1.7777 > 10.0.0.2.7778: UDP, length 3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-#", "-x", "-AA", "-e -XX"})
  void lengthsThatCannotBeAreSaid(String options) throws IOException {
    List<Frame> frames = new ArrayList<>();
    for (long original :
        new long[] {PACKET.length, 0, 1, 262_144, 262_145, 0x80000000L, 0xFFFFFFFFL}) {
      frames.add(PcapFrames.frame(LinkType.RAW, SECOND, PACKET, original));
      frames.add(PcapFrames.frame(LinkType.RAW, SECOND, new byte[0], original));
    }

    assertSame(frames, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-tt", "-ttt", "-tttt", "-ttttt", "-ttt --nano", "-tt --nano"})
  void timesThatStepBackOrBeginAtZero(String options) throws IOException {
    long summer = 1_774_746_000; // 2026-03-29, when Europe's clocks go forward
    long[] times = {0, 0, 1, 999, SECOND, SECOND - 1, summer * SECOND - 1, summer * SECOND, 5};

    assertSame(at(times), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-tt", "-tttt", "-tt --nano"})
  void timesAfterThirtyOneBitsOfSeconds(String options) throws IOException {
    long[] times = {0x7FFF_FFFFL * SECOND, 0x8000_0000L * SECOND, 0xFFFF_FFFFL * SECOND + 1, 0};

    assertSame(at(times), options);
  }

  private static List<Frame> at(long... times) {
    return Arrays.stream(times)
        .mapToObj(time -> PcapFrames.frame(LinkType.RAW, time, PACKET, PACKET.length))
        .toList();
  }

  @Test
  void numbersGrowBeyondTheirColumn() throws IOException {
    Frame frame = PcapFrames.frame(LinkType.RAW, SECOND, PACKET, PACKET.length);

    assertSame(Collections.nCopies(100_010, frame), "-# -t -q");
  }

  private void assertSame(List<Frame> frames, String options) throws IOException {
    Tcpdump.require();
    Path file = folder.resolve("frames.pcap");
    PcapFrames.write(file, frames);

    assertThat(Tcpdump.printOurs(frames, options)).isEqualTo(Tcpdump.print(file, options));
  }
}
