// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** OSPF version 3 (RFC 5340). */
final class Ospf3Printer extends ProtocolPrinter {
  private static final int TYPE = 1;
  private static final int LENGTH = 2;
  private static final int ROUTER = 4;
  private static final int AREA = 8;
  private static final int INSTANCE = 14;
  private static final int HEADER_LENGTH = 16;

  private static final int HELLO = 1;
  private static final int DESCRIPTION = 2;
  private static final int REQUEST = 3;
  private static final int UPDATE = 4;
  private static final int ACKNOWLEDGMENT = 5;

  private static final int HELLO_OPTIONS = 20;
  private static final int NEIGHBORS = 36;
  private static final int DESCRIPTION_OPTIONS = 16;
  private static final int DESCRIBED = 28;
  private static final int REQUEST_LENGTH = 12;
  private static final int LOCAL_SIGNALING = 0x200;
  private static final int SIGNALING_HEADER = 4;
  private static final int AUTHENTICATION_HEADER = 16;
  private static final int HMAC = 1;

  private static final FlagNames DESCRIPTION_FLAGS =
      new FlagNames(new long[] {4, 2, 1, 16}, "Init", "More", "Master", "IPv6 MTU");

  private final Ospf3Advertisements advertisements;

  Ospf3Printer(LineContext line) {
    super(line);
    advertisements = new Ospf3Advertisements(line);
  }

  /** Prints a packet. */
  void print(long at, long length) {
    line.protocol = "ospf3";
    TextBuffer out = line.out;
    int type = in.u8(at + TYPE);
    String name = OspfPrinter.typeName(type);
    out.text("OSPFv").decimal(in.u8(at)).text(", ");
    if (name == null) {
      out.text("unknown packet type (").decimal(type).character(')');
    } else {
      out.text(name);
    }
    out.text(", length ").decimal(length);
    if (name == null || !line.verbose()) {
      return;
    }
    int stated = in.u16(at + LENGTH);
    if (stated > length) {
      out.text(" [len ").decimal(stated).character(']');
      return;
    }
    OspfPrinter.router(line, at + ROUTER, at + AREA);
    int instance = in.u8(at + INSTANCE);
    if (instance != 0) {
      out.text(", Instance ").decimal(instance);
    }
    if (in.u8(at) == 3
        && !(body(type, at, at + stated) && trailer(type, at, at + stated, length - stated))) {
      line.truncated();
    }
  }

  /** Returns false if a part of it is truncated. */
  private boolean body(int type, long at, long end) {
    switch (type) {
      case HELLO -> hello(at, end);
      case DESCRIPTION -> {
        description(at);
        return line.verbosity == 1 || headers(at + DESCRIBED, end);
      }
      case REQUEST -> {
        return line.verbosity == 1 || requests(at + HEADER_LENGTH, end);
      }
      case UPDATE -> {
        return line.verbosity == 1 || update(at + HEADER_LENGTH, end);
      }
      case ACKNOWLEDGMENT -> {
        return line.verbosity == 1 || headers(at + HEADER_LENGTH, end);
      }
      default -> {}
    }
    return true;
  }

  private void options(long at) {
    long options = in.u32(at);
    line.out.text("\n\tOptions [");
    Ospf3Advertisements.OPTIONS.print(options, line.out);
    line.out.character(']');
  }

  private void hello(long at, long end) {
    TextBuffer out = line.out;
    options(at + HELLO_OPTIONS);
    in.need(at + HEADER_LENGTH, 12);
    out.text("\n\t  Hello Timer ").decimal(in.u16(at + 24)).text("s, Dead Timer ");
    out.decimal(in.u16(at + 26)).text("s, Interface-ID ");
    line.ipv4(at + HEADER_LENGTH);
    out.text(", Priority ").decimal(in.u8(at + HELLO_OPTIONS));
    OspfPrinter.designated(line, at + 28);
    if (line.verbosity > 1) {
      out.text("\n\t  Neighbor List:");
      for (long next = at + NEIGHBORS; next < end; next += 4) {
        in.need(next, 4);
        out.text("\n\t    ");
        line.ipv4(next);
      }
    }
  }

  private void description(long at) {
    TextBuffer out = line.out;
    options(at + DESCRIPTION_OPTIONS);
    int flags = in.u8(at + 23);
    out.text(", DD Flags [");
    DESCRIPTION_FLAGS.print(flags, out);
    out.character(']');
    long sequence = in.u32(at + 24);
    out.text(", MTU ").decimal(in.u16(at + 20)).text(", DD-Sequence 0x");
    out.hex(sequence, 8);
  }

  private boolean headers(long first, long end) {
    for (long next = first; next < end; next += Ospf3Advertisements.HEADER_LENGTH) {
      if (!advertisements.header(next, end)) {
        return false;
      }
    }
    return true;
  }

  private boolean requests(long first, long end) {
    for (long next = first; next < end; next += REQUEST_LENGTH) {
      if (!in.has(next, REQUEST_LENGTH)) {
        return false;
      }
      line.out.text("\n\t  Advertising Router ");
      line.ipv4(next + 8);
      advertisements.type(in.u16(next + 2), next + 4);
    }
    return true;
  }

  private boolean update(long at, long end) {
    long count = in.u32(at);
    long next = at + 4;
    for (long i = 0; i < count && next < end; i++) {
      if (!advertisements.print(next, end)) {
        return false;
      }
      next += advertisements.length(next);
    }
    return true;
  }

  /** Link-local signaling (RFC 5613) and authentication (RFC 7166), after the packet. */
  private boolean trailer(int type, long at, long begin, long length) {
    long options =
        switch (type) {
          case HELLO -> in.u32(at + HELLO_OPTIONS);
          case DESCRIPTION -> in.u32(at + DESCRIPTION_OPTIONS);
          default -> 0;
        };
    int size = 0;
    if ((options & LOCAL_SIGNALING) != 0 && length > 0) {
      if (length < SIGNALING_HEADER) {
        return false;
      }
      int checksum = in.u16(begin);
      line.out.text("\n\tLLS Checksum 0x").hex(checksum, 4);
      size = in.u16(begin + 2);
      line.out.text(", Data Length ").decimal(size);
      if (size < SIGNALING_HEADER || size > length || !in.has(begin, size)) {
        return false;
      }
    }
    return length == size || authentication(begin + size, length - size);
  }

  private boolean authentication(long at, long length) {
    TextBuffer out = line.out;
    if (length < AUTHENTICATION_HEADER) {
      return false;
    }
    int type = in.u16(at);
    out.text("\n\tAuthentication Type ");
    if (type == HMAC) {
      out.text("HMAC");
    } else {
      out.text("unknown (0x").hex(type, 4).character(')');
    }
    int size = in.u16(at + 2);
    out.text(", Length ").decimal(size);
    if (size < AUTHENTICATION_HEADER || size > length) {
      return false;
    }
    int association = in.u16(at + 6);
    out.text(", SAID ").decimal(association);
    long high = in.u32(at + 8);
    out.text(", CSN 0x").hex(high, 8);
    long low = in.u32(at + 12);
    out.character(':').hex(low, 8);
    if (!in.has(at, size)) {
      return false;
    }
    if (line.verbosity > 1) {
      long data = at + AUTHENTICATION_HEADER;
      line.hex(data, size - AUTHENTICATION_HEADER, "\tAuthentication Data ");
    }
    return true;
  }
}
