// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** PPP over Ethernet (RFC 2516): the discovery of a session, and its packets. */
final class PppoePrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 6;
  private static final int CODE = 1;
  private static final int SESSION = 2;
  private static final int LENGTH = 4;
  private static final int LONGEST = 1478;
  private static final int TAG_HEADER = 4;
  private static final int SESSION_DATA = 0;
  private static final int INITIATION = 0x09;
  private static final int END_OF_LIST = 0;
  private static final int MOST_TEXT = 79;

  private final Dispatch dispatch;

  PppoePrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a packet. Returns the length of its header, and of the PPP header in it. */
  long print(long at, long length) {
    line.protocol = "pppoe";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      out.text(" (length ").decimal(length).text(" < 6)");
      line.invalid();
      return 0;
    }
    in.need(at, HEADER_LENGTH);
    number(" [ver ", in.u8(at) >>> 4);
    number(" [type ", in.u8(at) & 0xF);
    int code = in.u8(at + CODE);
    out.text("PPPoE ");
    code(code);
    long stated = in.u16(at + LENGTH);
    if (code == INITIATION && stated > LONGEST) {
      out.text(" [len ").decimal(stated).text("!]");
    }
    long left = length - HEADER_LENGTH;
    if (stated > left) {
      out.text(" [len ").decimal(stated).text(" > ").decimal(left).text("!]");
      stated = left;
    }
    int session = in.u16(at + SESSION);
    if (session != 0) {
      out.text(" [ses 0x").hex(session).character(']');
    }
    if (code == SESSION_DATA) {
      out.character(' ');
      return HEADER_LENGTH + dispatch.ppp(at + HEADER_LENGTH, stated);
    }
    tags(at + HEADER_LENGTH, at + HEADER_LENGTH + stated);
    return HEADER_LENGTH;
  }

  private void number(String what, int number) {
    if (number != 1) {
      line.out.text(what).decimal(number).character(']');
    }
  }

  private void code(int code) {
    switch (code) {
      case SESSION_DATA -> {}
      case 0x07 -> line.out.text("PADO");
      case INITIATION -> line.out.text("PADI");
      case 0x19 -> line.out.text("PADR");
      case 0x65 -> line.out.text("PADS");
      case 0xA7 -> line.out.text("PADT");
      default -> line.out.text("PAD-").hex(code);
    }
  }

  private void tags(long from, long end) {
    TextBuffer out = line.out;
    long at = from;
    while (at < end) {
      in.need(at, TAG_HEADER);
      int tag = in.u16(at);
      int length = in.u16(at + 2);
      at += TAG_HEADER;
      in.need(at, length);
      out.text(" [");
      name(tag);
      if (length > 0) {
        value(at, length);
        at += length;
      }
      out.character(']');
      if (tag == END_OF_LIST) {
        return;
      }
    }
  }

  private void name(int tag) {
    TextBuffer out = line.out;
    switch (tag) {
      case END_OF_LIST -> out.text("EOL");
      case 0x0101 -> out.text("Service-Name");
      case 0x0102 -> out.text("AC-Name");
      case 0x0103 -> out.text("Host-Uniq");
      case 0x0104 -> out.text("AC-Cookie");
      case 0x0105 -> out.text("Vendor-Specific");
      case 0x0110 -> out.text("Relay-Session-ID");
      case 0x0120 -> out.text("PPP-Max-Payload");
      case 0x0201 -> out.text("Service-Name-Error");
      case 0x0202 -> out.text("AC-System-Error");
      case 0x0203 -> out.text("Generic-Error");
      default -> out.text("TAG-0x").hex(tag);
    }
  }

  /** Appends a value as text if most of its first bytes are printable, else in hexadecimal. */
  private void value(long at, int length) {
    TextBuffer out = line.out;
    int shown = Math.min(length, MOST_TEXT);
    int printable = 0;
    for (int i = 0; i < shown; i++) {
      printable += isPrintable(in.u8(at + i)) ? 1 : 0;
    }
    out.character(' ');
    if (printable > shown - printable) {
      out.character('"');
      for (int i = 0; i < shown; i++) {
        int character = in.u8(at + i);
        out.character(isPrintable(character) ? (char) character : '.');
      }
      out.character('"');
      return;
    }
    out.text("0x");
    for (int i = 0; i < length; i++) {
      Characters.upperHex(in.u8(at + i), out);
    }
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character < 0x7F;
  }
}
