// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.HexDump;
import io.framering.print.text.TextBuffer;

/** RADIUS attributes of an access network's operator and its location (RFC 5580). */
final class RadiusLocation extends ProtocolPrinter {
  private static final int OPERATOR_NAME = 126;
  private static final int INFORMATION = 127;
  private static final int DATA = 128;

  private static final int TIME_LENGTH = 8;
  private static final int SIGHTING_TIME = 4;
  private static final int METHOD = SIGHTING_TIME + 2 * TIME_LENGTH;
  private static final int NOTE = 2 + TIME_LENGTH;

  private static final FlagNames RULES =
      new FlagNames(
          new long[] {
            1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000,
            0x8000
          },
          "MBZ-15",
          "MBZ-14",
          "MBZ-13",
          "MBZ-12",
          "MBZ-11",
          "MBZ-10",
          "MBZ-9",
          "MBZ-8",
          "MBZ-7",
          "MBZ-6",
          "MBZ-5",
          "MBZ-4",
          "MBZ-3",
          "MBZ-2",
          "MBZ-1",
          "Retransmission Allowed");

  RadiusLocation(LineContext line) {
    super(line);
  }

  /** Prints the value of an attribute, 126 to 129. */
  void print(int type, long at, int length) {
    if (!in.has(at, length)) {
      line.truncated();
      return;
    }
    int least =
        switch (type) {
          case OPERATOR_NAME -> 2;
          case INFORMATION -> METHOD + 1;
          case DATA -> 3;
          default -> NOTE;
        };
    if (length < least) {
      line.out.text("ERROR: length ").decimal(length).text(" < ").decimal(least);
      return;
    }
    switch (type) {
      case OPERATOR_NAME -> operator(at, length);
      case INFORMATION -> information(at, length);
      case DATA -> data(at, length);
      default -> rules(at, length);
    }
  }

  private void operator(long at, int length) {
    TextBuffer out = line.out;
    int space = in.u8(at);
    String name =
        switch (space) {
          case '0' -> "TADIG";
          case '1' -> "REALM";
          case '2' -> "E212";
          case '3' -> "ICC";
          default -> null;
        };
    if (name == null) {
      out.text("[unknown namespace ").decimal(space).text("] ");
    } else {
      out.character('[').text(name).text("] ");
    }
    Characters.visible(in, at + 1, length - 1, out);
  }

  private void information(long at, int length) {
    TextBuffer out = line.out;
    out.text("index ").decimal(in.u16(at));
    named(", code ", in.u8(at + 2), "Civic", "Geospatial");
    named(", entity ", in.u8(at + 3), "User", "RADIUS");
    NtpPrinter.timestamp(in.u64(at + SIGHTING_TIME), out.text(", sighting time "));
    NtpPrinter.timestamp(in.u64(at + SIGHTING_TIME + TIME_LENGTH), out.text(", time to live "));
    quoted(", method \"", at + METHOD, length - METHOD);
  }

  private void named(String label, int value, String zero, String one) {
    TextBuffer out = line.out.text(label);
    if (value > 1) {
      out.text("Unknown (").decimal(value).character(')');
    } else {
      out.text(value == 0 ? zero : one);
    }
  }

  private void quoted(String label, long at, int length) {
    Characters.visible(in, at, length, line.out.text(label));
    line.out.character('"');
  }

  private void data(long at, int length) {
    TextBuffer out = line.out;
    out.text("index ").decimal(in.u16(at)).text(", location").newline();
    HexDump.hex(in.memory(), at + 2, at + length, true, "\t    ", out);
  }

  private void rules(long at, int length) {
    TextBuffer out = line.out;
    RULES.print(in.u16(at), out.text("flags ["));
    NtpPrinter.timestamp(in.u64(at + 2), out.text("], retention expires "));
    if (length > NOTE) {
      quoted(", note well \"", at + NOTE, length - NOTE);
    }
  }
}
