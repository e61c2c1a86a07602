// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.TextBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HexDumpTest {
  // A UDP datagram of 3 bytes behind a VLAN tag.
  private static final CapturedFrame FRAME =
      CapturedFrame.ofEthernet(
          HexFormat.of()
              .parseHex(
                  "02000000000b02000000000a8100000508004500001f00004000401126c60a000001"
                      + "0a0000021e611e62000b000041420d"));

  private static String dump(OutputFormat format, DumpStyle style) {
    PrintOptions options = PrintOptions.defaults();
    TextBuffer text = new TextBuffer();
    format.printer(options).print(FRAME, text);
    int start = text.length();
    text.clear();
    new FramePrinter(format.printer(options), style).print(FRAME, text);
    return text.toString().substring(start);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void hexadecimalBeginsBehindTheLinkLayer(OutputFormat format) {
    assertThat(dump(format, DumpStyle.HEX))
        .isEqualTo(
            """
            \t0x0000:  4500 001f 0000 4000 4011 26c6 0a00 0001
            \t0x0010:  0a00 0002 1e61 1e62 000b 0000 4142 0d
            """);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void everyByteIsShownWhenTheLinkLayerIsWanted(OutputFormat format) {
    assertThat(dump(format, DumpStyle.HEX_ASCII_LINK))
        .isEqualTo(
            """
            \t0x0000:  0200 0000 000b 0200 0000 000a 8100 0005  ................
            \t0x0010:  0800 4500 001f 0000 4000 4011 26c6 0a00  ..E.....@.@.&...
            \t0x0020:  0001 0a00 0002 1e61 1e62 000b 0000 4142  .......a.b....AB
            \t0x0030:  0d                                       .
            """);
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void asciiLeavesOutACarriageReturnAtTheEnd(OutputFormat format) {
    assertThat(dump(format, DumpStyle.ASCII))
        .isEqualTo("E.....@.@.&.\n...\n....a.b....AB\n"); // the addresses hold a line feed
  }

  @Test
  void carriageReturnsWithinALineAreDots() {
    CapturedFrame frame =
        CapturedFrame.ofEthernet(
            HexFormat.of().parseHex("02000000000b02000000000a1234" + "410d42430d0a440d45"));
    TextBuffer text = new TextBuffer();

    new FramePrinter((ignored, to) -> {}, DumpStyle.ASCII).print(frame, text);

    assertThat(text).hasToString("A.BC\nDE\n"); // the last one is lost, as it is to tcpdump
  }

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void formatsThatHaveAPlaceForItShowItWhereItIsAskedFor(OutputFormat format) {
    TextBuffer text = new TextBuffer();
    format.printer(PrintOptions.defaults().dump(DumpStyle.HEX)).print(FRAME, text);
    assertThat(text.toString().contains("0x0010:")).isEqualTo(format.showsBytes());
  }
}
