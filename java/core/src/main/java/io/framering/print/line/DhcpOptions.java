// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of DHCP (RFC 2132). */
final class DhcpOptions extends ProtocolPrinter {
  private static final int COOKIE_LENGTH = 4;
  private static final int PAD = 0;
  private static final int END = 255;
  private static final int PER_LINE = 4;

  // RFC 4702, 3046 and 3442
  private static final int SHORTEST_NAME = 3;
  private static final int ZERO_BITS = 0xF0;
  private static final String NAME_FLAGS = "SOEN";
  private static final int SHORTEST_ROUTE = 5;
  private static final int ADDRESS_BITS = 32;

  DhcpOptions(LineContext line) {
    super(line);
  }

  /**
   * Prints the options after the cookie, one on each line.
   *
   * @return false if the last one has no length
   */
  boolean print(long cookie) {
    TextBuffer out = line.out;
    out.text("\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x").hex(in.u32(cookie), 8);
    boolean all = line.verbosity > 2;
    long at = cookie + COOKIE_LENGTH;
    while (in.has(at, 1)) {
      int code = in.u8(at++);
      if (code == PAD || code == END) {
        if (code == END && !all) {
          return true;
        }
        long from = at;
        while (code == PAD && in.has(at, 1) && in.u8(at) == PAD) {
          at++;
        }
        if (all) {
          heading(code, 0);
          if (at > from) {
            out.text(", occurs ").decimal(at - from + 1);
          }
        }
      } else if (!in.has(at, 1)) {
        return false;
      } else {
        int length = in.u8(at++);
        heading(code, length);
        if (length > 0) {
          out.text(": ");
        }
        in.need(at, length);
        value(code, at, length);
        at += length;
      }
    }
    return true;
  }

  private void heading(int code, int length) {
    line.out.text("\n\t    ").text(DhcpNumbers.option(code)).text(" (").decimal(code);
    line.out.text("), length ").decimal(length);
  }

  private void value(int code, long at, int length) {
    int rest =
        switch (DhcpNumbers.kind(code)) {
          case TEXT -> text(at, length);
          case ADDRESSES -> addresses(at, length);
          case ADDRESS_PAIRS -> addressPairs(at, length);
          case LONGS -> numbers(at, length, 4);
          case SIGNED -> signed(at, length);
          case SHORTS -> numbers(at, length, 2);
          case BOOLEANS -> booleans(at, length);
          case BYTES -> bytes(at, length);
          case UNKNOWN -> unknown(at, length);
          case SPECIAL -> special(code, at, length);
        };
    if (rest > 0) {
      line.out.text("\n\t  trailing data length ").decimal(rest);
    }
  }

  private int text(long at, int length) {
    line.out.character('"');
    Characters.visible(in, at, length, line.out);
    line.out.character('"');
    return 0;
  }

  private int addresses(long at, int length) {
    for (int i = 0; i + 4 <= length; i += 4) {
      line.out.text(i > 0 ? "," : "");
      line.ipv4(at + i);
    }
    return length % 4;
  }

  private int addressPairs(long at, int length) {
    for (int i = 0; i + 8 <= length; i += 8) {
      line.out.text(i > 0 ? "," : "").character('(');
      line.ipv4(at + i);
      line.out.character(':');
      line.ipv4(at + i + 4);
      line.out.character(')');
    }
    return length % 8;
  }

  private int numbers(long at, int length, int size) {
    for (int i = 0; i + size <= length; i += size) {
      line.out.text(i > 0 ? "," : "").decimal(size == 4 ? in.u32(at + i) : in.u16(at + i));
    }
    return length % size;
  }

  private int signed(long at, int length) {
    for (int i = 0; i + 4 <= length; i += 4) {
      line.out.text(i > 0 ? "," : "").decimal((int) in.u32(at + i));
    }
    return length % 4;
  }

  private int booleans(long at, int length) {
    for (int i = 0; i < length; i++) {
      int value = in.u8(at + i);
      line.out.text(i > 0 ? "," : "");
      switch (value) {
        case 0 -> line.out.character('N');
        case 1 -> line.out.character('Y');
        default -> line.out.decimal(value).character('?');
      }
    }
    return 0;
  }

  private int bytes(long at, int length) {
    for (int i = 0; i < length; i++) {
      line.out.text(i > 0 ? "." : "").decimal(in.u8(at + i));
    }
    return 0;
  }

  private int unknown(long at, int length) {
    if (length % 4 == 0) {
      return numbers(at, length, 4);
    }
    return length % 2 == 0 ? numbers(at, length, 2) : bytes(at, length);
  }

  /** Returns the number of bytes at the end that have no meaning. */
  private int special(int code, long at, int length) {
    return switch (code) {
      case 46 -> number(at, length, DhcpNumbers.node(length > 0 ? in.u8(at) : 0));
      case 52 -> number(at, length, DhcpNumbers.overload(length > 0 ? in.u8(at) : 0));
      case 53 -> message(at, length);
      case 55 -> requested(at, length);
      case 61 -> clientId(at, length);
      case 77 -> userClass(at, length);
      case 81 -> domainName(at, length);
      case 82 -> agent(at, length);
      default -> routes(at, length);
    };
  }

  private int tooShort(int least) {
    line.out.text("[ERROR: length < ").decimal(least).text(" bytes]");
    return 0;
  }

  private int number(long at, int length, String name) {
    if (length < 1) {
      return tooShort(1);
    }
    if (name == null) {
      line.out.character('#').decimal(in.u8(at));
    } else {
      line.out.text(name);
    }
    return length - 1;
  }

  private int message(long at, int length) {
    if (length != 1) {
      return bytes(at, length);
    }
    int type = in.u8(at);
    String name = DhcpNumbers.message(type);
    if (name == null) {
      line.out.text("Unknown (").decimal(type).character(')');
    } else {
      line.out.text(name);
    }
    return 0;
  }

  private int requested(long at, int length) {
    for (int i = 0; i < length; i++) {
      int code = in.u8(at + i);
      line.out.text(i % PER_LINE == 0 ? "\n\t      " : ", ");
      line.out.text(DhcpNumbers.option(code)).text(" (").decimal(code).character(')');
    }
    return 0;
  }

  private int clientId(long at, int length) {
    if (length < 1) {
      return tooShort(1);
    }
    int type = in.u8(at);
    if (type == 0) {
      return text(at + 1, length - 1);
    }
    String name = DhcpNumbers.hardware(type);
    if (name == null) {
      line.out.text("hardware-type ").decimal(type).character(',');
    } else {
      line.out.text(name);
    }
    line.out.character(' ');
    Characters.colons(in, at + 1, length - 1, line.out);
    return 0;
  }

  private int userClass(long at, int length) {
    if (length < 2) {
      return tooShort(2);
    }
    int number = 1;
    int next = 0;
    while (next < length) {
      int size = in.u8(at + next++);
      line.out.text("\n\t      instance#").decimal(number++).text(": ");
      if (size == 0) {
        line.out.text("[ERROR: suboption length must be non-zero]");
        return 0;
      }
      if (size > length - next) {
        line.out.text("[ERROR: invalid option]");
        return 0;
      }
      text(at + next, size);
      line.out.text(", length ").decimal(size);
      next += size;
    }
    return 0;
  }

  private int domainName(long at, int length) {
    if (length < SHORTEST_NAME) {
      return tooShort(SHORTEST_NAME);
    }
    TextBuffer out = line.out;
    int flags = in.u8(at);
    if ((flags & ZERO_BITS) != 0) {
      out.text("[ERROR: MBZ nibble 0x").hex(flags >>> 4).text(" != 0] ");
    }
    if ((flags & ~ZERO_BITS) != 0) {
      out.character('[');
      for (int bit = 0; bit < NAME_FLAGS.length(); bit++) {
        if ((flags & 1 << bit) != 0) {
          out.character(NAME_FLAGS.charAt(bit));
        }
      }
      out.text("] ");
    }
    if (in.u16(at + 1) != 0) {
      out.decimal(in.u8(at + 1)).character('/').decimal(in.u8(at + 2)).character(' ');
    }
    return text(at + SHORTEST_NAME, length - SHORTEST_NAME);
  }

  private int agent(long at, int length) {
    TextBuffer out = line.out;
    int next = 0;
    while (length - next >= 2) {
      int type = in.u8(at + next);
      int size = in.u8(at + next + 1);
      next += 2;
      out.text("\n\t      ").text(DhcpNumbers.agentOption(type)).text(" SubOption ").decimal(type);
      out.text(", length ").decimal(size).text(": ");
      if (size > length - next) {
        out.text("length goes past end of option");
        return 0;
      }
      if (DhcpNumbers.isAgentText(type)) {
        Characters.visible(in, at + next, size, out);
      } else {
        line.hex(at + next, size, "\t\t");
      }
      next += size;
    }
    return length - next;
  }

  private int routes(long at, int length) {
    if (length < SHORTEST_ROUTE) {
      return tooShort(SHORTEST_ROUTE);
    }
    TextBuffer out = line.out;
    int next = 0;
    while (next < length) {
      out.text(next > 0 ? "," : "");
      int width = in.u8(at + next++);
      if (width > ADDRESS_BITS) {
        out.text("[ERROR: Mask width (").decimal(width).text(") > 32]");
        return 0;
      }
      int size = (width + 7) / 8;
      if (length - next < size + 4) {
        out.text("[ERROR: Remaining length (").decimal(length - next);
        out.text(") < ").decimal(size + 4).text(" bytes]");
        return 0;
      }
      out.character('(');
      if (width == 0) {
        out.text("default");
      } else {
        int prefix = 0;
        for (int i = 0; i < size; i++) {
          prefix |= in.u8(at + next + i) << 24 - 8 * i;
        }
        out.ipv4(prefix).character('/').decimal(width);
      }
      out.character(':');
      line.ipv4(at + next + size);
      out.character(')');
      next += size + 4;
    }
    return 0;
  }
}
