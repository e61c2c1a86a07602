// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** IPv6 Node Information Queries (RFC 4620), and their predecessor, who-are-you. */
final class NodeInformationPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 16;
  private static final int WHO_ARE_YOU_LENGTH = 12;
  private static final int QUERY_TYPE = 4;
  private static final int FLAGS = 6;
  private static final int IPV4_LENGTH = 4;
  private static final int TTL_LENGTH = 4;

  private static final int NOOP = 0;
  private static final int SUPPORTED_TYPES = 1;
  private static final int DNS_NAME = 2;
  private static final int NODE_ADDRESSES = 3;

  // Bits 6 to 0 of the flags of addresses.
  private static final String ADDRESS_FLAGS = "aGSLCAT";

  NodeInformationPrinter(LineContext line) {
    super(line);
  }

  /** Prints a query after its name. */
  void query(int code, long at) {
    TextBuffer out = line.out;
    long captured = in.available(at);
    if (captured == WHO_ARE_YOU_LENGTH) {
      out.text(" who-are-you request");
      return;
    }
    out.text(" node information query");
    if (captured < HEADER_LENGTH) {
      line.truncated();
      return;
    }
    out.text(" (");
    int type = in.u16(at + QUERY_TYPE);
    int flags = in.u16(at + FLAGS);
    switch (type) {
      case NOOP -> out.text("noop");
      case SUPPORTED_TYPES -> supportedTypes(flags);
      case DNS_NAME -> out.text("DNS name");
      case NODE_ADDRESSES -> {
        out.text("node addresses");
        addressFlags(flags & ~1);
        if (flags == 1) {
          out.text(" []");
        }
      }
      default -> out.text("unknown");
    }
    if (type == NOOP || type == SUPPORTED_TYPES) {
      if (captured != HEADER_LENGTH) {
        whenVerbose(", invalid len");
      }
    } else if (captured == HEADER_LENGTH) {
      out.text(", 03 draft");
    } else {
      subject(code, at);
    }
    out.character(')');
  }

  private void subject(int code, long at) {
    TextBuffer out = line.out;
    long subject = at + HEADER_LENGTH;
    switch (code) {
      case 0 -> {
        if (hasSubject(subject, Ipv6Printer.ADDRESS_LENGTH)) {
          out.text(", subject=");
          line.ipv6(subject);
        }
      }
      case 1 -> {
        out.text(", subject=DNS name");
        name(subject);
      }
      case 2 -> {
        if (hasSubject(subject, IPV4_LENGTH)) {
          out.text(", subject=");
          line.ipv4(subject);
        }
      }
      default -> out.text(", unknown subject");
    }
  }

  private boolean hasSubject(long at, int length) {
    if (in.available(at) > length) {
      whenVerbose(", invalid subject len");
    }
    return in.available(at) == length;
  }

  /** Prints a reply after its name. */
  void reply(int code, long at, long length) {
    TextBuffer out = line.out;
    long captured = in.available(at);
    if (length > captured || captured < HEADER_LENGTH) {
      line.truncated();
      return;
    }
    out.text(" node information reply (");
    switch (code) {
      case 0 -> {
        whenVerbose("success, ");
        answer(at, captured);
      }
      case 1, 2 -> {
        out.text(code == 1 ? "refused" : "unknown");
        if (captured != HEADER_LENGTH) {
          whenVerbose(", invalid length");
        }
      }
      default -> {}
    }
    out.character(')');
  }

  private void answer(long at, long captured) {
    TextBuffer out = line.out;
    int flags = in.u16(at + FLAGS);
    switch (in.u16(at + QUERY_TYPE)) {
      case NOOP -> {
        out.text("noop");
        if (captured != HEADER_LENGTH) {
          whenVerbose(", invalid length");
        }
      }
      case SUPPORTED_TYPES -> supportedTypes(flags);
      case DNS_NAME -> {
        out.text("DNS name");
        name(at + HEADER_LENGTH + TTL_LENGTH);
        if ((flags & 1) != 0) {
          out.text(" [TTL=").decimal(in.u32(at + HEADER_LENGTH)).character(']');
        }
      }
      case NODE_ADDRESSES -> {
        out.text("node addresses");
        addresses(at + HEADER_LENGTH);
        addressFlags(flags);
      }
      default -> out.text("unknown");
    }
  }

  private void addresses(long at) {
    int length = TTL_LENGTH + Ipv6Printer.ADDRESS_LENGTH;
    for (long next = at; in.has(next, length); next += length) {
      line.out.character(' ');
      line.ipv6(next + TTL_LENGTH);
      line.out.character('(').decimal(in.u32(next)).character(')');
    }
  }

  private void supportedTypes(int flags) {
    line.out.text("supported qtypes");
    if (flags != 0) {
      line.out.text((flags & 1) != 0 ? " [C]" : " []");
    }
  }

  private void addressFlags(int flags) {
    if (flags == 0) {
      return;
    }
    line.out.text(" [");
    for (int bit = ADDRESS_FLAGS.length() - 1; bit >= 0; bit--) {
      if ((flags >> bit & 1) != 0) {
        line.out.character(ADDRESS_FLAGS.charAt(ADDRESS_FLAGS.length() - 1 - bit));
      }
    }
    line.out.character(']');
  }

  private void whenVerbose(String text) {
    if (line.verbose()) {
      line.out.text(text);
    }
  }

  /** Appends the name in the remaining bytes: a counted string, or labels without pointers. */
  private void name(long at) {
    int count = in.u8(at);
    if (count == in.available(at) - 1) {
      whenVerbose(", 03 draft");
      line.out.text(", \"");
      characters(at + 1, count);
    } else {
      line.out.text(", \"");
      labels(at);
    }
    line.out.character('"');
  }

  private void labels(long at) {
    TextBuffer out = line.out;
    long next = at;
    while (in.available(next) > 0) {
      int count = in.u8(next);
      next++;
      long left = in.available(next);
      if (count == 0) {
        boolean cut = left == 1 && in.u8(next) == 0;
        out.text(left == 0 ? "." : cut ? "" : "???");
        return;
      }
      if (count > left) {
        out.text("???");
        return;
      }
      characters(next, count);
      next += count;
      if (in.available(next) > 1 && in.u8(next) != 0) {
        out.character('.');
      }
    }
  }

  private void characters(long at, int count) {
    for (int i = 0; i < count; i++) {
      Characters.visible(in.u8(at + i), line.out);
    }
  }
}
