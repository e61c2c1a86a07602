// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The IPv6 routing header, with the types 0 (RFC 2460), 2 (RFC 6275) and 4 (RFC 8754). */
final class Ipv6Routing extends ProtocolPrinter {
  static final int SOURCE_ROUTE = 0;
  static final int MOBILE = 2;
  static final int SEGMENTS = 4;

  private static final int ADDRESSES = 8;

  Ipv6Routing(LineContext line) {
    super(line);
  }

  /** Prints it. Returns its length, or -1 if nothing may be printed after it. */
  long print(long at) {
    line.protocol = "rt6";
    TextBuffer out = line.out;
    out.text("RT6");
    int units = in.u8(at + 1);
    out.text(" (len=").decimal(units);
    int type = in.u8(at + 2);
    out.text(", type=").decimal(type);
    if (type == SOURCE_ROUTE) {
      out.text(" [Deprecated]");
    }
    int left = in.u8(at + 3);
    out.text(", segleft=").decimal(left);
    switch (type) {
      case SOURCE_ROUTE, MOBILE -> reserved(at);
      case SEGMENTS -> segmentFields(at);
      default -> {
        out.text(" (unknown type)");
        line.invalid();
        return -1;
      }
    }
    if (units % 2 != 0) {
      out.text(" (invalid length ").decimal(units).character(')');
      line.invalid();
      return -1;
    }
    for (int i = 0; i < units / 2; i++) {
      long address = at + ADDRESSES + (long) i * Ipv6Printer.ADDRESS_LENGTH;
      in.need(address, Ipv6Printer.ADDRESS_LENGTH);
      out.text(", [").decimal(i).character(']');
      line.ipv6(address);
    }
    out.text(") ");
    return Ipv6Chain.length(units);
  }

  private void reserved(long at) {
    long reserved = in.u32(at + 4);
    if (reserved != 0 || line.verbose()) {
      line.out.text(", rsv=0x").hex(reserved);
    }
  }

  private void segmentFields(long at) {
    int last = in.u8(at + 4);
    line.out.text(", last-entry=").decimal(last);
    int flags = in.u8(at + 5);
    if (flags != 0 || line.verbose()) {
      line.out.text(", flags=0x").hex(flags);
    }
    int tag = in.u16(at + 6);
    line.out.text(", tag=").hex(tag);
  }
}
