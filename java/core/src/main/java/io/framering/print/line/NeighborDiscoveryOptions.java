// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of neighbor discovery, of RFC 4861, 4191 and 8106 among others. */
final class NeighborDiscoveryOptions extends ProtocolPrinter {
  private static final int UNIT = 8;
  private static final int HEADER_LENGTH = 2;
  private static final long INFINITE = 0xFFFF_FFFFL;

  private static final int SOURCE_LINK = 1;
  private static final int TARGET_LINK = 2;
  private static final int PREFIX = 3;
  private static final int REDIRECTED = 4;
  private static final int MTU = 5;
  private static final int INTERVAL = 7;
  private static final int HOME_AGENT = 8;
  private static final int ROUTE = 24;
  private static final int RDNSS = 25;
  private static final int DNSSL = 31;

  private static final int PREFIX_LENGTH = 32;
  private static final FlagNames PREFIX_FLAGS =
      new FlagNames(new long[] {0x80, 0x40, 0x20}, "onlink", "auto", "router");

  private final DnsNames names;

  NeighborDiscoveryOptions(LineContext line) {
    super(line);
    names = new DnsNames(line);
  }

  /** The preference in the flags of a router or a route (RFC 4191, section 2.1). */
  static String preference(int flags) {
    return switch (flags >> 3 & 3) {
      case 0 -> "medium";
      case 1 -> "high";
      case 2 -> "rsv";
      default -> "low";
    };
  }

  /** Prints {@code length} bytes of options. Returns false if they are truncated. */
  boolean print(long start, long length) {
    long at = start;
    while (in.available(at) > 0) {
      if (!in.has(at, HEADER_LENGTH)) {
        return false;
      }
      if (at - start >= length) {
        return true;
      }
      int type = in.u8(at);
      int size = in.u8(at + 1) * UNIT;
      if (size == 0 || !in.has(at, size)) {
        return false;
      }
      String name = name(type);
      TextBuffer out = line.out.text("\n\t  ").text(name == null ? "unknown" : name);
      out.text(" option (").decimal(type).text("), length ").decimal(size);
      out.text(" (").decimal(size / UNIT).text("): ");
      if (name == null && line.verbosity <= 1) {
        line.hex(at + HEADER_LENGTH, size - HEADER_LENGTH, "\t  ");
        return true;
      }
      if (!option(type, at, size, start)) {
        return false;
      }
      if (line.verbosity > 1) {
        line.hex(at + HEADER_LENGTH, size - HEADER_LENGTH, "\t    ");
      }
      at += size;
    }
    return true;
  }

  private boolean option(int type, long at, int size, long start) {
    switch (type) {
      case SOURCE_LINK, TARGET_LINK ->
          Characters.colons(in, at + HEADER_LENGTH, size - HEADER_LENGTH, line.out);
      case PREFIX -> prefix(at, size);
      case REDIRECTED -> line.hex(start, size, "\t    ");
      case MTU -> {
        line.out.character(' ').decimal(in.u32(at + 4));
        line.out.text(size == UNIT ? "" : "bad option length");
      }
      case INTERVAL -> line.out.character(' ').decimal(in.u32(at + 4)).text("ms");
      case HOME_AGENT -> {
        line.out.text(" preference ").decimal(in.u16(at + 4));
        line.out.text(", lifetime ").decimal(in.u16(at + 6));
      }
      case ROUTE -> {
        return route(at, size);
      }
      case RDNSS -> servers(at, size);
      case DNSSL -> {
        return domains(at, size, start);
      }
      default -> {}
    }
    return true;
  }

  private void prefix(long at, int size) {
    in.need(at, PREFIX_LENGTH);
    TextBuffer out = line.out;
    line.ipv6(at + 16);
    out.character('/').decimal(in.u8(at + 2)).text(size == PREFIX_LENGTH ? "" : "badlen");
    out.text(", Flags [");
    PREFIX_FLAGS.print(in.u8(at + 3), out);
    out.text("], valid time ");
    lifetime(at + 4);
    out.text(", pref. time ");
    lifetime(at + 8);
  }

  private boolean route(long at, int size) {
    int units = size / UNIT;
    if (units > 3) {
      return false;
    }
    TextBuffer out = line.out.character(' ');
    Ipv6Text.print(units > 1 ? in.u64(at + 8) : 0, units > 2 ? in.u64(at + 16) : 0, out);
    out.character('/').decimal(in.u8(at + 2));
    out.text(", pref=").text(preference(in.u8(at + 3))).text(", lifetime=");
    lifetime(at + 4);
    return true;
  }

  private void servers(long at, int size) {
    line.out.text(" lifetime ").decimal(in.u32(at + 4)).text("s,");
    long count = (size / UNIT - 1) / 2;
    for (int i = 0; i < count; i++) {
      line.out.text(" addr: ");
      line.ipv6(at + UNIT + (long) i * Ipv6Printer.ADDRESS_LENGTH);
    }
  }

  private boolean domains(long at, int size, long start) {
    line.out.text(" lifetime ").decimal(in.u32(at + 4)).text("s, domain(s):");
    long next = at + UNIT;
    while (next < at + size && in.u8(next) != 0) {
      line.out.character(' ');
      next = names.print(next, start);
      if (next == DnsNames.BAD) {
        return false;
      }
    }
    return true;
  }

  private void lifetime(long at) {
    long seconds = in.u32(at);
    if (seconds == INFINITE) {
      line.out.text("infinity");
    } else {
      line.out.decimal(seconds).character('s');
    }
  }

  private static String name(int type) {
    return switch (type) {
      case SOURCE_LINK -> "source link-address";
      case TARGET_LINK -> "destination link-address";
      case PREFIX -> "prefix info";
      case REDIRECTED -> "redirected header";
      case MTU -> "mtu";
      case INTERVAL -> "advertisement interval";
      case HOME_AGENT -> "homeagent information";
      case ROUTE -> "route info";
      case RDNSS -> "rdnss";
      case DNSSL -> "dnssl";
      default -> null;
    };
  }
}
