// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of EDNS (RFC 6891, section 6.1.2). */
final class DnsOptions extends ProtocolPrinter {
  private static final int NSID = 3;
  private static final int DAU = 5;
  private static final int DHU = 6;
  private static final int N3U = 7;
  private static final int SUBNET = 8;
  private static final int EXPIRE = 9;
  private static final int COOKIE = 10;
  private static final int KEEPALIVE = 11;
  private static final int PADDING = 12;
  private static final int CHAIN = 13;
  private static final int KEY_TAG = 14;

  private static final int CLIENT_COOKIE_LENGTH = 8;

  private final DnsNames names;

  DnsOptions(LineContext line, DnsNames names) {
    super(line);
    this.names = names;
  }

  /** Prints {@code length} bytes of options, all captured. Returns false if one is truncated. */
  boolean print(long at, int length) {
    if (length == 0) {
      return true;
    }
    TextBuffer out = line.out.text(" [");
    long end = at + length;
    long next = at;
    while (next < end) {
      if (!in.has(next, 2)) {
        return false;
      }
      int code = in.u16(next);
      name(code);
      if (!in.has(next, 4) || !in.has(next + 4, in.u16(next + 2))) {
        return false;
      }
      int size = in.u16(next + 2);
      if (size > 0) {
        out.character(' ');
        option(code, next + 4, size);
      }
      next += 4 + size;
      out.text(next < end ? "," : "]");
    }
    return true;
  }

  private void name(int code) {
    switch (code) {
      case 1 -> line.out.text("LLQ");
      case 2 -> line.out.text("UL");
      case NSID -> line.out.text("NSID");
      case DAU -> line.out.text("DAU");
      case DHU -> line.out.text("DHU");
      case N3U -> line.out.text("N3U");
      case SUBNET -> line.out.text("ECS");
      case EXPIRE -> line.out.text("EXPIRE");
      case COOKIE -> line.out.text("COOKIE");
      case KEEPALIVE -> line.out.text("KEEPALIVE");
      case PADDING -> line.out.text("PADDING");
      case CHAIN -> line.out.text("CHAIN");
      case KEY_TAG -> line.out.text("KEY-TAG");
      case 16 -> line.out.text("CLIENT-TAG");
      case 17 -> line.out.text("SERVER-TAG");
      default -> line.out.text("Opt").decimal(code);
    }
  }

  private void option(int code, long at, int size) {
    TextBuffer out = line.out;
    switch (code) {
      case DAU, DHU, N3U -> algorithms(code, at, size);
      case SUBNET -> subnet(at, size);
      case EXPIRE -> {
        if (isLength(size == 4)) {
          out.decimal(in.u32(at)).text(" sec");
        }
      }
      case COOKIE -> {
        if (isLength(size == CLIENT_COOKIE_LENGTH || size >= 16 && size <= 40)) {
          Characters.hex(in, at, CLIENT_COOKIE_LENGTH, out);
          out.text(size > CLIENT_COOKIE_LENGTH ? " " : "");
          Characters.hex(in, at + CLIENT_COOKIE_LENGTH, size - CLIENT_COOKIE_LENGTH, out);
        }
      }
      case KEEPALIVE -> {
        if (isLength(size == 2)) {
          int tenths = in.u16(at);
          out.decimal(tenths / 10).character('.').decimal(tenths % 10).text(" sec");
        }
      }
      case PADDING -> out.character('(').decimal(size).character(')');
      case CHAIN -> names.print(at, at + size);
      case KEY_TAG -> {
        if (isLength(size % 2 == 0)) {
          for (int i = 0; i < size; i += 2) {
            out.text(i > 0 ? " " : "").decimal(in.u16(at + i));
          }
        }
      }
      default -> Characters.hex(in, at, size, out);
    }
  }

  private boolean isLength(boolean valid) {
    if (!valid) {
      line.invalid();
    }
    return valid;
  }

  private void algorithms(int code, long at, int size) {
    for (int i = 0; i < size; i++) {
      int number = in.u8(at + i);
      String name =
          switch (code) {
            case DAU -> DnsNumbers.algorithm(number);
            case DHU -> DnsNumbers.digest(number);
            default -> number == 1 ? "SHA-1" : null;
          };
      line.out.text(i > 0 ? " " : "");
      if (name == null) {
        line.out.text("Alg_").decimal(number);
      } else {
        line.out.text(name);
      }
    }
  }

  /** The client's subnet (RFC 7871): an address without trailing zeros. */
  private void subnet(long at, int size) {
    int family = size < 4 ? 0 : in.u16(at);
    int bits = family == 1 ? 32 : family == 2 ? 128 : 0;
    int bytes = size - 4;
    if (bits == 0 || bytes > bits / 8) {
      line.invalid();
      return;
    }
    int source = in.u8(at + 2);
    int scope = in.u8(at + 3);
    if (source > bits || scope > bits || (source + 7) / 8 != bytes) {
      line.invalid();
      return;
    }
    if (family == 1) {
      line.out.ipv4((int) padded(at + 4, bytes, 4));
    } else {
      long high = padded(at + 4, Math.min(bytes, 8), 8);
      Ipv6Text.print(high, padded(at + 12, Math.max(0, bytes - 8), 8), line.out);
    }
    line.out.character('/').decimal(source).character('/').decimal(scope);
  }

  /** A number of {@code width} bytes: {@code count} bytes, padded with zeros. */
  private long padded(long at, int count, int width) {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (long) in.u8(at + i) << (width - 1 - i) * 8;
    }
    return number;
  }
}
