// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** RIP, versions 1 (RFC 1058) and 2 (RFC 2453). */
final class RipPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int ENTRY_LENGTH = 20;
  private static final int TAG = 2;
  private static final int ADDRESS = 4;
  private static final int MASK = 8;
  private static final int NEXT_HOP = 12;
  private static final int METRIC = 16;

  private static final int INTERNET = 2;
  private static final int AUTHENTICATION = 0xFFFF;
  private static final int AUTHENTICATION_LENGTH = 4;
  private static final int TRAILER = 1;
  private static final int PASSWORD = 2;
  private static final int DIGEST = 3;
  private static final int PASSWORD_LENGTH = 16;

  private static final int ADDRESS_WIDTH = 15;
  private static final String INDENT = "\t  ";

  private final TextBuffer address = new TextBuffer(ADDRESS_WIDTH + 1);

  RipPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "rip";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH || !in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    int command = in.u8(at);
    int version = in.u8(at + 1);
    out.text(line.verbose() ? "\n\t" : "").text("RIPv").decimal(version);
    if (version == 0) {
      line.hex(at, length, "\t");
      return;
    }
    String name = command(command);
    out.text(", ");
    if (name == null) {
      out.text("unknown command (").decimal(command).character(')');
    } else {
      out.text(name);
    }
    out.text(", length: ").decimal(length);
    if (!line.verbose()) {
      return;
    }
    if (command == 1 || command == 2) {
      routes(version, at + HEADER_LENGTH, length - HEADER_LENGTH);
    } else if ((name == null || command == 3) && line.verbosity == 1) {
      line.hex(at, length, "\t");
    }
    if (line.verbosity > 1) {
      line.hex(at, length, "\t");
    }
  }

  private static String command(int command) {
    return switch (command) {
      case 1 -> "Request";
      case 2 -> "Response";
      case 3 -> "Trace on";
      case 4 -> "Trace off";
      case 5 -> "Poll";
      case 6 -> "Poll Entry";
      default -> null;
    };
  }

  private void routes(int version, long first, long length) {
    if (version > 2) {
      line.out.text(", unknown version");
      return;
    }
    line.out.text(", routes: ").decimal((HEADER_LENGTH + length) / ENTRY_LENGTH);
    line.out.text(version == 2 ? " or less" : "");
    long at = first;
    long left = Math.min(length, in.available(first));
    while (left > 0) {
      if (left < (version == 1 ? ENTRY_LENGTH : AUTHENTICATION_LENGTH)) {
        line.truncated();
        return;
      }
      if (version == 1) {
        version1(at);
      } else if (!version2(at, left)) {
        return;
      }
      if (left < ENTRY_LENGTH) {
        line.out.text(" [remaining entries length ").decimal(left).text(" < 20]");
        line.invalid();
        return;
      }
      at += ENTRY_LENGTH;
      left -= ENTRY_LENGTH;
    }
  }

  private void version1(long at) {
    TextBuffer out = line.out;
    int family = in.u16(at);
    if (family != INTERNET && family != 0) {
      out.text("\n\t AFI ");
      family(family);
      out.text(", ");
      line.hex(at + ADDRESS, ENTRY_LENGTH - ADDRESS, INDENT);
    } else if (in.u16(at + TAG) != 0 || in.u32(at + MASK) != 0 || in.u32(at + NEXT_HOP) != 0) {
      line.hex(at, ENTRY_LENGTH, INDENT);
    } else {
      out.text(family == 0 ? "\n\t  AFI 0, " : "\n\t  ");
      line.ipv4(at + ADDRESS);
      out.text(", metric: ").decimal(in.u32(at + METRIC));
    }
  }

  /** Appends an address family of BSD systems. */
  private void family(int family) {
    switch (family) {
      case 6 -> line.out.text("NS");
      case 7 -> line.out.text("ISO");
      case 16 -> line.out.text("Appletalk");
      case 23 -> line.out.text("IPX");
      case 24, 28, 30 -> line.out.text("IPv6");
      default -> line.out.text("Unknown (").decimal(family).character(')');
    }
  }

  /** Returns false after the last entry. */
  private boolean version2(long at, long left) {
    TextBuffer out = line.out;
    int family = in.u16(at);
    if (family == AUTHENTICATION) {
      return authentication(at, left);
    }
    if (family != INTERNET && family != 0) {
      out.text("\n\t  AFI ");
      family(family);
      line.hex(at + ADDRESS, ENTRY_LENGTH - ADDRESS, INDENT);
      return true;
    }
    if (left < ENTRY_LENGTH) {
      line.truncated();
      return false;
    }
    out.text(family == 0 ? "\n\t  AFI 0, " : "\n\t  AFI IPv4, ");
    address.clear().ipv4((int) in.u32(at + ADDRESS));
    out.repeat(' ', ADDRESS_WIDTH - address.length()).part(address, 0, address.length());
    out.character('/');
    prefix((int) in.u32(at + MASK));
    out.text(", tag 0x").hex(in.u16(at + TAG), 4);
    out.text(", metric: ").decimal(in.u32(at + METRIC)).text(", next-hop: ");
    if (in.u32(at + NEXT_HOP) == 0) {
      out.text("self");
    } else {
      line.ipv4(at + NEXT_HOP);
    }
    return true;
  }

  /** Appends the length of a mask, or -1, in two columns. */
  private void prefix(int mask) {
    int length = Integer.bitCount(mask);
    if (Integer.numberOfLeadingZeros(~mask) != length) {
      line.out.text("-1");
    } else {
      line.out.decimal(length).text(length < 10 ? " " : "");
    }
  }

  private boolean authentication(long at, long left) {
    TextBuffer out = line.out;
    int type = in.u16(at + TAG);
    switch (type) {
      case PASSWORD -> {
        out.text("\n\t  Simple Text Authentication data: ");
        Characters.padded(in, at + ADDRESS, PASSWORD_LENGTH, out);
        return true;
      }
      case DIGEST -> {
        if (left < ENTRY_LENGTH) {
          line.truncated();
          return false;
        }
        out.text("\n\t  Auth header: Packet Len ").decimal(in.u16(at + 4));
        out.text(", Key-ID ").decimal(in.u8(at + 6));
        out.text(", Auth Data Len ").decimal(in.u8(at + 7));
        out.text(", SeqNo ").decimal(in.u32(at + 8));
        out.text(", MBZ ").decimal(in.u32(at + 12)).text(", MBZ ").decimal(in.u32(at + 16));
        return true;
      }
      case TRAILER -> out.text("\n\t  Auth trailer:");
      default -> out.text("\n\t  Unknown (").decimal(type).text(") Authentication data:");
    }
    line.hex(at + ADDRESS, left - ADDRESS, INDENT);
    return false;
  }
}
