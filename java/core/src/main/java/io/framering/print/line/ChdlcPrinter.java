// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.print.text.TextBuffer;

/** Cisco's HDLC: an EtherType after an address, and the keepalives of the link (SLARP). */
final class ChdlcPrinter extends ProtocolPrinter {
  static final int UNICAST = 0x0F;
  static final int BROADCAST = 0x8F;

  private static final int HEADER_LENGTH = 4;
  private static final int TYPE = 2;
  private static final int SLARP = 0x8035;
  private static final int SLARP_SHORT = 14;
  private static final int SLARP_LONG = 18;
  private static final int CODE_LENGTH = 4;

  private final Dispatch dispatch;

  ChdlcPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a frame. Returns the length of its header. */
  long print(long at, long length) {
    line.protocol = "chdlc";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      line.truncated();
      return in.available(at);
    }
    int type = in.u16(at + TYPE);
    if (line.linkLevel) {
      int address = in.u8(at);
      switch (address) {
        case UNICAST -> out.text("unicast");
        case BROADCAST -> out.text("bcast");
        default -> out.text("0x").hex(address, 2);
      }
      out.text(", ethertype ").text(EtherTypeNames.nameOrUnknown(type));
      out.text(" (0x").hex(type, 4).text("), length ").decimal(length).text(": ");
    }
    long payload = at + HEADER_LENGTH;
    long left = length - HEADER_LENGTH;
    switch (type) {
      case EtherType.IPV4 -> dispatch.ipv4(payload, left);
      case EtherType.IPV6 -> dispatch.ipv6(payload, left);
      case EtherType.MPLS, EtherType.MPLS_MULTICAST -> dispatch.mpls(payload, left);
      case SLARP -> slarp(payload, left);
      default -> {
        if (!line.linkLevel) {
          out.text("unknown CHDLC protocol (0x").hex(type, 4).character(')');
        }
      }
    }
    return HEADER_LENGTH;
  }

  private void slarp(long from, long length) {
    line.protocol = "chdlc_slarp";
    TextBuffer out = line.out;
    out.text("SLARP (length: ").decimal(length).text("), ");
    if (length < SLARP_SHORT || !in.has(from, SLARP_SHORT)) {
      line.truncated();
      return;
    }
    long at = from;
    long code = in.u32(at);
    switch ((int) code) {
      case 0 -> out.text("request");
      case 1 -> {
        out.text("reply ");
        line.ipv4(at + 4);
        out.character('/');
        line.ipv4(at + 8);
      }
      case 2 -> at = keepalive(at, length);
      default -> {
        out.text(code > 0xF ? "0x" : "0x0").hex(code).text(" unknown");
        if (line.verbosity <= 1) {
          line.hex(at + CODE_LENGTH, length - CODE_LENGTH, "\t");
        }
      }
    }
    if (length > SLARP_LONG && line.verbose()) {
      out.text(", (trailing junk: ").decimal(length - SLARP_LONG).text(" bytes)");
    }
    if (line.verbosity > 1) {
      line.hex(at + CODE_LENGTH, length - CODE_LENGTH, "\t");
    }
  }

  /** Returns the position from which tcpdump counts on. */
  private long keepalive(long at, long length) {
    TextBuffer out = line.out;
    out.text("keepalive: mineseen=0x").hex(in.u32(at + 4), 8);
    out.text(", yourseen=0x").hex(in.u32(at + 8), 8);
    out.text(", reliability=0x").hex(in.u16(at + 12), 4);
    if (length < SLARP_LONG) {
      return at;
    }
    long seconds = in.u32(at + SLARP_SHORT) / 1000;
    out.text(", link uptime=").decimal(seconds / 86_400).character('d');
    out.decimal(seconds / 3600 % 24).character('h').decimal(seconds / 60 % 60).character('m');
    out.decimal(seconds % 60).character('s');
    return at + SLARP_SHORT;
  }
}
