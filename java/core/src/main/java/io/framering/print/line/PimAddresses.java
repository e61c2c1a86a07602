// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The rest of a PIM message, and the encoded addresses in it (RFC 7761, section 4.9.1). */
final class PimAddresses extends ProtocolPrinter {
  private static final int IPV4_LENGTH = 4;
  private static final int IPV6_LENGTH = 16;

  /** The offset of the rest. */
  long at;

  /** Bytes of the rest on the wire. */
  long left;

  private int addressLength;

  PimAddresses(LineContext line) {
    super(line);
  }

  /**
   * Begins a message.
   *
   * @param length bytes of all addresses (RFC 2117), or 0 if each has its family before it
   */
  void begin(long from, long size, int length) {
    at = from;
    left = size;
    addressLength = length;
  }

  /** Whether this many bytes are left and captured. */
  boolean has(int count) {
    return left >= count && in.has(at, count);
  }

  void skip(long count) {
    at += count;
    left = left - count & 0xFFFF_FFFFL;
  }

  /** Prints {@code label} and an address. Returns false if the address is truncated or unknown. */
  boolean unicast(String label) {
    line.out.text(label);
    int length = enter();
    if (length == 0 || !has(length)) {
      return false;
    }
    address(at, length);
    skip(length);
    return true;
  }

  /** The same with the address of a group. */
  boolean group(String label) {
    int flags = prefix(label);
    if (flags > 0) {
      line.out.text("(0x").hex(flags, 2).character(')');
    }
    return flags >= 0;
  }

  /** The same with the address of a source. */
  boolean source(String label) {
    int flags = prefix(label);
    if (flags > 0) {
      TextBuffer out = line.out.character('(');
      out.text((flags & 4) != 0 ? "S" : "").text((flags & 2) != 0 ? "W" : "");
      out.text((flags & 1) != 0 ? "R" : "");
      if ((flags & 0xF8) != 0) {
        out.text("+0x").hex(flags & 0xF8, 2);
      }
      out.character(')');
    }
    return flags >= 0;
  }

  /** Prints an address with its prefix. Returns its flags, or -1. */
  private int prefix(String label) {
    line.out.text(label);
    int length = enter();
    if (length == 0 || !has(length + 2)) {
      return -1;
    }
    int flags = in.u8(at);
    int bits = in.u8(at + 1);
    address(at + 2, length);
    if (bits != length * Byte.SIZE) {
      line.out.character('/').decimal(bits);
    }
    skip(length + 2L);
    return flags;
  }

  /** Skips the family of the next address. Returns the length of the address, or 0. */
  private int enter() {
    if (addressLength != 0) {
      return addressLength == IPV4_LENGTH ? IPV4_LENGTH : 0;
    }
    if (left < 2) {
      return 0;
    }
    int family = in.u8(at);
    if (family != 1 && family != 2 || in.u8(at + 1) != 0) {
      return 0;
    }
    skip(2);
    return family == 1 ? IPV4_LENGTH : IPV6_LENGTH;
  }

  private void address(long from, int length) {
    if (length == IPV4_LENGTH) {
      line.ipv4(from);
    } else {
      line.ipv6(from);
    }
  }
}
