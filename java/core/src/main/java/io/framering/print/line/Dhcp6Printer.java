// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** DHCPv6 (RFC 8415): messages and their options. */
final class Dhcp6Printer extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int OPTION_LENGTH = 4;
  private static final int ADDRESS_LENGTH = 16;
  private static final int LINK_ADDRESS = 2;
  private static final int PEER_ADDRESS = 18;
  private static final int RELAY_LENGTH = 34;
  private static final int RELAY_FORWARD = 12;
  private static final int RELAY_REPLY = 13;
  private static final int RELAY_MESSAGE = 9;

  // Every message and option in another one needs stack.
  private static final int MOST_NESTED = 100;

  private static final int SHOWN_ID = 10;
  private static final int SHORTEST_TEXT = 5;
  private static final int KEY_LENGTH = 16;

  private final DnsNames names;
  private int depth;

  /** Whether the last option contains something that is wrong or goes beyond its end. */
  private boolean beyond;

  Dhcp6Printer(LineContext line) {
    super(line);
    names = new DnsNames(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "dhcp6";
    depth = 0;
    names.begin();
    message(at, Math.min(in.end(), at + length));
  }

  private void message(long at, long end) {
    TextBuffer out = line.out;
    out.text("dhcp6");
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    int type = in.u8(at);
    out.character(' ');
    numbered(Dhcp6Numbers.message(type), "msgtype-", type);
    if (!line.verbose()) {
      return;
    }
    out.text(" (");
    if (type == RELAY_FORWARD || type == RELAY_REPLY) {
      in.need(at + LINK_ADDRESS, ADDRESS_LENGTH);
      out.text("linkaddr=");
      line.ipv6(at + LINK_ADDRESS);
      in.need(at + PEER_ADDRESS, ADDRESS_LENGTH);
      out.text(" peeraddr=");
      line.ipv6(at + PEER_ADDRESS);
      options(at + RELAY_LENGTH, end);
    } else {
      out.text("xid=").hex(in.u24(at + 1));
      options(at + HEADER_LENGTH, end);
    }
    out.character(')');
  }

  private void numbered(String name, String prefix, int number) {
    if (name == null) {
      line.out.text(prefix).decimal(number);
    } else {
      line.out.text(name);
    }
  }

  private void options(long from, long end) {
    if (depth == MOST_NESTED) {
      line.out.text(" [nested too deep]");
      return;
    }
    depth++;
    long at = from;
    while (at < end) {
      if (end - at < OPTION_LENGTH || end - at - OPTION_LENGTH < in.u16(at + 2)) {
        line.truncated();
        break;
      }
      int code = in.u16(at);
      int length = in.u16(at + 2);
      line.out.text(" (");
      numbered(Dhcp6Numbers.option(code), "opt_", code);
      beyond = false;
      if (!value(code, at + OPTION_LENGTH, length)) {
        line.out.text(" ?");
      }
      if (beyond) {
        line.truncated();
        break;
      }
      line.out.text(code == RELAY_MESSAGE ? "" : ")"); // tcpdump leaves this one open
      at += OPTION_LENGTH + length;
    }
    beyond = false;
    depth--;
  }

  /** Returns false if the length is wrong. */
  private boolean value(int code, long at, int length) {
    return switch (code) {
      case 1, 2 -> uniqueId(at, length);
      case 3, 25 -> association(at, length, 12);
      case 4 -> association(at, length, 4);
      case 5 -> address(at, length);
      case 6, 43 -> optionCodes(at, length);
      case 7 -> length == 1 && number(in.u8(at));
      case 8 -> length == 2 && number(in.u16(at));
      case RELAY_MESSAGE -> relayed(at, length);
      case 11 -> authentication(at, length);
      case 13 -> status(at, length);
      case 18, 38 -> bytes(at, length);
      case 19 -> reconfigure(at, length);
      case 21, 24 -> domains(at, length);
      case 22, 23, 27, 28, 31, 34, 40, 48 -> addresses(at, length);
      case 26 -> prefix(at, length);
      case 32, 46 -> length == 4 && number(in.u32(at));
      case 37 -> length >= 4 && number(in.u32(at)) && bytes(at + 4, length - 4);
      case 41, 42, 112 -> text(at, length);
      case 44 -> query(at, length);
      case 45 -> clientData(at, length);
      case 47 -> relayData(at, length);
      case 56 -> timeServer(at, length);
      case 64 -> tunnelEnd(at, length);
      default -> true;
    };
  }

  private boolean number(long number) {
    line.out.character(' ').decimal(number);
    return true;
  }

  private boolean bytes(long at, int length) {
    line.out.character(' ');
    Characters.hex(in, at, Math.min(length, SHOWN_ID), line.out);
    line.out.text("...");
    return true;
  }

  private boolean uniqueId(long at, int length) {
    if (length < 2) {
      return false;
    }
    TextBuffer out = line.out;
    int type = in.u16(at);
    switch (type) {
      case 1 -> {
        if (length < 8) {
          return false;
        }
        out.text(" hwaddr/time type ").decimal(in.u16(at + 2)).text(" time ");
        out.decimal(in.u32(at + 4)).character(' ');
        Characters.hex(in, at + 8, length - 8, out);
      }
      case 2 -> {
        if (length < 10) {
          return false;
        }
        out.text(" vid ");
        Characters.hex(in, at + 2, 8, out);
      }
      case 3 -> {
        if (length < 4) {
          return false;
        }
        out.text(" hwaddr type ").decimal(in.u16(at + 2)).character(' ');
        Characters.hex(in, at + 4, length - 4, out);
      }
      default -> out.text(" type ").decimal(type);
    }
    return true;
  }

  private boolean association(long at, int length, int fixed) {
    if (length < fixed) {
      return false;
    }
    line.out.text(" IAID:").decimal(in.u32(at));
    if (fixed > 4) {
      line.out.text(" T1:").decimal(in.u32(at + 4)).text(" T2:").decimal(in.u32(at + 8));
    }
    options(at + fixed, at + length);
    return true;
  }

  private boolean address(long at, int length) {
    if (length < 24) {
      return false;
    }
    line.out.character(' ');
    line.ipv6(at);
    lifetimes(at + ADDRESS_LENGTH);
    options(at + 24, at + length);
    return true;
  }

  private boolean prefix(long at, int length) {
    if (length < 25) {
      return false;
    }
    line.out.character(' ');
    line.ipv6(at + 9);
    line.out.character('/').decimal(in.u8(at + 8));
    lifetimes(at);
    options(at + 25, at + length);
    return true;
  }

  private void lifetimes(long at) {
    line.out.text(" pltime:").decimal(in.u32(at)).text(" vltime:").decimal(in.u32(at + 4));
  }

  private boolean optionCodes(long at, int length) {
    if (length % 2 != 0) {
      return false;
    }
    for (int i = 0; i < length; i += 2) {
      line.out.character(' ');
      numbered(Dhcp6Numbers.option(in.u16(at + i)), "opt_", in.u16(at + i));
    }
    return true;
  }

  private boolean relayed(long at, int length) {
    line.out.text(" (");
    if (depth == MOST_NESTED) {
      line.out.text("[nested too deep]");
    } else {
      long end = in.limit(at, length);
      message(at, at + length);
      in.restore(end);
    }
    line.out.character(')');
    return true;
  }

  private boolean authentication(long at, int length) {
    if (length < 11) {
      return false;
    }
    TextBuffer out = line.out;
    int protocol = in.u8(at);
    out.text(" proto: ");
    numbered(protocol == 2 ? "delayed" : protocol == 3 ? "reconfigure" : null, "", protocol);
    out.text(", alg: ");
    numbered(in.u8(at + 1) == 1 ? "HMAC-MD5" : null, "", in.u8(at + 1));
    out.text(", RDM: ");
    numbered(in.u8(at + 2) == 0 ? "mono" : null, "", in.u8(at + 2));
    out.text(", RD:");
    for (int i = 3; i < 11; i += 2) {
      out.character(' ').hex(in.u16(at + i), 4);
    }
    int rest = length - 11;
    if (protocol == 2 && rest == 0) {
      return true;
    } else if (protocol == 2 && rest >= 4 + KEY_LENGTH) {
      delayed(at + 11, rest - 4 - KEY_LENGTH);
    } else if (protocol == 3 && rest == 1 + KEY_LENGTH) {
      int type = in.u8(at + 11);
      out.text(type == 1 ? " reconfig-key" : type == 2 ? " type: HMAC-MD5" : " type: ??");
      out.text(" value:");
      key(at + 12);
    } else {
      out.text(" ??");
    }
    return true;
  }

  private void delayed(long at, int realm) {
    if (realm > 0) {
      line.out.text(", realm: ");
      Characters.hex(in, at, realm, line.out);
    }
    line.out.text(", key ID: ").hex(in.u32(at + realm), 8).text(", HMAC-MD5:");
    key(at + realm + 4);
  }

  private void key(long at) {
    for (int i = 0; i < KEY_LENGTH; i += 4) {
      line.out.character(' ').hex(in.u32(at + i), 8);
    }
  }

  private boolean status(long at, int length) {
    if (length < 2) {
      return false;
    }
    line.out.character(' ');
    int code = in.u16(at);
    numbered(code > 255 ? "INVALID code" : Dhcp6Numbers.status(code), "code", code);
    return true;
  }

  private boolean reconfigure(long at, int length) {
    if (length != 1) {
      return false;
    }
    int type = in.u8(at);
    line.out.text(" for ");
    switch (type) {
      case 5 -> line.out.text("renew");
      case 11 -> line.out.text("inf-req");
      default -> line.out.text("???(").hex(type, 2).character(')');
    }
    return true;
  }

  // Pointers in the names are relative to the end of the option, as in tcpdump.
  private boolean domains(long at, int length) {
    long next = at;
    while (next < at + length && !beyond) {
      line.out.character(' ');
      next = domain(next, at + length);
    }
    return true;
  }

  private long domain(long at, long end) {
    long next = names.print(at, end);
    beyond = next == DnsNames.BAD;
    return next;
  }

  private boolean addresses(long at, int length) {
    if (length % ADDRESS_LENGTH != 0) {
      return false;
    }
    for (int i = 0; i < length; i += ADDRESS_LENGTH) {
      line.out.character(' ');
      line.ipv6(at + i);
    }
    return true;
  }

  private boolean text(long at, int length) {
    if (length < SHORTEST_TEXT) {
      return false;
    }
    line.out.character(' ');
    Characters.padded(in, at, length, line.out);
    return true;
  }

  private boolean query(long at, int length) {
    if (length < 1 + ADDRESS_LENGTH) {
      return false;
    }
    int type = in.u8(at);
    line.out.character(' ');
    numbered(type == 1 ? "by-address" : type == 2 ? "by-clientID" : null, "type_", type);
    line.out.character(' ');
    line.ipv6(at + 1);
    options(at + 1 + ADDRESS_LENGTH, at + length);
    return true;
  }

  private boolean clientData(long at, int length) {
    options(at, at + length);
    return true;
  }

  private boolean relayData(long at, int length) {
    if (length < ADDRESS_LENGTH) {
      return false;
    }
    line.out.character(' ');
    line.ipv6(at);
    return bytes(at + ADDRESS_LENGTH, length - ADDRESS_LENGTH);
  }

  private boolean timeServer(long at, int length) {
    if (length < OPTION_LENGTH) {
      return false;
    }
    long next = at;
    while (next < at + length - OPTION_LENGTH && !beyond) {
      int type = in.u16(next);
      int size = in.u16(next + 2);
      next += OPTION_LENGTH;
      if (size > at + length - next) {
        beyond = true;
        return true;
      }
      line.out.text(" subopt:").decimal(type).character(' ');
      if ((type == 1 || type == 2) && size == ADDRESS_LENGTH) {
        line.ipv6(next);
      } else if (type == 3) {
        domain(next, next + size);
      } else {
        line.out.character('?');
      }
      next += size;
    }
    return true;
  }

  private boolean tunnelEnd(long at, int length) {
    if (length < 3) {
      return false;
    }
    line.out.character(' ');
    int next = 0;
    while (next < length && in.u8(at + next) != 0) {
      int size = in.u8(at + next);
      if (size >= length - next - 1) {
        return false;
      }
      Characters.padded(in, at + next + 1, size, line.out);
      next += 1 + size;
      line.out.text(in.u8(at + next) == 0 ? "" : ".");
    }
    return true;
  }
}
