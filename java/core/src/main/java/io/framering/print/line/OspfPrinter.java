// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** OSPF version 2 (RFC 2328). */
final class OspfPrinter extends ProtocolPrinter {
  private static final int TYPE = 1;
  private static final int LENGTH = 2;
  private static final int ROUTER = 4;
  private static final int AREA = 8;
  private static final int AUTHENTICATION = 14;
  private static final int AUTHENTICATION_DATA = 16;
  private static final int HEADER_LENGTH = 24;

  private static final int CRYPTOGRAPHIC = 2;
  private static final int DIGEST_BYTES = 16;

  private static final int HELLO = 1;
  private static final int DESCRIPTION = 2;
  private static final int REQUEST = 3;
  private static final int UPDATE = 4;
  private static final int ACKNOWLEDGMENT = 5;
  private static final String[] TYPES = {
    null, "Hello", "Database Description", "LS-Request", "LS-Update", "LS-Ack"
  };

  private static final int HELLO_OPTIONS = 30;
  private static final int NEIGHBORS = 44;
  private static final int DESCRIPTION_OPTIONS = 26;
  private static final int DESCRIBED = 32;
  private static final int REQUEST_LENGTH = 12;
  private static final int LOCAL_SIGNALING = 0x10;

  private static final FlagNames DESCRIPTION_FLAGS =
      new FlagNames(new long[] {4, 2, 1, 8}, "Init", "More", "Master", "OOBResync");

  private static final FlagNames EXTENDED_OPTIONS =
      new FlagNames(new long[] {1, 2}, "LSDB resync", "Restart");

  private final OspfAdvertisements advertisements;

  OspfPrinter(LineContext line) {
    super(line);
    advertisements = new OspfAdvertisements(line);
  }

  /** The name of a type of packet, or null. */
  static String typeName(int type) {
    return type < TYPES.length ? TYPES[type] : null;
  }

  /** Prints a packet. */
  void print(long at, long length) {
    line.protocol = "ospf2";
    if (in.u16(at + AUTHENTICATION) == CRYPTOGRAPHIC) {
      // The digest at the end belongs to no part of the packet, and tcpdump looks no further.
      long before = in.limit(at, in.available(at) - DIGEST_BYTES);
      printPacket(at, length - DIGEST_BYTES & 0xFFFF_FFFFL);
      in.restore(before);
    } else {
      printPacket(at, length);
    }
  }

  private void printPacket(long at, long length) {
    TextBuffer out = line.out;
    int type = in.u8(at + TYPE);
    String name = typeName(type);
    out.text("OSPFv").decimal(in.u8(at)).text(", ");
    if (name == null) {
      out.text("unknown LS-type ").decimal(type);
    } else {
      out.text(name);
    }
    out.text(", length ").decimal(length);
    if (name == null || !line.verbose()) {
      return;
    }
    int stated = in.u16(at + LENGTH);
    if (length != stated) {
      out.text(" [len ").decimal(stated).character(']');
    }
    router(line, at + ROUTER, at + AREA);
    if (!authentication(at)) {
      return;
    }
    int version = in.u8(at);
    if (version != 2) {
      out.text(" ospf [version ").decimal(version).character(']');
      return;
    }
    body(type, at, at + Math.min(length, stated));
    if (length > stated) {
      localSignaling(type, at, length);
    }
  }

  /** Prints the router and its area. */
  static void router(LineContext line, long router, long area) {
    line.in.need(router, 4);
    line.out.text("\n\tRouter-ID ");
    line.ipv4(router);
    if (line.in.u32(area) == 0) {
      line.out.text(", Backbone Area");
    } else {
      line.out.text(", Area ");
      line.ipv4(area);
    }
  }

  /** Returns false if the rest cannot be read. */
  private boolean authentication(long at) {
    TextBuffer out = line.out;
    long data = at + AUTHENTICATION_DATA;
    in.need(data, HEADER_LENGTH - AUTHENTICATION_DATA);
    int kind = in.u16(at + AUTHENTICATION);
    out.text(", Authentication Type: ");
    out.text(kind == 0 ? "none" : kind == 1 ? "simple" : kind == 2 ? "MD5" : "unknown");
    out.text(" (").decimal(kind).character(')');
    switch (kind) {
      case 0 -> {}
      case 1 -> {
        out.text("\n\tSimple text password: ");
        Characters.padded(in, data, 8, out);
      }
      case CRYPTOGRAPHIC -> {
        out.text("\n\tKey-ID: ").decimal(in.u8(data + 2)).text(", Auth-Length: ");
        out.decimal(in.u8(data + 3)).text(", Crypto Sequence Number: 0x");
        out.hex(in.u32(data + 4), 8);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void body(int type, long at, long end) {
    switch (type) {
      case HELLO -> hello(at, end);
      case DESCRIPTION -> description(at, end);
      case REQUEST -> {
        for (long next = at + HEADER_LENGTH; next < end; next += REQUEST_LENGTH) {
          in.need(next, REQUEST_LENGTH);
          advertisements.request(next);
        }
      }
      case UPDATE -> {
        long count = in.u32(at + HEADER_LENGTH);
        line.out.text(", ").decimal(count).text(count == 1 ? " LSA" : " LSAs");
        long next = at + HEADER_LENGTH + 4;
        for (long number = 1; number <= count; number++) {
          line.out.text("\n\t  LSA #").decimal(number);
          next = advertisements.print(next);
        }
      }
      case ACKNOWLEDGMENT -> {
        long next = at + HEADER_LENGTH;
        while (advertisements.header(next)) { // as tcpdump, until the bytes end
          next += OspfAdvertisements.HEADER_LENGTH;
        }
      }
      default -> {}
    }
  }

  private void hello(long at, long end) {
    TextBuffer out = line.out;
    options(at + HELLO_OPTIONS);
    long mask = at + HEADER_LENGTH;
    in.need(mask, 12);
    out.text("\n\t  Hello Timer ").decimal(in.u16(mask + 4)).text("s, Dead Timer ");
    out.decimal(in.u32(mask + 8)).text("s, Mask ");
    line.ipv4(mask);
    out.text(", Priority ").decimal(in.u8(mask + 7));
    designated(line, at + 36);
    if (at + NEIGHBORS < end) {
      out.text("\n\t  Neighbor List:");
    }
    for (long next = at + NEIGHBORS; next < end; next += 4) {
      in.need(next, 4);
      out.text("\n\t    ");
      line.ipv4(next);
    }
  }

  /** Prints the two designated routers, unless they are zero. */
  static void designated(LineContext line, long at) {
    if (line.in.u32(at) != 0) {
      line.out.text("\n\t  Designated Router ");
      line.ipv4(at);
    }
    if (line.in.u32(at + 4) != 0) {
      line.out.text(", Backup Designated Router ");
      line.ipv4(at + 4);
    }
  }

  private void options(long at) {
    int options = in.u8(at);
    line.out.text("\n\tOptions [");
    OspfAdvertisements.OPTIONS.print(options, line.out);
    line.out.character(']');
  }

  private void description(long at, long end) {
    TextBuffer out = line.out;
    options(at + DESCRIPTION_OPTIONS);
    int flags = in.u8(at + DESCRIPTION_OPTIONS + 1);
    out.text(", DD Flags [");
    DESCRIPTION_FLAGS.print(flags, out);
    out.character(']');
    int mtu = in.u16(at + HEADER_LENGTH);
    if (mtu != 0) {
      out.text(", MTU: ").decimal(mtu);
    }
    long sequence = in.u32(at + 28);
    out.text(", Sequence: 0x").hex(sequence, 8);
    long next = at + DESCRIBED;
    while (next < end && advertisements.header(next)) {
      next += OspfAdvertisements.HEADER_LENGTH;
    }
  }

  /** Link-local signaling (RFC 5613), after the packet. */
  private void localSignaling(int type, long at, long length) {
    boolean announced =
        switch (type) {
          case HELLO -> (in.u8(at + HELLO_OPTIONS) & LOCAL_SIGNALING) != 0;
          case DESCRIPTION -> (in.u8(at + DESCRIPTION_OPTIONS) & LOCAL_SIGNALING) != 0;
          default -> false;
        };
    if (!announced) {
      return;
    }
    TextBuffer out = line.out;
    int begin = in.u16(at + LENGTH);
    if (in.u16(at + AUTHENTICATION) == CRYPTOGRAPHIC) {
      begin += in.u8(at + AUTHENTICATION_DATA + 3);
    }
    if (begin >= length) {
      out.text("\n\t[LLS truncated]");
      return;
    }
    long next = at + begin;
    int checksum = in.u16(next);
    out.text("\n\t  LLS: checksum: 0x").hex(checksum, 4);
    int stated = in.u16(next + 2);
    out.text(", length: ").decimal(stated);
    next += 4;
    while (next < at + length) {
      next = signal(next);
    }
  }

  private long signal(long at) {
    TextBuffer out = line.out;
    int type = in.u16(at);
    String name = type == 1 ? "Extended Options" : type == 2 ? "MD5 Authentication" : "Unknown TLV";
    out.text("\n\t    ").text(name).text(" (").decimal(type).character(')');
    int size = in.u16(at + 2);
    out.text(", length: ").decimal(size);
    int fixed = type == 1 ? 4 : type == 2 ? 20 : size;
    if (size != fixed) {
      out.text(" [should be ").decimal(fixed).character(']');
    }
    if (type == 1) {
      long options = in.u32(at + 4);
      out.text("\n\t      Options: 0x").hex(options, 8).text(" [");
      EXTENDED_OPTIONS.print(options, "?", out);
      out.character(']');
    } else if (type == 2) {
      long sequence = in.u32(at + 4);
      out.text("\n\t      Sequence number: 0x").hex(sequence, 8);
    }
    return at + 4 + fixed;
  }
}
