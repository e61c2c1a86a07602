// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Routes of BGP that are prefixes of addresses, some with MPLS labels (RFC 8277). */
final class BgpRoutes extends ProtocolPrinter {
  static final int IPV4_BITS = 32;
  static final int IPV6_BITS = 128;
  static final int DISTINGUISHER_LENGTH = 8;

  /** There is no such length of a prefix. */
  static final int ILLEGAL = -1;

  /** The bytes end inside the route, and so does the message. */
  static final int SHORT = -2;

  /** The bytes end inside the route, and so does the attribute. */
  static final int INCOMPLETE = -3;

  static final String ILLEGAL_LENGTH = "\n\t    (illegal prefix length)";
  static final String INDENT = "\n\t      ";

  private static final int NSAP_BITS = 152;
  private static final int MOST_NSAP_BYTES = 20;
  private static final int NSAP_OFFSET = 4; // as tcpdump, which skips a label that is not there

  private static final int LABELED = 4;
  private static final int LABEL = 1;
  private static final int NUMBER_LENGTH = 4;

  BgpRoutes(LineContext line) {
    super(line);
  }

  /**
   * Whether routes have path numbers (RFC 7911): only the open message would tell, so whether they
   * can be read with them, and not without.
   *
   * @param most the bits of the longest prefix
   */
  boolean haveNumbers(long at, long length, int most) {
    return length >= 1 + NUMBER_LENGTH
        && fit(at, length, NUMBER_LENGTH, 0, most)
        && !fit(at, length, 0, 1, most);
  }

  private boolean fit(long at, long length, int numberLength, int least, int most) {
    long offset = 0;
    while (offset < length) {
      offset += numberLength;
      if (!in.has(at + offset, 1)) {
        break;
      }
      int bits = in.u8(at + offset);
      if (bits < least || bits > most) {
        return false;
      }
      offset += 1 + bytes(bits);
    }
    return offset <= length;
  }

  private static int bytes(int bits) {
    return (bits + 7) / 8;
  }

  /**
   * Prints a route of IPv4 or IPv6.
   *
   * @return the bytes of it, {@link #SHORT} or {@link #ILLEGAL}
   */
  int prefix(BgpRouteKind kind, long at, int length, boolean numbered) {
    TextBuffer out = line.out;
    long number = numbered ? in.u32(at) : 0;
    int numberLength = numbered ? NUMBER_LENGTH : 0;
    int read = prefix(kind, INDENT, at + numberLength, length);
    if (read == SHORT) {
      return SHORT;
    }
    if (read == ILLEGAL) {
      out.text(ILLEGAL_LENGTH);
    }
    if (numbered) {
      out.text("   Path Id: ").decimal(number);
    }
    return read + numberLength; // as tcpdump, also after an illegal one
  }

  /** Prints a prefix, and returns the bytes of it, {@link #SHORT} or {@link #ILLEGAL}. */
  int prefix(BgpRouteKind kind, String before, long at, long length) {
    if (length < 1) {
      return SHORT;
    }
    int bits = in.u8(at);
    if (bits > bits(kind)) {
      return ILLEGAL;
    }
    int bytes = bytes(bits);
    if (length - 1 < bytes) {
      return SHORT;
    }
    in.need(at + 1, bytes);
    line.out.text(before);
    address(kind, at + 1, bits);
    line.out.character('/').decimal(bits);
    return 1 + bytes;
  }

  private static int bits(BgpRouteKind kind) {
    return switch (kind) {
      case IPV6, LABELED_IPV6, VPN_IPV6 -> IPV6_BITS;
      case NSAP, VPN_NSAP -> NSAP_BITS;
      default -> IPV4_BITS;
    };
  }

  /**
   * Prints a route with a label, or one to an NSAP.
   *
   * @return the bytes of it, {@link #SHORT}, {@link #INCOMPLETE} or {@link #ILLEGAL}
   */
  int labeled(BgpRouteKind kind, long at, int length) {
    TextBuffer out = line.out;
    boolean distinguished =
        switch (kind) {
          case VPN_IPV4, VPN_IPV6, VPN_NSAP -> true;
          default -> false;
        };
    if (!distinguished && kind != BgpRouteKind.NSAP && !in.has(at, LABELED)) {
      return SHORT;
    }
    int head =
        distinguished ? LABELED + DISTINGUISHER_LENGTH : kind == BgpRouteKind.NSAP ? 1 : LABELED;
    int bits = in.u8(at) - (head - 1) * Byte.SIZE;
    if (bits < 0 || bits > bits(kind)) {
      out.text(ILLEGAL_LENGTH);
      return ILLEGAL;
    }
    int bytes = bytes(bits);
    if (kind == BgpRouteKind.LABELED_IPV4 && length - head < bytes) {
      return INCOMPLETE;
    }
    long address = at + Math.max(head, NSAP_OFFSET);
    in.need(address, bytes);
    out.text(INDENT);
    if (distinguished) {
      out.text("RD: ");
      distinguisher(line, at + LABELED);
      out.text(", ");
    }
    address(kind, address, bits);
    out.character('/').decimal(bits);
    if (head > 1) {
      out.text(", label:").decimal(in.u24(at + LABEL) >>> 4);
      boolean bottom = (in.u8(at + LABEL + 2) & 1) != 0;
      out.text(bottom ? " (bottom)" : " (BOGUS: Bottom of Stack NOT set!)");
    }
    return head + bytes;
  }

  private void address(BgpRouteKind kind, long at, int bits) {
    switch (bits(kind)) {
      case IPV4_BITS -> line.out.ipv4((int) (leading(in, at, bits) >>> 32));
      case IPV6_BITS ->
          Ipv6Text.print(leading(in, at, bits), leading(in, at + 8, bits - 64), line.out);
      default -> nsap(at, bytes(bits), bits);
    }
  }

  /** The first {@code bits} bits, up to 64, with zeros after them. */
  static long leading(CapturedBytes in, long at, int bits) {
    long value = 0;
    int read = Math.clamp(bits, 0, Long.SIZE);
    for (int i = 0; i < read; i += Byte.SIZE) {
      value |= (long) in.u8(at + i / Byte.SIZE) << Long.SIZE - Byte.SIZE - i;
    }
    return read == 0 ? 0 : value & -1L << Long.SIZE - read;
  }

  /** Appends an address of OSI, whose last byte may have fewer than eight bits. */
  void nsap(long at, int length, int bits) {
    TextBuffer out = line.out;
    if (length < 1 || length > MOST_NSAP_BYTES) {
      out.text("isonsap_string: illegal length");
      return;
    }
    for (int i = 0; i < length; i++) {
      int ofByte = Math.min(bits - i * Byte.SIZE, Byte.SIZE);
      out.hex(leading(in, at + i, ofByte) >>> Long.SIZE - Byte.SIZE, 2);
      out.text(i % 2 == 0 && i < length - 1 ? "." : "");
    }
  }

  /** Appends a route distinguisher (RFC 4364). */
  static void distinguisher(LineContext line, long at) {
    TextBuffer out = line.out;
    CapturedBytes in = line.in;
    switch (in.u16(at)) {
      case 0 -> {
        out.decimal(in.u16(at + 2)).character(':').decimal(in.u32(at + 4)).text(" (= ");
        line.ipv4(at + 4);
        out.character(')');
      }
      case 1 -> addressAndNumber(line, at + 2);
      case 2 -> {
        out.decimal(in.u32(at + 2)).character(':').decimal(in.u16(at + 6)).text(" (");
        addressAndNumber(line, at + 2);
        out.character(')');
      }
      default -> out.text("unknown RD format");
    }
  }

  private static void addressAndNumber(LineContext line, long at) {
    line.ipv4(at);
    line.out.character(':').decimal(line.in.u16(at + 4));
  }
}
