package io.framering.print.line;

import io.framering.packet.IpProtocol;

/** The extension headers of IPv6 (RFC 8200, section 4), as the checksums above need them. */
final class Ipv6Chain extends ProtocolPrinter {
  /** Length of a fragment header. */
  static final int FRAGMENT = 8;

  private static final int ROUTING_FIXED = 4;
  private static final int ROUTING_ADDRESSES = 8;

  Ipv6Chain(LineContext line) {
    super(line);
  }

  /** Length of an extension header that says it in units of 8 bytes, the first ones not counted. */
  static int length(int units) {
    return (units + 1) << 3;
  }

  /** Where the address stands that the packet ends up at: the header's, or a route's last one. */
  long finalDestination(long ip) {
    int next = in.u8(ip + Ipv6Printer.NEXT_HEADER);
    long at = ip;
    long advance = Ipv6Printer.HEADER_LENGTH;
    while (in.available(at) > 0) {
      at += advance;
      switch (next) {
        case IpProtocol.HOP_BY_HOP,
            IpProtocol.DESTINATION_OPTIONS,
            MobilityPrinter.OLD_PROTOCOL,
            MobilityPrinter.PROTOCOL ->
            advance = length(in.u8(at + 1));
        case IpProtocol.FRAGMENT -> advance = FRAGMENT;
        case IpProtocol.ROUTING -> {
          return routed(ip, at);
        }
        default -> {
          return ip + Ipv6Printer.DESTINATION;
        }
      }
      next = in.u8(at);
    }
    return ip + Ipv6Printer.DESTINATION;
  }

  private long routed(long ip, long at) {
    long destination = ip + Ipv6Printer.DESTINATION;
    if (!in.has(at, ROUTING_FIXED) || in.u8(at + 1) % 2 != 0) {
      return destination;
    }
    int addresses = in.u8(at + 1) / 2;
    return switch (in.u8(at + 2)) {
      case Ipv6Routing.SOURCE_ROUTE, Ipv6Routing.MOBILE -> {
        long last = at + ROUTING_ADDRESSES;
        for (int i = 0; i < addresses && in.has(last, Ipv6Printer.ADDRESS_LENGTH); i++) {
          destination = last;
          last += Ipv6Printer.ADDRESS_LENGTH;
        }
        yield destination;
      }
      // Segments stand there in reverse order.
      case Ipv6Routing.SEGMENTS ->
          in.has(at + ROUTING_ADDRESSES, Ipv6Printer.ADDRESS_LENGTH)
              ? at + ROUTING_ADDRESSES
              : destination;
      default -> destination;
    };
  }
}
