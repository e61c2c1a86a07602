// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The path attributes of BGP's updates. */
final class BgpAttributes extends ProtocolPrinter {
  private static final int ORIGIN = 1;
  private static final int PATH = 2;
  private static final int NEXT_HOP = 3;
  private static final int DISCRIMINATOR = 4;
  private static final int PREFERENCE = 5;
  private static final int ATOMIC_AGGREGATE = 6;
  private static final int AGGREGATOR = 7;
  private static final int COMMUNITIES = 8;
  private static final int ORIGINATOR = 9;
  private static final int CLUSTERS = 10;
  private static final int REACHABLE = 14;
  private static final int UNREACHABLE = 15;
  private static final int EXTENDED_COMMUNITIES = 16;
  private static final int LONG_PATH = 17;
  private static final int LONG_AGGREGATOR = 18;
  private static final int MULTICAST_TUNNEL = 22;
  private static final int METRIC = 26;
  private static final int LARGE_COMMUNITIES = 32;
  private static final int SET = 128;

  private static final int TWO_BYTES_LONG = 0x10;

  private static final int SEGMENT_HEADER_LENGTH = 2;
  private static final int LAST_SEGMENT_TYPE = 4;
  private static final String[] SEGMENT_BEGINS = {"?", "{ ", "", "( ", "({ "};
  private static final String[] SEGMENT_ENDS = {"?", "}", "", ")", "})"};

  private static final int TUNNEL_HEADER_LENGTH = 5;
  private static final int METRIC_HEADER_LENGTH = 3;
  private static final int DEEPEST_SET = 10;

  private static final FlagNames TUNNEL_FLAGS =
      new FlagNames(new long[] {1}, "Leaf Information required");

  private final BgpReachability reachability;
  private final BgpCommunities communities;

  BgpAttributes(LineContext line, BgpRoutes routes) {
    super(line);
    reachability = new BgpReachability(line, routes);
    communities = new BgpCommunities(line);
  }

  /** Bytes of the length of an attribute with these flags. */
  static int sizeLength(int flags) {
    return (flags & TWO_BYTES_LONG) == 0 ? 1 : 2;
  }

  /** Prints the header of an attribute, without the colon. */
  void heading(String before, int type, int flags, int size) {
    TextBuffer out = line.out;
    out.text(before).text(BgpNumbers.attribute(type)).text(" (").decimal(type);
    out.text("), length: ").decimal(size);
    if (flags == 0) {
      return;
    }
    out.text(", Flags [");
    out.text((flags & 0x80) == 0 ? "" : "O").text((flags & 0x40) == 0 ? "" : "T");
    out.text((flags & 0x20) == 0 ? "" : "P").text((flags & TWO_BYTES_LONG) == 0 ? "" : "E");
    if ((flags & 0xF) != 0) {
      out.character('+').hex(flags & 0xF);
    }
    out.character(']');
  }

  /** Prints the value of an attribute, and returns false if it is truncated. */
  boolean print(int type, long at, int length) {
    return print(type, at, length, 0);
  }

  private boolean print(int type, long at, int length, int depth) {
    TextBuffer out = line.out;
    if (!isValid(type, length)) {
      out.text("invalid len");
      dump(at, length);
      return true;
    }
    boolean whole = true;
    switch (type) {
      case ORIGIN -> out.text(BgpNumbers.origin(in.u8(at)));
      case PATH, LONG_PATH -> whole = path(type, at, length);
      case NEXT_HOP, ORIGINATOR -> line.ipv4(at);
      case DISCRIMINATOR, PREFERENCE -> out.decimal(in.u32(at));
      case ATOMIC_AGGREGATE -> {}
      case AGGREGATOR, LONG_AGGREGATOR -> {
        long system = length == 6 ? in.u16(at) : in.u32(at);
        out.text(" AS #").decimal(system).text(", origin ");
        line.ipv4(at + length - 4);
      }
      case COMMUNITIES -> communities.ordinary(at, length);
      case CLUSTERS -> clusters(at, length);
      case REACHABLE -> whole = reachability.reachable(at, length);
      case UNREACHABLE -> whole = reachability.unreachable(at, length);
      case EXTENDED_COMMUNITIES -> communities.extended(at, length);
      case MULTICAST_TUNNEL -> whole = multicastTunnel(at, length);
      case METRIC -> whole = metrics(at, length);
      case LARGE_COMMUNITIES -> {
        communities.large(at, length);
        return true; // tcpdump dumps no valid ones
      }
      case SET -> {
        return set(at, length, depth);
      }
      default -> {
        out.text("\n\t    no Attribute ").decimal(type).text(" decoder");
        if (line.verbosity == 1) {
          line.hex(at, length, "\t    ");
        }
      }
    }
    if (whole) {
      dump(at, length);
    }
    return whole;
  }

  private static boolean isValid(int type, int length) {
    return switch (type) {
      case ORIGIN -> length == 1;
      case PATH, LONG_PATH -> length % 2 == 0;
      case NEXT_HOP, DISCRIMINATOR, PREFERENCE, ORIGINATOR -> length == 4;
      case ATOMIC_AGGREGATE -> length == 0;
      case AGGREGATOR -> length == 6 || length == 8;
      case LONG_AGGREGATOR -> length == 8;
      case COMMUNITIES, CLUSTERS -> length % 4 == 0;
      case EXTENDED_COMMUNITIES -> length % 8 == 0;
      case LARGE_COMMUNITIES -> length > 0 && length % 12 == 0;
      default -> true;
    };
  }

  private void dump(long at, int length) {
    if (line.verbosity > 1) {
      line.hex(at, length, "\t    ");
    }
  }

  private boolean path(int type, long at, int length) {
    TextBuffer out = line.out;
    if (length == 0) {
      out.text("empty");
      return true;
    }
    int size = type == LONG_PATH || !hasShortNumbers(at, length) ? 4 : 2;
    long next = at;
    while (next < at + length) {
      int kind = in.u8(next);
      int segment = kind <= LAST_SEGMENT_TYPE ? kind : 0;
      out.text(SEGMENT_BEGINS[segment]);
      int count = in.u8(next + 1);
      next += SEGMENT_HEADER_LENGTH;
      for (int i = 0; i < count; i++) {
        if (!in.has(next, size)) {
          return false;
        }
        out.decimal(size == 2 ? in.u16(next) : in.u32(next)).character(' ');
        next += size;
      }
      out.text(SEGMENT_ENDS[segment]);
    }
    return true;
  }

  /** Whether a path can be read with numbers of two bytes: only the open message would tell. */
  private boolean hasShortNumbers(long at, int length) {
    long next = at;
    while (next < at + length) {
      int kind = in.u8(next);
      if (kind == 0 || kind > LAST_SEGMENT_TYPE) {
        return false;
      }
      next += SEGMENT_HEADER_LENGTH + 2L * in.u8(next + 1);
    }
    return next == at + length;
  }

  private void clusters(long at, int length) {
    for (int i = 0; i < length; i += 4) {
      line.out.text(i == 0 ? "" : ", ");
      line.ipv4(at + i);
    }
  }

  private boolean multicastTunnel(long at, int length) {
    if (length < TUNNEL_HEADER_LENGTH) {
      return false;
    }
    TextBuffer out = line.out;
    int type = in.u8(at + 1);
    out.text("\n\t    Tunnel-type ").text(BgpNumbers.multicastTunnel(type));
    out.text(" (").decimal(type).text("), Flags [");
    TUNNEL_FLAGS.print(in.u8(at), out);
    out.text("], MPLS Label ").decimal(in.u24(at + 2) >>> 4);
    long ends = at + TUNNEL_HEADER_LENGTH;
    switch (type) {
      case 1 -> treeNumber("Extended-Tunnel-ID ", ", P2MP-ID 0x", ends);
      case 2, 7 -> treeNumber("Root-Node ", ", LSP-ID 0x", ends);
      case 3 -> group("Root-Node ", ends);
      case 4, 5 -> group("Sender ", ends);
      case 6 -> {
        in.need(ends, 4);
        out.text("\n\t      Tunnel-Endpoint ");
        line.ipv4(ends);
      }
      default -> {
        if (line.verbosity == 1) {
          line.hex(ends, length - TUNNEL_HEADER_LENGTH, "\t      ");
        }
      }
    }
    return true;
  }

  private void treeNumber(String root, String number, long at) {
    in.need(at, 8);
    line.out.text("\n\t      ").text(root);
    line.ipv4(at);
    line.out.text(number).hex(in.u32(at + 4), 8);
  }

  private void group(String root, long at) {
    in.need(at, 8);
    line.out.text("\n\t      ").text(root);
    line.ipv4(at);
    line.out.text(", P-Group ");
    line.ipv4(at + 4);
  }

  /** The accumulated IGP metric (RFC 7311). */
  private boolean metrics(long first, int length) {
    TextBuffer out = line.out;
    long end = first + length;
    long at = first;
    while (end - at >= METRIC_HEADER_LENGTH) {
      int type = in.u8(at);
      int size = in.u16(at + 1);
      out.text("\n\t    ").text(type == 1 ? "AIGP" : "Unknown").text(" TLV (").decimal(type);
      out.text("), length ").decimal(size);
      long next = at + size;
      at += METRIC_HEADER_LENGTH;
      if (next < at || next > end || type == 1 && next - at < 8) {
        return false;
      }
      if (type == 1) {
        out.text(", metric ").unsigned(in.u64(at));
      } else if (line.verbosity == 1) {
        line.hex(at, next - at, "\t      ");
      }
      at = next;
    }
    return true;
  }

  /** Attributes of a customer (RFC 6368). */
  private boolean set(long first, int length, int depth) {
    TextBuffer out = line.out;
    if (length < 4) {
      return false;
    }
    out.text("\n\t    Origin AS: ").decimal(in.u32(first));
    long end = first + length;
    long at = first + 4;
    while (at < end) {
      if (!in.has(at, 2)) {
        return false;
      }
      if (end - at < 2) {
        return tooShort(first, end - at);
      }
      int flags = in.u8(at);
      int type = in.u8(at + 1);
      at += 2;
      int sizeLength = sizeLength(flags);
      if (!in.has(at, sizeLength)) {
        return false;
      }
      if (end - at < sizeLength) {
        return tooShort(first, end - at);
      }
      int size = sizeLength == 1 ? in.u8(at) : in.u16(at);
      at += sizeLength;
      heading("\n\t      ", type, flags, size);
      out.text(": ");
      if (end - at < size) {
        return tooShort(first, end - at);
      }
      if (depth == DEEPEST_SET) {
        out.text("(too many nested levels, not recursing)");
      } else if (!print(type, at, size, depth + 1)) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /** Ends a set before its last {@code left} bytes; tcpdump dumps as many, but the first ones. */
  private boolean tooShort(long first, long left) {
    line.out.text(" [path attr too short]");
    dump(first, (int) left);
    return true;
  }
}
