// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** MPLS label stacks (RFC 3032), and the IP packet after them. */
final class MplsPrinter extends ProtocolPrinter {
  private static final int ENTRY_LENGTH = 4;
  private static final int BOTTOM = 0x100;

  private static final int IPV4_NULL = 0;
  private static final int IPV6_NULL = 2;
  private static final int IMPLICIT_NULL = 3;
  private static final int LOWEST_ORDINARY = 16;

  private static final int OSI = 8;

  private final Dispatch dispatch;

  MplsPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints the labels and what follows them. */
  void print(long from, long length) {
    line.protocol = "mpls";
    TextBuffer out = line.out;
    out.text("MPLS");
    long at = from;
    long left = length;
    int entry;
    do {
      if (left < ENTRY_LENGTH) {
        line.invalid();
        in.need(at, left);
        return;
      }
      entry = (int) in.u32(at);
      entry(entry, at > from);
      at += ENTRY_LENGTH;
      left -= ENTRY_LENGTH;
    } while ((entry & BOTTOM) == 0);
    payload(entry >>> 12, at, left);
  }

  private void entry(int entry, boolean further) {
    TextBuffer out = line.out;
    int label = entry >>> 12;
    out.text(further && line.verbose() ? "\n\t" : " ").text("(label ").decimal(label);
    if (line.verbose() && label < LOWEST_ORDINARY) {
      out.text(" (").text(name(label)).character(')');
    }
    out.text(", tc ").decimal(entry >>> 9 & 7);
    if ((entry & BOTTOM) != 0) {
      out.text(", [S]");
    }
    out.text(", ttl ").decimal(entry & 0xFF).character(')');
  }

  private static String name(int label) {
    return switch (label) {
      case IPV4_NULL -> "IPv4 explicit NULL";
      case 1 -> "router alert";
      case IPV6_NULL -> "IPv6 explicit NULL";
      case IMPLICIT_NULL -> "implicit NULL";
      default -> "rsvd";
    };
  }

  /** The last label indicates the protocol, or else the first byte does. */
  private void payload(int label, long at, long length) {
    int version =
        switch (label) {
          case IPV4_NULL, IMPLICIT_NULL -> 4;
          case IPV6_NULL -> 6;
          default -> length == 0 ? 0 : version(in.u8(at));
        };
    if (version == 0) {
      line.unknown(at, length);
      return;
    }
    line.out.text(line.verbose() ? "\n\t" : " ");
    switch (version) {
      case 4 -> dispatch.ipv4(at, length);
      case 6 -> dispatch.ipv6(at, length);
      default -> line.out.text("OSI");
    }
  }

  private static int version(int first) {
    if (first >= 0x81 && first <= 0x83) {
      return OSI;
    }
    if (first >= 0x45 && first <= 0x4F) {
      return 4;
    }
    return first >>> 4 == 6 ? 6 : 0;
  }
}
