// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The option of Multipath TCP (RFC 8684). */
final class MptcpPrinter extends ProtocolPrinter {
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int DSS_FIN = 0x10;
  private static final int DSS_LONG_SEQUENCE = 0x08;
  private static final int DSS_SEQUENCE = 0x04;
  private static final int DSS_LONG_ACK = 0x02;
  private static final int DSS_ACK = 0x01;
  private static final int HMAC_LENGTH = 20;

  MptcpPrinter(LineContext line) {
    super(line);
  }

  /**
   * Appends an option.
   *
   * @param at offset of its kind
   * @param length its length field
   * @param flags of the TCP header
   * @return false if its length is wrong for its subtype
   */
  boolean print(long at, int length, int flags) {
    line.protocol = "mptcp";
    if (length < 3) {
      return false;
    }
    int subtype = in.u8(at + 2) >>> 4;
    line.out.character(' ').decimal(length).character(' ');
    return switch (subtype) {
      case 0 -> capable(at, length, flags);
      case 1 -> join(at, length, flags);
      case 2 -> dataSequence(at, length, flags);
      case 3 -> addAddress(at, length);
      case 4 -> removeAddress(at, length);
      case 5 -> priority(at, length);
      case 6 -> fail(at, length);
      case 7 -> fastClose(at, length);
      default -> {
        line.out.text("unknown");
        yield true;
      }
    };
  }

  private boolean capable(long at, int length, int flags) {
    TextBuffer out = line.out;
    out.text("capable");
    boolean syn = (flags & SYN) != 0;
    boolean fits =
        syn ? length == 12 || length == 4 : (flags & ACK) != 0 && (length == 20 || length == 22);
    if (!fits) {
      return false;
    }
    int version = in.u8(at + 2) & 0xF;
    if (version > 1) {
      out.text(" Unknown Version (").decimal(version).character(')');
      return true;
    }
    out.text(" v").decimal(version);
    if ((in.u8(at + 3) & 0x80) != 0) {
      out.text(" csum");
    }
    if (length > 4) {
      out.text(" {0x").hex(in.u64(at + 4));
      if (length >= 20) {
        out.text(",0x").hex(in.u64(at + 12));
      }
      out.character('}');
    }
    return true;
  }

  private boolean join(long at, int length, int flags) {
    TextBuffer out = line.out;
    out.text("join");
    boolean syn = (flags & SYN) != 0;
    boolean ack = (flags & ACK) != 0;
    boolean fits = length == 12 && syn || length == 16 && syn && ack || length == 24 && ack;
    if (!fits) {
      return false;
    }
    if (length == 24) {
      out.text(" hmac 0x");
      Characters.hex(in, at + 4, HMAC_LENGTH, out);
      return true;
    }
    if ((in.u8(at + 2) & 1) != 0) {
      out.text(" backup");
    }
    out.text(" id ").decimal(in.u8(at + 3));
    if (length == 12) {
      out.text(" token 0x").hex(in.u32(at + 4)).text(" nonce 0x").hex(in.u32(at + 8));
    } else {
      out.text(" hmac 0x").hex(in.u64(at + 4)).text(" nonce 0x").hex(in.u32(at + 12));
    }
    return true;
  }

  private boolean dataSequence(long from, int length, int flags) {
    TextBuffer out = line.out;
    out.text("dss");
    if (length < 4 || (flags & SYN) != 0) {
      return false;
    }
    int bits = in.u8(from + 3);
    if ((bits & DSS_FIN) != 0) {
      out.text(" fin");
    }
    long at = from + 4;
    int left = length - 4;
    if ((bits & DSS_ACK) != 0) {
      out.text(" ack ");
      int width = (bits & DSS_LONG_ACK) != 0 ? 8 : 4;
      if (left < width) {
        return false;
      }
      number(at, width);
      at += width;
      left -= width;
    }
    if ((bits & DSS_SEQUENCE) != 0) {
      out.text(" seq ");
      int width = (bits & DSS_LONG_SEQUENCE) != 0 ? 8 : 4;
      if (left < width) {
        return false;
      }
      number(at, width);
      at += width;
      left -= width;
      if (left < 4) {
        return false;
      }
      out.text(" subseq ").decimal(in.u32(at));
      if (left < 6) {
        return false;
      }
      out.text(" len ").decimal(in.u16(at + 4));
      left -= 6;
      if (left >= 2) {
        out.text(" csum 0x").hex(in.u16(at + 6));
        left -= 2;
      }
    }
    return left == 0;
  }

  private void number(long at, int width) {
    if (width == 4) {
      line.out.decimal(in.u32(at));
    } else {
      line.out.unsigned(in.u64(at));
    }
  }

  private boolean addAddress(long at, int length) {
    TextBuffer out = line.out;
    out.text("add-addr");
    boolean ipv4 = length == 8 || length == 10 || length == 16 || length == 18;
    boolean ipv6 = length == 20 || length == 22 || length == 28 || length == 30;
    if (!ipv4 && !ipv6) {
      return false;
    }
    out.text(
        switch (in.u8(at + 2) & 0xF) {
          case 0 -> " v1";
          case 1 -> " v1-echo";
          case 4 -> " v0-ip4";
          case 6 -> " v0-ip6";
          default -> " [bad version/echo]";
        });
    out.text(" id ").decimal(in.u8(at + 3)).character(' ');
    if (ipv4) {
      line.ipv4(at + 4);
    } else {
      line.ipv6(at + 4);
    }
    int addressEnd = ipv4 ? 8 : 20;
    int left = length - addressEnd;
    if (left % 8 == 2) {
      out.character(':').decimal(in.u16(at + addressEnd));
      addressEnd += 2;
      left -= 2;
    }
    if (left == 8) {
      out.text(" hmac 0x").hex(in.u64(at + addressEnd));
    }
    return true;
  }

  private boolean removeAddress(long at, int length) {
    line.out.text("rem-addr");
    if (length < 4) {
      return false;
    }
    line.out.text(" id");
    for (int i = 3; i < length; i++) {
      int id = in.u8(at + i);
      line.out.character(' ').decimal(id);
    }
    return true;
  }

  private boolean priority(long at, int length) {
    line.out.text("prio");
    if (length != 3 && length != 4) {
      return false;
    }
    line.out.text((in.u8(at + 2) & 1) != 0 ? " backup" : " non-backup");
    if (length == 4) {
      line.out.text(" id ").decimal(in.u8(at + 3));
    }
    return true;
  }

  private boolean fail(long at, int length) {
    line.out.text("fail");
    if (length != 12) {
      return false;
    }
    line.out.text(" seq ").unsigned(in.u64(at + 4));
    return true;
  }

  private boolean fastClose(long at, int length) {
    line.out.text("fast-close");
    if (length != 12) {
      return false;
    }
    line.out.text(" key 0x").hex(in.u64(at + 4));
    return true;
  }
}
