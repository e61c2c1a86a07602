// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** HSRP (RFC 2281). */
final class HsrpPrinter extends ProtocolPrinter {
  private static final int OPERATION = 1;
  private static final int STATE = 2;
  private static final int HELLO_TIME = 3;
  private static final int HOLD_TIME = 4;
  private static final int PRIORITY = 5;
  private static final int GROUP = 6;
  private static final int RESERVED = 7;
  private static final int AUTHENTICATION = 8;
  private static final int AUTHENTICATION_LENGTH = 8;
  private static final int ADDRESS = 16;

  HsrpPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message. */
  void print(long at, long length) {
    line.protocol = "hsrp";
    TextBuffer out = line.out;
    int version = in.u8(at);
    out.text("HSRPv").decimal(version);
    if (version != 0) {
      return;
    }
    out.character('-');
    int operation = in.u8(at + OPERATION);
    switch (operation) {
      case 0 -> out.text("hello");
      case 1 -> out.text("coup");
      case 2 -> out.text("resign");
      default -> out.text("unknown (").decimal(operation).character(')');
    }
    out.character(' ').decimal(length).text(": ");
    int state = in.u8(at + STATE);
    out.text("state=");
    String name = stateName(state);
    if (name == null) {
      out.text("Unknown (").decimal(state).character(')');
    } else {
      out.text(name);
    }
    out.character(' ');
    int group = in.u8(at + GROUP);
    out.text("group=").decimal(group).character(' ');
    int reserved = in.u8(at + RESERVED);
    if (reserved != 0) {
      out.text("[reserved=").decimal(reserved).text("!] ");
    }
    in.need(at + ADDRESS, 4);
    out.text("addr=");
    line.ipv4(at + ADDRESS);
    if (line.verbose()) {
      details(at);
    }
  }

  private void details(long at) {
    TextBuffer out = line.out;
    out.text(" hellotime=");
    Durations.print(in.u8(at + HELLO_TIME), out);
    out.text(" holdtime=");
    Durations.print(in.u8(at + HOLD_TIME), out);
    out.text(" priority=").decimal(in.u8(at + PRIORITY));
    out.text(" auth=\"");
    Characters.padded(in, at + AUTHENTICATION, AUTHENTICATION_LENGTH, out);
    out.character('"');
  }

  private static String stateName(int state) {
    return switch (state) {
      case 0 -> "initial";
      case 1 -> "learn";
      case 2 -> "listen";
      case 4 -> "speak";
      case 8 -> "standby";
      case 16 -> "active";
      default -> null;
    };
  }
}
