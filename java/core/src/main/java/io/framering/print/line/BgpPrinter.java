// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** BGP, version 4 (RFC 4271). */
final class BgpPrinter extends ProtocolPrinter {
  private static final int MARKER_LENGTH = 16;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int HEADER_LENGTH = 19;

  private static final int OPEN = 1;
  private static final int UPDATE = 2;
  private static final int NOTIFICATION = 3;
  private static final int KEEPALIVE = 4;
  private static final int ROUTE_REFRESH = 5;

  private static final int OPEN_LENGTH = 29;
  private static final int OPTION_HEADER_LENGTH = 2;
  private static final int CAPABILITIES = 2;

  private static final int NOTIFICATION_LENGTH = 21;
  private static final int STATE_ERROR = 5;
  private static final int CEASE = 6;
  private static final int CAPABILITY_ERROR = 7;
  private static final int TOO_MANY_PREFIXES = 1;
  private static final int SHUTDOWN = 2;
  private static final int RESET = 4;

  private static final int ROUTE_REFRESH_LENGTH = 23;

  private final BgpCapabilities capabilities;
  private final BgpAttributes attributes;
  private final BgpRoutes routes;

  BgpPrinter(LineContext line) {
    super(line);
    capabilities = new BgpCapabilities(line);
    routes = new BgpRoutes(line);
    attributes = new BgpAttributes(line, routes);
  }

  /** Prints the messages of a segment, each of which a marker precedes. */
  void print(long first) {
    line.protocol = "bgp";
    TextBuffer out = line.out;
    out.text(": BGP");
    if (!line.verbose()) {
      return;
    }
    long expected = first;
    long at = first;
    while (in.has(at, MARKER_LENGTH)) {
      if (!isMarker(at)) {
        at++;
        continue;
      }
      if (!in.has(at, HEADER_LENGTH)) {
        line.truncated();
        return;
      }
      if (at != expected) {
        line.truncated();
      }
      int length = in.u16(at + LENGTH);
      if (length < HEADER_LENGTH) {
        out.text("\nmessage length ").decimal(length).text(" < ").decimal(HEADER_LENGTH);
        line.invalid();
        return;
      }
      int type = in.u8(at + TYPE);
      if (!in.has(at, length)) {
        out.text("\n[|BGP ").text(BgpNumbers.message(type, "Unknown Message Type")).character(']');
        return;
      }
      out.text("\n\t").text(BgpNumbers.message(type, "Unknown")).text(" Message (").decimal(type);
      out.text("), length: ").decimal(length);
      if (!body(type, at, length)) {
        line.truncated();
      }
      at += length;
      expected = at;
    }
  }

  private boolean isMarker(long at) {
    return in.u8(at) == 0xFF && in.u64(at) == -1 && in.u64(at + 8) == -1;
  }

  /** Returns false if the body is truncated. */
  private boolean body(int type, long at, int length) {
    return switch (type) {
      case OPEN -> open(at, length);
      case UPDATE -> update(at + HEADER_LENGTH, at + length);
      case NOTIFICATION -> notification(at, length);
      case KEEPALIVE -> true;
      case ROUTE_REFRESH -> routeRefresh(at, length);
      default -> {
        line.out.text("\n\t  no Message ").decimal(type).text(" decoder");
        line.hex(at, length, "\t  ");
        yield true;
      }
    };
  }

  private boolean open(long at, int length) {
    if (length < OPEN_LENGTH) {
      return false;
    }
    TextBuffer out = line.out;
    out.text("\n\t  Version ").decimal(in.u8(at + 19)).text(", my AS ").decimal(in.u16(at + 20));
    out.text(", Holdtime ").decimal(in.u16(at + 22)).text("s, ID ");
    line.ipv4(at + 24);
    int size = in.u8(at + 28);
    out.text("\n\t  Optional parameters, length: ").decimal(size);
    long messageEnd = at + length;
    long end = at + OPEN_LENGTH + size;
    long option = at + OPEN_LENGTH;
    while (option < end) {
      if (messageEnd - option < OPTION_HEADER_LENGTH) {
        return false;
      }
      int type = in.u8(option);
      int optionLength = in.u8(option + 1);
      option += OPTION_HEADER_LENGTH;
      if (optionLength > end - option) {
        out.text("\n\t     Option ").decimal(type).text(", length: ").decimal(optionLength);
        out.text(", goes past the end of the options");
        return true;
      }
      option(type, option, optionLength);
      option += optionLength;
    }
    return true;
  }

  private void option(int type, long at, int length) {
    TextBuffer out = line.out;
    out.text("\n\t    Option ");
    out.text(
        switch (type) {
          case 1 -> "Authentication Information";
          case CAPABILITIES -> "Capabilities Advertisement";
          default -> "Unknown";
        });
    out.text(" (").decimal(type).text("), length: ").decimal(length);
    if (type == CAPABILITIES) {
      capabilities.print(at, length);
    } else {
      out.text("\n\t      no decoder for option ").decimal(type);
    }
  }

  private boolean update(long first, long end) {
    TextBuffer out = line.out;
    if (end - first < 2) {
      return false;
    }
    int withdrawn = in.u16(first);
    long at = first + 2;
    if (end - at < withdrawn) {
      return false;
    }
    long after = at + withdrawn;
    boolean withdrawnRead = withdrawn == 0;
    if (withdrawn > 1) {
      out.text("\n\t  Withdrawn routes:");
      after = routes(at, after);
      if (after == BgpRoutes.SHORT) {
        return false;
      }
      withdrawnRead = after == at + withdrawn;
    }
    at = after;
    if (end - at < 2) {
      return false;
    }
    int size = in.u16(at);
    at += 2;
    if (withdrawnRead && size == 0 && at == end) {
      out.text("\n\t  End-of-Rib Marker (empty NLRI)");
      return true;
    }
    if (end - at < size || !attributes(at, at + size, end)) {
      return false;
    }
    at += size;
    if (at < end) {
      out.text("\n\t  Updated routes:");
      return routes(at, end) != BgpRoutes.SHORT;
    }
    return true;
  }

  private boolean attributes(long first, long end, long messageEnd) {
    TextBuffer out = line.out;
    long at = first;
    while (at < end) {
      if (messageEnd - at < 2) {
        return false;
      }
      int flags = in.u8(at);
      int sizeLength = BgpAttributes.sizeLength(flags);
      if (end - at >= 2 && messageEnd - at - 2 < sizeLength) {
        return false;
      }
      if (end - at - 2 < sizeLength) {
        out.text("\n\t  [path attrs too short]");
        return true;
      }
      int type = in.u8(at + 1);
      int size = sizeLength == 1 ? in.u8(at + 2) : in.u16(at + 2);
      at += 2 + sizeLength;
      attributes.heading("\n\t  ", type, flags, size);
      out.text(flags == 0 ? "" : ": ");
      if (end - at < size) {
        out.text(" [path attrs too short]");
        return true;
      }
      if (!attributes.print(type, at, size)) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /**
   * Prints routes of IPv4.
   *
   * @return where they end: before {@code end} after an illegal one; {@link BgpRoutes#SHORT} if one
   *     is truncated
   */
  private long routes(long first, long end) {
    boolean numbered = routes.haveNumbers(first, end - first, BgpRoutes.IPV4_BITS);
    long at = first;
    while (at < end) {
      long number = 0;
      if (numbered) {
        number = in.u32(at);
        at += 4;
      }
      int length = routes.prefix(BgpRouteKind.IPV4, "\n\t    ", at, end - at);
      if (length == BgpRoutes.SHORT) {
        return length;
      }
      if (length == BgpRoutes.ILLEGAL) {
        line.out.text(BgpRoutes.ILLEGAL_LENGTH);
        return at;
      }
      if (numbered) {
        line.out.text("   Path Id: ").decimal(number);
      }
      at += length;
    }
    return at;
  }

  private boolean notification(long at, int length) {
    if (!in.has(at, NOTIFICATION_LENGTH)) {
      return false;
    }
    if (length < NOTIFICATION_LENGTH) {
      return true;
    }
    TextBuffer out = line.out;
    int code = in.u8(at + 19);
    int subcode = in.u8(at + 20);
    out.text(", ").text(BgpNumbers.error(code)).text(" (").decimal(code).character(')');
    String detail = BgpNumbers.errorDetail(code, subcode);
    if (detail != null) {
      out.text(code == STATE_ERROR || code == CAPABILITY_ERROR ? "" : ",").text(" subcode ");
      out.text(detail).text(" (").decimal(subcode).character(')');
    }
    if (code == CEASE) {
      cease(subcode, at + NOTIFICATION_LENGTH, length - NOTIFICATION_LENGTH);
    }
    return true;
  }

  private void cease(int subcode, long at, int length) {
    if (subcode == TOO_MANY_PREFIXES && length >= 7) {
      BgpCapabilities.family(line, ", ", at, at + 2);
      line.out.text(", Max Prefixes: ").decimal(in.u32(at + 3));
    } else if ((subcode == SHUTDOWN || subcode == RESET) && length > 0) {
      communication(at, length);
    }
  }

  /** The text for a human (RFC 9003). */
  private void communication(long at, int length) {
    TextBuffer out = line.out;
    int size = in.u8(at);
    int read = 0;
    if (size >= length) {
      out.text(", invalid Shutdown Communication length");
    } else if (size == 0) {
      out.text(", empty Shutdown Communication");
      read = 1;
    } else {
      out.text(", Shutdown Communication (length: ").decimal(size).text("): \"");
      Characters.visible(in, at + 1, size, out);
      out.character('"');
      read = size + 1 & 0xFF; // as tcpdump, which counts in a byte
    }
    if (length > read) {
      out.text(", Data: (length: ").decimal(length - read).character(')');
      line.hex(at + read, length - read, "\t\t");
    }
  }

  private boolean routeRefresh(long at, int length) {
    if (!in.has(at, ROUTE_REFRESH_LENGTH)) {
      return false;
    }
    if (length >= ROUTE_REFRESH_LENGTH) {
      BgpCapabilities.family(line, "\n\t  ", at + 19, at + 22);
      if (line.verbosity > 1) {
        line.hex(at, length, "\t  ");
      }
    }
    return true;
  }
}
