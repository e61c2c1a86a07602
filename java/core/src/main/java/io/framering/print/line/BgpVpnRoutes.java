// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * Routes of BGP that are no prefixes of addresses: of multicast VPNs (RFC 6514, RFC 6037), layer 2
 * VPNs (RFC 4761) and route targets (RFC 4684).
 */
final class BgpVpnRoutes extends ProtocolPrinter {
  private static final int NUMBER_LENGTH = 4;
  private static final int TARGET_BITS = 64;

  private static final int TREE_LENGTH = 16;

  private static final int INTRA_SYSTEM = 1;
  private static final int INTER_SYSTEM = 2;
  private static final int SELECTIVE = 3;
  private static final int SOURCE_ACTIVE = 5;
  private static final int SHARED_TREE = 6;
  private static final int SOURCE_TREE = 7;

  private static final int DISCOVERY_LENGTH = 12;
  private static final int LABEL_BLOCK_LENGTH = 15;
  private static final int SHORTEST_LABEL_BLOCK = 18;
  private static final int CIRCUIT_STATUS = 1;
  private static final int ELEMENT_HEADER_LENGTH = 3;

  /** The longest text of a route in tcpdump. */
  private static final int LONGEST = 163;

  private int textBegin;

  BgpVpnRoutes(LineContext line) {
    super(line);
  }

  /**
   * Prints a route.
   *
   * @return the bytes of it, {@link BgpRoutes#SHORT} or {@link BgpRoutes#ILLEGAL}
   */
  int print(BgpRouteKind kind, long at) {
    if (kind == BgpRouteKind.ROUTE_TARGET) {
      return membership(at);
    }
    TextBuffer out = line.out;
    int before = out.length();
    out.text(BgpRoutes.INDENT);
    textBegin = out.length();
    int read = BgpRoutes.SHORT;
    try {
      read =
          switch (kind) {
            case MULTICAST_VPN -> multicast(at);
            case MULTICAST_TREE -> multicastTree(at);
            default -> layer2(at);
          };
    } finally {
      out.truncate(read < 0 ? before : Math.min(out.length(), textBegin + LONGEST));
    }
    if (read == BgpRoutes.ILLEGAL) {
      out.text(BgpRoutes.ILLEGAL_LENGTH);
    }
    return read;
  }

  private int membership(long at) {
    TextBuffer out = line.out;
    int bits = in.u8(at);
    if (bits == 0) {
      out.text(BgpRoutes.INDENT).text("default route target");
      return 1;
    }
    long system = bits < Integer.SIZE ? 0 : in.u32(at + 1);
    bits -= Integer.SIZE;
    if (bits < 0 || bits > TARGET_BITS) {
      out.text(BgpRoutes.INDENT).text("(illegal prefix length)");
      return BgpRoutes.ILLEGAL;
    }
    long target = BgpRoutes.leading(in, at + 1 + NUMBER_LENGTH, bits);
    out.text(BgpRoutes.INDENT).text("origin AS: ").decimal(system).text(", ");
    target(target, bits);
    return 1 + NUMBER_LENGTH + (bits + 7) / 8;
  }

  private void target(long target, int bits) {
    TextBuffer out = line.out;
    if (bits == 0) {
      out.text("route-target: 0:0/0");
      return;
    }
    int type = (int) (target >>> 48);
    if (bits < Short.SIZE) {
      out.text("route-target: partial-type: (");
      unknownTarget(target, bits);
      return;
    }
    switch (type) {
      case 0x0002 -> {
        out.text("route-target: ").decimal(target >>> 32 & 0xFFFF).character(':');
        out.decimal(target & 0xFFFF_FFFFL);
      }
      case 0x0102 -> {
        out.text("route-target: ").ipv4((int) (target >>> 16)).character(':');
        out.decimal(target & 0xFFFF);
      }
      case 0x0202 -> {
        out.text("route-target: ").decimal(target >>> 16 & 0xFFFF_FFFFL).character(':');
        out.decimal(target & 0xFFFF);
      }
      default -> {
        out.text("route target: unknown-type(").hex(type, 4).text(") (");
        unknownTarget(target, bits);
        return;
      }
    }
    out.character('/').decimal(bits).text(" (");
    hex(target, bits);
    out.character(')');
  }

  private void unknownTarget(long target, int bits) {
    hex(target, bits);
    line.out.character('/').decimal(bits).character(')');
  }

  private void hex(long target, int bits) {
    for (int i = 0; i < bits; i += Byte.SIZE) {
      line.out.text(i > 0 && i % Short.SIZE == 0 ? " " : "");
      line.out.hex(target >>> Long.SIZE - Byte.SIZE - i & 0xFF, 2);
    }
  }

  private int multicastTree(long at) {
    if (in.u8(at) != TREE_LENGTH * Byte.SIZE) {
      return BgpRoutes.ILLEGAL;
    }
    long next = at + 1;
    if (!in.has(next, BgpRoutes.DISTINGUISHER_LENGTH)) {
      return BgpRoutes.SHORT;
    }
    distinguisher("RD: ", next);
    next += BgpRoutes.DISTINGUISHER_LENGTH;
    line.out.text(", VPN IP Address: ");
    line.ipv4(next);
    line.out.text(", MC Group Address: ");
    line.ipv4(next + 4);
    return 1 + TREE_LENGTH;
  }

  private void distinguisher(String before, long at) {
    line.out.text(before);
    BgpRoutes.distinguisher(line, at);
  }

  private int multicast(long at) {
    TextBuffer out = line.out;
    int type = in.u8(at);
    int length = in.u8(at + 1);
    out.text("Route-Type: ").text(BgpNumbers.multicastRoute(type)).text(" (").decimal(type);
    out.text("), length: ").decimal(length);
    int head =
        switch (type) {
          case INTRA_SYSTEM, SELECTIVE, SOURCE_ACTIVE -> BgpRoutes.DISTINGUISHER_LENGTH;
          case INTER_SYSTEM, SHARED_TREE, SOURCE_TREE ->
              BgpRoutes.DISTINGUISHER_LENGTH + NUMBER_LENGTH;
          default -> 0;
        };
    if (head == 0) {
      return 2 + length;
    }
    long next = at + 2;
    if (!in.has(next, head)) {
      return BgpRoutes.SHORT;
    }
    distinguisher(", RD: ", next);
    if (head > BgpRoutes.DISTINGUISHER_LENGTH) {
      out.text(", Source-AS ").decimal(in.u32(next + BgpRoutes.DISTINGUISHER_LENGTH));
    }
    next += head;
    if (type == INTRA_SYSTEM) {
      endpoint(", Originator ", next, (length - head) * Byte.SIZE);
    } else if (type != INTER_SYSTEM) {
      int read = sourceAndGroup(next);
      if (type == SELECTIVE && !originator(next, length - read)) {
        return BgpRoutes.SHORT;
      }
    }
    return 2 + length;
  }

  /** Prints the originator, where tcpdump looks for it. */
  private boolean originator(long at, int length) {
    if (length < 0 || !in.has(at, length)) {
      return false;
    }
    endpoint(", Originator ", at, length * Byte.SIZE);
    return true;
  }

  /** Returns the bytes of both, or of those that are not truncated. */
  private int sourceAndGroup(long at) {
    int source = endpoint(", Source ", at);
    return source == 0 ? 0 : source + endpoint(", Group ", at + source);
  }

  /** Returns the bytes of an address and its length, or 0 if the address is truncated. */
  private int endpoint(String name, long at) {
    int bits = in.u8(at);
    int bytes = bits / Byte.SIZE;
    if (!in.has(at + 1, bytes)) {
      return 0;
    }
    if (bits > 0) {
      endpoint(name, at + 1, bits);
    }
    return 1 + bytes;
  }

  private void endpoint(String name, long at, int bits) {
    line.out.text(name);
    switch (bits) {
      case BgpRoutes.IPV4_BITS -> line.ipv4(at);
      case BgpRoutes.IPV6_BITS -> line.ipv6(at);
      default -> line.out.text("bogus address length ").decimal(Integer.toUnsignedLong(bits));
    }
  }

  /** Where a label block could be, tcpdump expects none in 12 bytes, and at least 18 otherwise. */
  private int layer2(long at) {
    TextBuffer out = line.out;
    int length = in.u16(at);
    long next = at + 2;
    if (length == DISCOVERY_LENGTH) {
      if (!in.has(next, DISCOVERY_LENGTH)) {
        return BgpRoutes.SHORT;
      }
      distinguisher("RD: ", next);
      out.text(", BGPNH: ");
      line.ipv4(next + BgpRoutes.DISTINGUISHER_LENGTH);
    } else if (length < SHORTEST_LABEL_BLOCK || !in.has(next, LABEL_BLOCK_LENGTH)) {
      return BgpRoutes.SHORT;
    } else {
      distinguisher("RD: ", next);
      out.text(", CE-ID: ").decimal(in.u16(next + 8)).text(", Label-Block Offset: ");
      out.decimal(in.u16(next + 10)).text(", Label Base ").decimal(in.u24(next + 12) >>> 4);
      if (!elements(next + LABEL_BLOCK_LENGTH, length - LABEL_BLOCK_LENGTH)) {
        return BgpRoutes.SHORT;
      }
    }
    return 2 + length;
  }

  /**
   * Prints the elements after a label block as tcpdump does, which doesn't count their headers, and
   * goes on after the header of an unknown one.
   */
  private boolean elements(long first, int length) {
    long at = first;
    int left = length;
    while (left > 0) {
      if (left < ELEMENT_HEADER_LENGTH) {
        text("\n\t\tran past the end");
        return true;
      }
      int type = in.u8(at);
      int bits = in.u16(at + 1);
      int bytes = (bits + 7) / 8;
      at += ELEMENT_HEADER_LENGTH;
      element(type, bits);
      for (int i = Math.min(bytes, left); type == CIRCUIT_STATUS && i > 0; i--) {
        if (!in.has(at, 1)) {
          return false;
        }
        if (hasRoom()) {
          line.out.hex(in.u8(at), 2);
          at++;
        }
      }
      if (left < bytes) {
        text(" (ran past the end)");
        return true;
      }
      left -= bytes;
    }
    return true;
  }

  private void element(int type, int bits) {
    if (hasRoom()) {
      TextBuffer out = line.out;
      out.text(type == CIRCUIT_STATUS ? "\n\t\tcircuit status vector (" : "\n\t\tunknown TLV #");
      out.decimal(type).text(type == CIRCUIT_STATUS ? ") length: " : ", length: ").decimal(bits);
      out.text(type == CIRCUIT_STATUS ? ": 0x" : "");
    }
  }

  private void text(String text) {
    line.out.text(hasRoom() ? text : "");
  }

  private boolean hasRoom() {
    return line.out.length() <= textBegin + LONGEST;
  }
}
