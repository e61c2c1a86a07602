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
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A checksum that the card was to fill in is not called wrong; others are. */
class OffloadedChecksumTest {
  private static final String UDP =
      "4500001f00004000401126cb0a0000010a0000021e611e62000b0bad414243";
  private static final String TCP =
      "4500002900004000400626cc0a0000010a0000021e611e62000000010000000250100200" + "0bad000041";

  private static String print(String packet, Checksum checksum) {
    byte[] bytes = HexFormat.of().parseHex(packet);
    Frame frame =
        new CapturedFrame(
            0,
            bytes.length,
            1,
            Direction.OUTGOING,
            LinkType.RAW,
            VlanTag.NOT_STRIPPED,
            0,
            0,
            checksum,
            false,
            MemorySegment.ofArray(bytes).asReadOnly());
    TextBuffer text = new TextBuffer();
    OutputFormat.LINE.printer(Tcpdump.options("-t -vv")).print(frame, text);
    return text.toString();
  }

  @Test
  void udp() {
    assertThat(print(UDP, Checksum.UNKNOWN)).contains("[bad udp cksum 0x0bad -> ");
    assertThat(print(UDP, Checksum.NOT_READY)).contains("[udp cksum 0x0bad left to the card] ");
  }

  @Test
  void tcp() {
    assertThat(print(TCP, Checksum.UNKNOWN)).contains("cksum 0x0bad (incorrect -> ");
    assertThat(print(TCP, Checksum.NOT_READY)).contains("cksum 0x0bad (left to the card), ");
  }
}
