// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** What a BGP speaker can do (RFC 5492), in its open message. */
final class BgpCapabilities extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 2;
  private static final int FAMILY_LENGTH = 4;

  private static final int MULTIPROTOCOL = 1;
  private static final int ROUTE_REFRESH = 2;
  private static final int LABELS = 8;
  private static final int RESTART = 64;
  private static final int LONG_NUMBER = 65;
  private static final int PATHS = 69;
  private static final int LONG_RESTART = 71;
  private static final int ROUTE_REFRESH_OF_CISCO = 128;

  BgpCapabilities(LineContext line) {
    super(line);
  }

  /** Prints {@code length} bytes of capabilities. */
  void print(long first, int length) {
    TextBuffer out = line.out;
    long end = first + length;
    long at = first;
    while (at < end) {
      if (!in.has(at, HEADER_LENGTH)) {
        line.truncated();
        return;
      }
      int code = in.u8(at);
      int size = in.u8(at + 1);
      out.text("\n\t      ").text(BgpNumbers.capability(code)).text(" (").decimal(code);
      out.text("), length: ").decimal(size);
      at += HEADER_LENGTH;
      if (!in.has(at, size)) {
        line.truncated();
        return;
      }
      if (!value(code, at, size)) {
        return;
      }
      if (line.verbosity > 1) {
        line.hex(at, size, "\t\t");
      }
      at += size;
    }
  }

  /** Returns false if it is too short, after which tcpdump prints no further ones. */
  private boolean value(int code, long at, int size) {
    TextBuffer out = line.out;
    switch (code) {
      case MULTIPROTOCOL -> {
        if (isShort(size, FAMILY_LENGTH)) {
          return false;
        }
        family(line, "\n\t\t", at, at + 3);
      }
      case ROUTE_REFRESH, LONG_RESTART, ROUTE_REFRESH_OF_CISCO -> {}
      case LABELS -> {
        for (int i = 0; size - i >= FAMILY_LENGTH; i += FAMILY_LENGTH) {
          int count = family("\n\t\t", at + i);
          out.text(", Count: ").decimal(count);
        }
      }
      case RESTART -> {
        if (isShort(size, 2)) {
          return false;
        }
        restart(at, size);
      }
      case LONG_NUMBER -> {
        if (isShort(size, 4)) {
          return false;
        }
        out.text("\n\t\t 4 Byte AS ").decimal(in.u32(at));
      }
      case PATHS -> paths(at, size);
      default -> {
        out.text("\n\t\tno decoder for Capability ").decimal(code);
        if (line.verbosity == 1) {
          line.hex(at, size, "\t\t");
        }
      }
    }
    return true;
  }

  private boolean isShort(int size, int least) {
    if (size < least) {
      line.out.text(" (too short, < ").decimal(least).character(')');
    }
    return size < least;
  }

  /** Prints an address family and the subsequent one. */
  static void family(LineContext line, String before, long family, long subsequent) {
    int number = line.in.u16(family);
    int subsequentNumber = line.in.u8(subsequent);
    line.out.text(before).text("AFI ").text(AddressFamilyNames.name(number, "Unknown"));
    line.out.text(" (").decimal(number).text("), SAFI ");
    line.out.text(BgpNumbers.subsequentFamily(subsequentNumber, "Unknown"));
    line.out.text(" (").decimal(subsequentNumber).character(')');
  }

  /** Prints an address family and the subsequent one, and returns the byte after them. */
  private int family(String before, long at) {
    family(line, before, at, at + 2);
    return in.u8(at + 3);
  }

  private void restart(long at, int size) {
    TextBuffer out = line.out;
    int flagsAndTime = in.u16(at);
    out.text("\n\t\tRestart Flags: [").text(flagsAndTime >= 0x8000 ? "R" : "none");
    out.text("], Restart Time ").decimal(flagsAndTime & 0xFFF).character('s');
    for (int i = 2; size - i >= FAMILY_LENGTH; i += FAMILY_LENGTH) {
      int flags = family("\n\t\t  ", at + i);
      out.text(", Forwarding state preserved: ").text(flags >= 0x80 ? "yes" : "no");
    }
  }

  private void paths(long at, int size) {
    TextBuffer out = line.out;
    if (size == 0) {
      out.text(" (bogus)");
    }
    for (int i = 0; i < size; i += FAMILY_LENGTH) {
      if (size - i < FAMILY_LENGTH) {
        line.invalid();
        return;
      }
      int direction = family("\n\t\t", at + i);
      out.text(", Send/Receive: ");
      switch (direction) {
        case 1 -> out.text("Receive");
        case 2 -> out.text("Send");
        case 3 -> out.text("Both");
        default -> out.text("Bogus (0x").hex(direction, 2).character(')');
      }
    }
  }
}
