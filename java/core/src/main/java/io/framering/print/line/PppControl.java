// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** A packet of PPP's control protocols (RFC 1661, section 5). */
final class PppControl extends ProtocolPrinter {
  static final int HEADER_LENGTH = 4;

  private static final int PROTOCOL_LENGTH = 2;
  private static final int VENDOR = 0;
  private static final int FIRST_CONFIGURATION = 1;
  private static final int LAST_CONFIGURATION = 4;
  private static final int TERMINATE = 5;
  private static final int TERMINATE_REPLY = 6;
  private static final int CODE_REJECT = 7;
  private static final int PROTOCOL_REJECT = 8;
  private static final int ECHO = 9;
  private static final int ECHO_REPLY = 10;
  private static final int DISCARD = 11;
  private static final int IDENTIFICATION = 12;
  private static final int TIME_REMAINING = 13;

  private final PppOptions options;

  PppControl(LineContext line) {
    super(line);
    options = new PppOptions(line);
  }

  /** Prints a packet. */
  void print(int protocol, long at, long length) {
    TextBuffer out = line.out;
    String protocolName = PppPrinter.protocolName(protocol);
    out.text(protocolName).text(", ");
    if (length < HEADER_LENGTH || !in.has(at, 2)) {
      truncated(protocolName);
      return;
    }
    int code = in.u8(at);
    int identifier = in.u8(at + 1);
    String name = codeName(code);
    out.text(name == null ? "Unknown Opcode" : name);
    out.text(" (0x").hex(code, 2).text("), id ").decimal(identifier);
    out.text(", length ").decimal(length + PROTOCOL_LENGTH);
    if (!line.verbose()) {
      return;
    }
    int stated = in.u16(at + 2);
    out.text("\n\tencoded length ").decimal(stated);
    if (stated < HEADER_LENGTH) {
      out.text(" (< 4))");
    } else if (stated > length) {
      out.text(" (> packet length ").decimal(length).text("))");
    } else {
      out.text(" (=Option(s) length ").decimal(stated - HEADER_LENGTH).character(')');
      if (stated > HEADER_LENGTH) {
        body(protocol, code, at, stated);
      }
    }
  }

  private void truncated(String protocolName) {
    line.out.text("[|").text(protocolName).character(']');
  }

  private void body(int protocol, int code, long packet, int length) {
    long at = packet + HEADER_LENGTH;
    if (line.verbosity > 1) {
      line.hex(packet - PROTOCOL_LENGTH, PROTOCOL_LENGTH + HEADER_LENGTH, "\t");
    }
    switch (code) {
      case VENDOR -> {
        if (length >= 11) {
          magic(at);
          vendor(line, " Vendor: ", at + 4);
        }
      }
      case FIRST_CONFIGURATION, 2, 3, LAST_CONFIGURATION ->
          options.print(protocol, at, length - HEADER_LENGTH);
      case TERMINATE, TERMINATE_REPLY, CODE_REJECT -> {}
      case PROTOCOL_REJECT -> {
        if (length >= 6) {
          rejected(at, length);
        }
      }
      case ECHO, ECHO_REPLY, DISCARD -> {
        if (length >= 8) {
          echo(protocol, at, length);
        }
      }
      case IDENTIFICATION -> {
        if (length >= 8) {
          identification(protocol, at, length);
        }
      }
      case TIME_REMAINING -> {
        if (length >= 12) {
          magic(at);
          long seconds = in.u32(at + 4);
          line.out.text(", Seconds-Remaining ").decimal(seconds).character('s');
        }
      }
      default -> {
        if (line.verbosity == 1) {
          line.hex(packet - PROTOCOL_LENGTH, PROTOCOL_LENGTH + length, "\t  ");
        }
      }
    }
  }

  private void magic(long at) {
    long number = in.u32(at);
    line.out.text("\n\t  Magic-Num 0x").hex(number, 8);
  }

  /** Prints the name and number of an organization. */
  static void vendor(LineContext line, String label, long at) {
    int vendor = line.in.u24(at);
    line.out.text(label).text(SnapPrinter.organizationName(vendor));
    line.out.text(" (").decimal(vendor).character(')');
  }

  private void rejected(long at, int length) {
    int protocol = in.u16(at);
    String name = PppPrinter.protocolName(protocol);
    line.out.text("\n\t  Rejected ").text(name == null ? "unknown" : name);
    line.out.text(" Protocol (0x").hex(protocol, 4).character(')');
    if (length > 6) {
      line.out.text("\n\t  Rejected Packet");
      line.hex(at + 2, length - 2, "\t    "); // four bytes more than there are, as tcpdump
    }
  }

  private void echo(int protocol, long at, int length) {
    magic(at);
    if (length > 8) {
      line.out.text("\n\t  -----trailing data-----");
      if (in.has(at + 4, length - 8)) {
        line.hex(at + 4, length - 8, "\t  ");
      } else {
        truncated(PppPrinter.protocolName(protocol));
      }
    }
  }

  private void identification(int protocol, long at, int length) {
    magic(at);
    if (length > 8) {
      line.out.text("\n\t  Message\n\t    ");
      int count = length - 4; // four bytes more than there are, as tcpdump
      Characters.visible(in, at + 4, Math.clamp(in.available(at + 4), 0, count), line.out);
      if (!in.has(at + 4, count)) {
        truncated(PppPrinter.protocolName(protocol));
      }
    }
  }

  private static String codeName(int code) {
    return switch (code) {
      case VENDOR -> "Vendor-Extension";
      case FIRST_CONFIGURATION -> "Conf-Request";
      case 2 -> "Conf-Ack";
      case 3 -> "Conf-Nack";
      case LAST_CONFIGURATION -> "Conf-Reject";
      case TERMINATE -> "Term-Request";
      case TERMINATE_REPLY -> "Term-Ack";
      case CODE_REJECT -> "Code-Reject";
      case PROTOCOL_REJECT -> "Prot-Reject";
      case ECHO -> "Echo-Request";
      case ECHO_REPLY -> "Echo-Reply";
      case DISCARD -> "Disc-Req";
      case IDENTIFICATION -> "Ident";
      case TIME_REMAINING -> "Time-Rem";
      case 14 -> "Reset-Req";
      case 15 -> "Reset-Ack";
      default -> null;
    };
  }
}
