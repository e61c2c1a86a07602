// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Router Renumbering for IPv6 (RFC 2894). */
final class RouterRenumberingPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 16;
  private static final int MATCH_LENGTH = 24;
  private static final int USE_LENGTH = 32;
  private static final int COMMAND = 0;
  private static final int RESULT = 1;
  private static final int SEQUENCE_RESET = 255;
  private static final long INFINITE = 0xFFFF_FFFFL;
  private static final String FLAGS = "TRASP";

  RouterRenumberingPrinter(LineContext line) {
    super(line);
  }

  /** Prints the ICMPv6 message after its name. */
  void print(int code, long at) {
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    TextBuffer out = line.out;
    switch (code) {
      case COMMAND -> out.text(", command");
      case RESULT -> out.text(", result");
      case SEQUENCE_RESET -> out.text(", sequence number reset");
      default -> out.text(", code-#").decimal(code);
    }
    out.text(", seq=").decimal(in.u32(at + 4));
    if (line.verbose()) {
      details(at);
    }
    if (code == COMMAND && !prefixes(at + HEADER_LENGTH)) {
      line.truncated();
    }
  }

  private void details(long at) {
    TextBuffer out = line.out.character('[');
    int flags = in.u8(at + 9);
    for (int i = 0; i < FLAGS.length(); i++) {
      if ((flags & 0x80 >> i) != 0) {
        out.character(FLAGS.charAt(i));
      }
    }
    out.text(flags == 0 ? "seg=" : ",seg=").decimal(in.u8(at + 8));
    out.text(",maxdelay=").decimal(in.u16(at + 10));
    long reserved = in.u32(at + 12);
    if (reserved != 0) {
      out.text("rsvd=0x").hex(reserved);
    }
    out.character(']');
  }

  private boolean prefixes(long at) {
    if (!in.has(at, MATCH_LENGTH)) {
      return false;
    }
    match(at);
    int uses = in.u8(at + 1) - 3;
    if (uses % 4 != 0) {
      return false;
    }
    long next = at + MATCH_LENGTH;
    for (int i = 0; i < uses / 4; i++) {
      if (!in.has(next, USE_LENGTH)) {
        return false;
      }
      use(next);
      next += USE_LENGTH;
    }
    return true;
  }

  private void match(long at) {
    TextBuffer out = line.out.text(line.verbosity > 1 ? "\n\tmatch(" : " match(");
    int operation = in.u8(at);
    switch (operation) {
      case 1 -> out.text("add");
      case 2 -> out.text("change");
      case 3 -> out.text("setglobal");
      default -> out.character('#').decimal(operation);
    }
    if (line.verbose()) {
      out.text(",ord=").decimal(in.u8(at + 2));
      out.text(",min=").decimal(in.u8(at + 4));
      out.text(",max=").decimal(in.u8(at + 5));
    }
    out.character(',');
    line.ipv6(at + 8);
    out.character('/').decimal(in.u8(at + 3)).character(')');
  }

  private void use(long at) {
    TextBuffer out = line.out.text(line.verbosity > 1 ? "\n\tuse(" : " use(");
    int flags = in.u8(at + 12);
    if (flags != 0) {
      out.text((flags & 0x80) != 0 ? "V" : "").text((flags & 0x40) != 0 ? "P" : "");
      out.character(',');
    }
    if (line.verbose()) {
      out.text("mask=0x").hex(in.u8(at + 2)).text(",raflags=0x").hex(in.u8(at + 3));
      lifetime(",vltime=", at + 4);
      lifetime(",pltime=", at + 8);
      out.character(',');
    }
    line.ipv6(at + 16);
    out.character('/').decimal(in.u8(at)).character('/').decimal(in.u8(at + 1)).character(')');
  }

  private void lifetime(String label, long at) {
    long seconds = in.u32(at);
    line.out.text(label);
    if (seconds == INFINITE) {
      line.out.text("infty");
    } else {
      line.out.decimal(seconds);
    }
  }
}
