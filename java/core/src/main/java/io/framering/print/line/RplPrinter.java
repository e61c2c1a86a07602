// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** RPL, the routing protocol of low-power networks (RFC 6550): its ICMPv6 messages. */
final class RplPrinter extends ProtocolPrinter {
  private static final int SECURE = 0x80;
  private static final int INFORMATION_LENGTH = 24;
  private static final int ADVERTISEMENT_LENGTH = 4;
  private static final int GRAPH_LENGTH = 16;
  private static final int GRAPH_OF_INFORMATION = 8;
  private static final int BYTES_PER_LINE = 16;

  RplPrinter(LineContext line) {
    super(line);
  }

  /**
   * Prints the ICMPv6 message after its name.
   *
   * @param at the offset after the ICMPv6 checksum
   */
  void print(int code, long at, long length) {
    TextBuffer out = line.out;
    if ((code & SECURE) != 0) {
      out.text(", (SEC) [worktodo]");
      return;
    }
    out.text(", (CLR)");
    switch (code) {
      case 0 -> out.text("DODAG Information Solicitation");
      case 1 -> {
        out.text("DODAG Information Object");
        information(at, length);
      }
      case 2 -> {
        out.text("Destination Advertisement Object");
        advertisement(at, length);
      }
      case 3 -> {
        out.text("Destination Advertisement Object Ack");
        acknowledgement(at, length);
      }
      default -> out.text("RPL message, unknown code ").decimal(code);
    }
  }

  private void information(long at, long length) {
    if (!line.verbose()) {
      return;
    }
    TextBuffer out = line.out;
    if (length < INFORMATION_LENGTH) {
      out.text(" [length ").decimal(length).text(" < ").decimal(INFORMATION_LENGTH).character(']');
      line.invalid();
      return;
    }
    in.need(at, INFORMATION_LENGTH);
    int mode = in.u8(at + 4);
    out.text(" [dagid:");
    line.ipv6(at + GRAPH_OF_INFORMATION);
    out.text(",seq:").decimal(in.u8(at + 5)).text(",instance:").decimal(in.u8(at));
    out.text(",rank:").decimal(in.u16(at + 2)).text((mode & 0x80) != 0 ? ",grounded" : "");
    out.text(",mop:");
    switch (mode >> 3 & 7) {
      case 0 -> out.text("nonstoring");
      case 1 -> out.text("storing");
      case 2 -> out.text("nonstoring-multicast");
      case 3 -> out.text("storing-multicast");
      default -> out.text("mop").decimal(mode >> 3 & 7);
    }
    out.text(",prf:").decimal(mode & 7).character(']');
    options(at + INFORMATION_LENGTH, length - INFORMATION_LENGTH);
  }

  private void advertisement(long at, long length) {
    if (!line.verbose()) {
      return;
    }
    if (!in.has(at, ADVERTISEMENT_LENGTH + GRAPH_LENGTH)) {
      line.truncated();
      return;
    }
    int flags = in.u8(at + 1);
    boolean graph = (flags & 0x40) != 0;
    int fixed = ADVERTISEMENT_LENGTH + (graph ? GRAPH_LENGTH : 0);
    TextBuffer out = line.out;
    if (length < fixed) {
      out.text(" [|length too short]");
      return;
    }
    graph(graph, at + ADVERTISEMENT_LENGTH);
    out.text(",seq:").decimal(in.u8(at + 3)).text(",instance:").decimal(in.u8(at));
    out.text((flags & 0x80) != 0 ? ",acK" : "").text(graph ? ",Dagid" : "");
    out.character(',').hex(flags, 2).character(']');
    options(at + fixed, length - fixed);
  }

  private void acknowledgement(long at, long length) {
    if (!line.verbose()) {
      return;
    }
    if (!in.has(at, ADVERTISEMENT_LENGTH)) {
      line.truncated();
      return;
    }
    TextBuffer out = line.out;
    boolean graph = (in.u8(at + 1) & 0x80) != 0;
    int fixed = ADVERTISEMENT_LENGTH + (graph ? GRAPH_LENGTH : 0);
    if (length >= ADVERTISEMENT_LENGTH && !in.has(at, fixed)) {
      line.truncated();
      return;
    }
    if (length < fixed) {
      out.text(" [|dao-length too short]");
      return;
    }
    graph(graph, at + ADVERTISEMENT_LENGTH);
    out.text(",seq:").decimal(in.u8(at + 2)).text(",instance:").decimal(in.u8(at));
    out.text(",status:").decimal(in.u8(at + 3)).character(']');
    options(at + fixed, length - fixed);
  }

  private void graph(boolean present, long at) {
    line.out.text(" [dagid:");
    if (present) {
      line.ipv6(at);
    } else {
      line.out.text("<elided>");
    }
  }

  private void options(long at, long length) {
    if (line.verbosity < 2) {
      return;
    }
    TextBuffer out = line.out;
    long end = at + length;
    long next = at;
    while (next < end) {
      int type = in.u8(next);
      int size = 1;
      if (type == 0) {
        out.text(" opt:pad1");
      } else {
        if (end - next < 2) {
          line.truncated();
          return;
        }
        size = in.u8(next + 1) + 2;
        out.text(" opt:");
        optionName(type);
        out.text(" len:").decimal(size).character(' ');
        if (!in.has(next, size) || end - next < size) {
          line.truncated();
          return;
        }
        if (line.verbosity > 2) {
          bytes(next + 2, size - 2);
        }
      }
      next += size;
    }
  }

  private void optionName(int type) {
    TextBuffer out = line.out;
    switch (type) {
      case 1 -> out.text("padN");
      case 2 -> out.text("metrics");
      case 3 -> out.text("routinginfo");
      case 4 -> out.text("config");
      case 5 -> out.text("rpltarget");
      case 6 -> out.text("transitinfo");
      case 8 -> out.text("destprefix");
      case 9 -> out.text("rpltargetdesc");
      default -> out.text("subopt:").decimal(type);
    }
  }

  private void bytes(long at, int count) {
    for (int i = 0; i < count; i++) {
      if (i % BYTES_PER_LINE == 0) {
        line.out.text(" 0x").hex(i, 4).text(": ");
      }
      if (i % 2 == 0) {
        line.out.character(' ');
      }
      line.out.hex(in.u8(at + i), 2);
    }
  }
}
