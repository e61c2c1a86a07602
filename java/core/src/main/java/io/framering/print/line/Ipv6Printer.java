// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** IPv6 (RFC 8200): the header, and the chain of extension headers after it. */
final class Ipv6Printer extends ProtocolPrinter {
  static final int HEADER_LENGTH = 40;
  static final int NEXT_HEADER = 6;
  static final int SOURCE = 8;
  static final int DESTINATION = 24;
  static final int ADDRESS_LENGTH = 16;

  private static final int PAYLOAD_LENGTH = 4;
  private static final int HOP_LIMIT = 7;
  private static final int DCCP = 33;

  // Returned by an extension header if nothing may be printed after it.
  private static final int END = -1;

  private final Dispatch dispatch;
  private final Ipv6Options options;
  private final Ipv6Routing routing;
  private final MobilityPrinter mobility;

  // For the current packet. They are read before a nested packet begins.
  private long payloadLength;
  private boolean jumbo;
  private boolean fragmented;

  Ipv6Printer(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
    options = new Ipv6Options(line);
    routing = new Ipv6Routing(line);
    mobility = new MobilityPrinter(line);
  }

  /**
   * Prints a packet.
   *
   * @param length bytes according to the layer below
   */
  void print(long at, long length) {
    line.protocol = "ip6";
    TextBuffer out = line.out;
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    if (length < HEADER_LENGTH) {
      out.text("truncated-ip6 ").decimal(length);
      return;
    }
    if (!line.linkLevel) {
      out.text("IP6 ");
    }
    int version = in.u8(at) >>> 4;
    if (version != 6) {
      out.text("version error: ").decimal(version).text(" != 6");
      return;
    }
    payloadLength = in.u16(at + PAYLOAD_LENGTH);
    jumbo = false;
    fragmented = false;
    // Zero is allowed if a jumbo payload option has the length: then all bytes may be read.
    long total = HEADER_LENGTH + (payloadLength == 0 ? length : payloadLength);
    if (payloadLength != 0) {
      missing(total - length);
    }
    if (line.verbose()) {
      describe(at);
    }
    long end = in.limit(at, total);
    chain(at, length, total, end);
    in.restore(end);
  }

  private void missing(long count) {
    if (count > 0) {
      line.out.text("truncated-ip6 - ").decimal(count).text(" bytes missing!");
    }
  }

  private void describe(long at) {
    TextBuffer out = line.out.character('(');
    long flow = in.u32(at);
    int trafficClass = (int) (flow >>> 20) & 0xFF;
    if (trafficClass != 0) {
      out.text("class 0x").hex(trafficClass, 2).text(", ");
    }
    if ((flow & 0xF_FFFF) != 0) {
      out.text("flowlabel 0x").hex(flow & 0xF_FFFF, 5).text(", ");
    }
    int next = in.u8(at + NEXT_HEADER);
    out.text("hlim ").decimal(in.u8(at + HOP_LIMIT));
    out.text(", next-header ").text(IpProtocolNames.name(next));
    out.text(" (").decimal(next).text(") payload length: ").decimal(payloadLength).text(") ");
  }

  /**
   * Prints the extension headers and their payload.
   *
   * @param total bytes up to the end of the packet, according to its header
   * @param outerEnd the end of readable bytes beyond it
   */
  private void chain(long ip, long length, long total, long outerEnd) {
    long at = ip;
    long advance = HEADER_LENGTH;
    int next = in.u8(ip + NEXT_HEADER);
    boolean hopByHop = false;
    while (in.available(at) > 0) {
      if (ip + total - at < advance) {
        line.truncated();
        return;
      }
      at += advance;
      boolean first = at == ip + HEADER_LENGTH;
      if (first && !printsAddresses(next)) {
        line.ipv6Pair(ip + SOURCE, ip + DESTINATION);
        line.out.text(": ");
      }
      if (!isExtension(next)) {
        payload(ip, at, length, total, outerEnd, next);
        return;
      }
      if (next == IpProtocol.HOP_BY_HOP && !hopByHopAllowed(hopByHop, first)) {
        return;
      }
      hopByHop |= next == IpProtocol.HOP_BY_HOP;
      advance = extension(next, ip, at);
      if (advance == END) {
        return;
      }
      next = in.u8(at);
      line.protocol = "ip6";
    }
  }

  /** Whether this protocol's printer prints the addresses together with ports. */
  private static boolean printsAddresses(int protocol) {
    return protocol == IpProtocol.TCP
        || protocol == IpProtocol.UDP
        || protocol == DCCP
        || protocol == IpProtocol.SCTP;
  }

  private static boolean isExtension(int protocol) {
    return switch (protocol) {
      case IpProtocol.HOP_BY_HOP,
          IpProtocol.DESTINATION_OPTIONS,
          IpProtocol.ROUTING,
          IpProtocol.FRAGMENT,
          MobilityPrinter.OLD_PROTOCOL,
          MobilityPrinter.PROTOCOL ->
          true;
      default -> false;
    };
  }

  private boolean hopByHopAllowed(boolean found, boolean first) {
    if (!found && first) {
      return true;
    }
    line.out.text("[The Hop-by-Hop Options header ");
    line.out.text(found ? "was already found]" : "don't follow the IPv6 header]");
    line.invalid();
    return false;
  }

  /** Prints an extension header. Returns its length, or {@link #END}. */
  private long extension(int kind, long ip, long at) {
    return switch (kind) {
      case IpProtocol.HOP_BY_HOP -> hopByHop(at);
      case IpProtocol.DESTINATION_OPTIONS -> options.destination(at);
      case IpProtocol.FRAGMENT -> fragment(ip, at);
      case IpProtocol.ROUTING -> in.has(at, 1) ? routing.print(at) : truncated();
      default -> {
        mobility.print(at);
        yield END;
      }
    };
  }

  private long truncated() {
    line.truncated();
    return END;
  }

  private long hopByHop(long at) {
    long length = options.hopByHop(at, payloadLength);
    if (options.jumboPayload() != 0) {
      jumbo = true;
      payloadLength = options.jumboPayload();
    }
    if (payloadLength == 0) {
      line.out.text("[No valid Jumbo Payload Hop-by-Hop option found]");
      line.invalid();
      return END;
    }
    return length;
  }

  private long fragment(long ip, long at) {
    line.protocol = "frag6";
    int offset = in.u16(at + 2) & Ipv6Chain.FRAGMENT_OFFSET;
    TextBuffer out = line.out;
    if (line.verbose()) {
      long id = in.u32(at + 4);
      out.text("frag (0x").hex(id, 8).character(':');
    } else {
      out.text("frag (");
    }
    long length = HEADER_LENGTH + in.u16(ip + PAYLOAD_LENGTH) - (at - ip) - Ipv6Chain.FRAGMENT;
    out.decimal(offset).character('|').unsigned(length).character(')');
    if (offset != 0) {
      return END;
    }
    out.character(' ');
    fragmented = true;
    return in.available(at) > Ipv6Chain.FRAGMENT ? Ipv6Chain.FRAGMENT : END;
  }

  private void payload(long ip, long at, long length, long total, long outerEnd, int protocol) {
    long newTotal = total;
    if (jumbo) {
      newTotal = payloadLength + HEADER_LENGTH & 0xFFFF_FFFFL;
      if (ip + newTotal < at) {
        line.truncated();
        return;
      }
      missing(newTotal - length);
      in.restore(outerEnd);
    } else if (payloadLength == 0) {
      if (at != ip + HEADER_LENGTH) {
        line.truncated();
        return;
      }
      newTotal = HEADER_LENGTH;
    }
    in.limit(ip, newTotal);
    dispatch.ipPayload(protocol, at, ip + newTotal - at, ip, fragmented);
  }
}
