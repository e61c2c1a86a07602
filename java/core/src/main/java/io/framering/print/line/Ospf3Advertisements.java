// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The link state advertisements of OSPF version 3 (RFC 5340, appendix A.4). */
final class Ospf3Advertisements extends ProtocolPrinter {
  /** Bytes before the body. */
  static final int HEADER_LENGTH = 20;

  static final FlagNames OPTIONS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 0x100, 0x200, 0x400},
          "V6",
          "External",
          "Deprecated",
          "NSSA",
          "Router",
          "Demand Circuit",
          "AFs Support",
          "LLS",
          "Authentication Trailer");

  private static final int TYPE = 2;
  private static final int ID = 4;
  private static final int ROUTER = 8;
  private static final int SEQUENCE = 12;
  private static final int LENGTH = 18;

  private static final int ROUTERS = 0x2001;
  private static final int NETWORK = 0x2002;
  private static final int PREFIX = 0x2003;
  private static final int EXTERNAL = 0x4005;
  private static final int LINK = 8;
  private static final int INTRA_AREA_PREFIX = 0x2009;
  private static final int INTRA_AREA_TE = 10;
  private static final int GRACE = 11;
  private static final int TRANSITIVE = 0x8000;

  private static final int LINK_LENGTH = 16;
  private static final int PREFIX_HEADER = 4;
  private static final int ADDRESS_LENGTH = 16;
  private static final int NO_PREFIX = -1;
  private static final int FORWARDING = 0x0200_0000;
  private static final int TAG = 0x0100_0000;

  private static final FlagNames ROUTER_FLAGS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16},
          "ABR",
          "External",
          "Virtual-Link Endpoint",
          "Deprecated",
          "NSSA Translator");

  private static final FlagNames EXTERNAL_FLAGS =
      new FlagNames(
          new long[] {0x8000_0000L, FORWARDING, TAG}, "External Type 2", "Forwarding", "Tag");

  private static final FlagNames PREFIX_OPTIONS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32},
          "No Unicast",
          "Local address",
          "Deprecated",
          "Propagate",
          "Down",
          "N-bit");

  private final OspfAdvertisements common;

  Ospf3Advertisements(LineContext line) {
    super(line);
    common = new OspfAdvertisements(line);
  }

  /** The length of an advertisement with its header. */
  int length(long at) {
    return in.u16(at + LENGTH);
  }

  /** Prints the header of an advertisement. Returns false if it does not fit. */
  boolean header(long at, long end) {
    TextBuffer out = line.out;
    if (at + HEADER_LENGTH > end) {
      return false;
    }
    in.need(at + ROUTER, HEADER_LENGTH - ROUTER);
    out.text("\n\t  Advertising Router ");
    line.ipv4(at + ROUTER);
    out.text(", seq 0x").hex(in.u32(at + SEQUENCE), 8).text(", age ").decimal(in.u16(at));
    out.text("s, length ").unsigned(length(at) - (long) HEADER_LENGTH);
    type(in.u16(at + TYPE), at + ID);
    return true;
  }

  /** Prints the type of an advertisement and its ID. */
  void type(int type, long id) {
    TextBuffer out = line.out;
    in.need(id, 4);
    int function = type & 0x1FFF;
    out.text("\n\t    ").text(name(function)).text(" LSA (").decimal(function).text("), ");
    out.text(scopeName(type & 0x6000)).text(" Scope");
    out.text((type & TRANSITIVE) != 0 ? ", transitive" : "").text(", LSA-ID ");
    line.ipv4(id);
  }

  /** Prints an advertisement. Returns false if it is truncated. */
  boolean print(long at, long end) {
    if (!header(at, end)) {
      return false;
    }
    int length = length(at);
    if (length < HEADER_LENGTH || at + length > end) {
      return false;
    }
    long body = at + HEADER_LENGTH;
    int size = length - HEADER_LENGTH;
    return switch (in.u16(at + TYPE)) {
      case ROUTERS -> links(body, size);
      case NETWORK -> network(body, size);
      case PREFIX -> interArea(body, size);
      case EXTERNAL -> external(body, size);
      case LINK -> link(body, size);
      case INTRA_AREA_PREFIX -> intraArea(body, size);
      case GRACE -> common.grace(body, size);
      case INTRA_AREA_TE -> common.trafficEngineering(body, size);
      default -> {
        line.hex(body, size, "\t      ");
        yield in.available(body) >= 0;
      }
    };
  }

  private void options(long at) {
    long options = in.u32(at);
    line.out.text("\n\t      Options [");
    OPTIONS.print(options, line.out);
    line.out.character(']');
  }

  private boolean links(long body, int size) {
    TextBuffer out = line.out;
    if (size < 4) {
      return false;
    }
    options(body);
    out.text(", RLA-Flags [");
    ROUTER_FLAGS.print(in.u8(body), out);
    out.character(']');
    for (long at = body + 4; at < body + size; at += LINK_LENGTH) {
      if (at + LINK_LENGTH > body + size || !in.has(at, LINK_LENGTH)) {
        return false;
      }
      int type = in.u8(at);
      if (type != 1 && type != 2 && type != 4) {
        out.text("\n\t      Unknown Router Links Type 0x").hex(type, 2);
        return true;
      }
      out.text("\n\t      ").text(type == 4 ? "Virtual Link: " : "");
      out.text(type == 2 ? "Neighbor Network-ID " : "Neighbor Router-ID ");
      line.ipv4(at + 12);
      out.text("\n\t      Neighbor Interface-ID ");
      line.ipv4(at + 8);
      out.text(", Interface ");
      line.ipv4(at + 4);
      out.text(", metric ").decimal(in.u16(at + 2));
    }
    return true;
  }

  private boolean network(long body, int size) {
    if (size < 4) {
      return false;
    }
    options(body);
    line.out.text("\n\t      Connected Routers:");
    for (int at = 4; at < size; at += 4) {
      if (at + 4 > size) {
        return false;
      }
      in.need(body + at, 4);
      line.out.text("\n\t\t");
      line.ipv4(body + at);
    }
    return true;
  }

  private boolean interArea(long body, int size) {
    if (size < 4) {
      return false;
    }
    long metric = in.u32(body) & 0xFF_FFFF;
    line.out.text(", metric ").decimal(metric);
    int at = 4;
    while (at < size) {
      int count = prefix(body + at, size - at);
      if (count == NO_PREFIX) {
        return false;
      }
      at += count;
    }
    return true;
  }

  /** Prints a prefix. Returns its length, or {@link #NO_PREFIX} if it does not fit. */
  private int prefix(long at, int size) {
    TextBuffer out = line.out;
    if (size < PREFIX_HEADER || !in.has(at, PREFIX_HEADER)) {
      return NO_PREFIX;
    }
    int bits = in.u8(at);
    int count = (bits + 31) / 32 * 4;
    if (count > ADDRESS_LENGTH) {
      out.text(" bogus prefixlen /").decimal(bits);
      return NO_PREFIX;
    }
    if (size < PREFIX_HEADER + count) {
      return NO_PREFIX;
    }
    long address = at + PREFIX_HEADER;
    in.need(address, count);
    out.text("\n\t\t");
    Ipv6Text.print(half(address, count), half(address + 8, count - 8), out);
    out.character('/').decimal(bits);
    int options = in.u8(at + 1);
    if (options != 0) {
      out.text(", Options [");
      PREFIX_OPTIONS.print(options, out);
      out.character(']');
    }
    out.text(", metric ").decimal(in.u16(at + 2));
    return PREFIX_HEADER + count;
  }

  /** Up to eight bytes, with zeros after them. */
  private long half(long at, int count) {
    return count >= 8 ? in.u64(at) : count >= 4 ? in.u32(at) << Integer.SIZE : 0;
  }

  private boolean external(long body, int size) {
    TextBuffer out = line.out;
    if (size < 4) {
      return false;
    }
    long word = in.u32(body);
    out.text("\n\t     Flags [");
    EXTERNAL_FLAGS.print(word, out);
    out.text("] metric ").decimal(word & 0xFF_FFFF);
    int count = prefix(body + 4, size - 4);
    if (count == NO_PREFIX) {
      return false;
    }
    long at = body + 4 + count;
    int left = size - 4 - count;
    if ((word & FORWARDING) != 0) {
      if (left < ADDRESS_LENGTH) {
        return false;
      }
      in.need(at, ADDRESS_LENGTH);
      out.text(" forward ");
      line.ipv6(at);
      at += ADDRESS_LENGTH;
      left -= ADDRESS_LENGTH;
    }
    if ((word & TAG) != 0) {
      if (left < 4) {
        return false;
      }
      in.need(at, 4);
      out.text(" tag ");
      line.ipv4(at);
      at += 4;
      left -= 4;
    }
    if (in.u8(body + 6) != 0) {
      if (left < 4) {
        return false;
      }
      in.need(at, 4);
      out.text(" RefLSID: ");
      line.ipv4(at);
    }
    return true;
  }

  private boolean link(long body, int size) {
    TextBuffer out = line.out;
    if (size < 4 || !in.has(body, 4)) {
      return false;
    }
    options(body);
    if (size < 24) {
      return false;
    }
    long prefixes = in.u32(body + 20);
    out.text("\n\t      Priority ").decimal(in.u8(body)).text(", Link-local address ");
    line.ipv6(body + 4);
    out.text(", Prefixes ").decimal(prefixes).character(':');
    return prefixes(prefixes, body + 24, size - 24);
  }

  private boolean prefixes(long count, long first, int size) {
    int at = 0;
    for (long i = 0; i < count; i++) {
      int length = prefix(first + at, size - at);
      if (length == NO_PREFIX) {
        return false;
      }
      at += length;
    }
    return true;
  }

  private boolean intraArea(long body, int size) {
    if (size < 4 || !in.has(body + 8, 4)) {
      return false;
    }
    type(in.u16(body + 2), body + 4);
    if (size < 6) {
      return false;
    }
    int prefixes = in.u16(body);
    line.out.text("\n\t      Prefixes ").decimal(prefixes).character(':');
    // tcpdump subtracts 6 bytes for the 12 before the prefixes.
    return prefixes(prefixes, body + 12, size - 6);
  }

  private static String name(int function) {
    return switch (function) {
      case 1 -> "Router";
      case 2 -> "Network";
      case 3 -> "Inter-Area Prefix";
      case 4 -> "Inter-Area Router";
      case 5 -> "External";
      case 6 -> "Deprecated";
      case 7 -> "NSSA";
      case LINK -> "Link";
      case 9 -> "Intra-Area Prefix";
      case INTRA_AREA_TE -> "Intra-Area TE";
      case GRACE -> "Grace";
      case 12 -> "Router Information";
      case 13 -> "Inter-AS-TE";
      case 14 -> "Layer 1 VPN";
      default -> "Unknown";
    };
  }

  private static String scopeName(int scope) {
    return switch (scope) {
      case 0 -> "Link Local";
      case 0x2000 -> "Area Local";
      case 0x4000 -> "Domain Wide";
      default -> "Unknown";
    };
  }
}
