// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The loopback headers of BSD systems: a protocol family in four bytes. */
final class LoopbackPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int INET = 2;
  private static final int INET6_NETBSD = 24;
  private static final int INET6_FREEBSD = 28;
  private static final int INET6_DARWIN = 30;

  private final Dispatch dispatch;

  LoopbackPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a frame. Returns the length of its header. */
  long print(long at, long length, long captured) {
    line.protocol = "null";
    int family = family(at);
    if (line.linkLevel) {
      describe(family, length);
    }
    long payload = at + HEADER_LENGTH;
    switch (family) {
      case INET -> dispatch.ipv4(payload, length - HEADER_LENGTH);
      case INET6_NETBSD, INET6_FREEBSD, INET6_DARWIN ->
          dispatch.ipv6(payload, length - HEADER_LENGTH);
      default -> {
        if (!line.linkLevel) {
          describe(family, length);
        }
        line.unknown(payload, captured - HEADER_LENGTH);
      }
    }
    return HEADER_LENGTH;
  }

  // The byte order of the writing host is unknown, but no family needs the upper half.
  private int family(long at) {
    int littleEndian = Integer.reverseBytes((int) in.u32(at));
    return littleEndian >>> 16 == 0 ? littleEndian : Integer.reverseBytes(littleEndian);
  }

  private void describe(int family, long length) {
    TextBuffer out = line.out;
    String name = name(family);
    if (line.quiet == 0) {
      out.text("AF ").text(name == null ? "Unknown" : name);
      out.text(" (").decimal(Integer.toUnsignedLong(family)).character(')');
    } else if (name == null) {
      out.text("Unknown AF ").decimal(Integer.toUnsignedLong(family));
    } else {
      out.text(name);
    }
    out.text(", length ").decimal(length).text(": ");
  }

  private static String name(int family) {
    return switch (family) {
      case INET -> "IPv4";
      case 6 -> "NS";
      case 7 -> "ISO";
      case 16 -> "Appletalk";
      case 23 -> "IPX";
      case INET6_NETBSD, INET6_FREEBSD, INET6_DARWIN -> "IPv6";
      default -> null;
    };
  }
}
