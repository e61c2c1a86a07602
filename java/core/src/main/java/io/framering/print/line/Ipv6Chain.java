// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.IpProtocol;

/** The extension headers of IPv6 (RFC 8200, section 4), as needed for transport checksums. */
final class Ipv6Chain extends ProtocolPrinter {
  /** Length of a fragment header. */
  static final int FRAGMENT = 8;

  /** The bits of a fragment header's third and fourth byte that are the offset, in bytes. */
  static final int FRAGMENT_OFFSET = 0xFFF8;

  private static final int ROUTING_FIXED = 4;
  private static final int ROUTING_ADDRESSES = 8;

  private static final int NO_PORTS = -1;

  private int transport;

  Ipv6Chain(LineContext line) {
    super(line);
  }

  /** Length of an extension header from its length field: units of 8 bytes, without the first 8. */
  static int length(int units) {
    return (units + 1) << 3;
  }

  /** The offset of the final destination address: in the header, or the last one of a route. */
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
      // Segments are in reverse order there.
      case Ipv6Routing.SEGMENTS ->
          in.has(at + ROUTING_ADDRESSES, Ipv6Printer.ADDRESS_LENGTH)
              ? at + ROUTING_ADDRESSES
              : destination;
      default -> destination;
    };
  }

  /**
   * The offset of the UDP or TCP header in the packet at {@code ip}; less than 0 if there is none
   * or its ports are truncated.
   */
  long ports(long ip) {
    if (!in.has(ip + Ipv6Printer.NEXT_HEADER, 1)) {
      return NO_PORTS;
    }
    int next = in.u8(ip + Ipv6Printer.NEXT_HEADER);
    long at = ip;
    long advance = Ipv6Printer.HEADER_LENGTH;
    while (in.available(at) > 0) {
      at += advance;
      switch (next) {
        case IpProtocol.UDP, IpProtocol.TCP -> {
          transport = next;
          return in.has(at, 4) ? at : NO_PORTS;
        }
        case IpProtocol.FRAGMENT -> {
          if (!in.has(at, 4) || (in.u16(at + 2) & FRAGMENT_OFFSET) != 0) {
            return NO_PORTS;
          }
          advance = FRAGMENT;
        }
        case IpProtocol.HOP_BY_HOP,
            IpProtocol.DESTINATION_OPTIONS,
            IpProtocol.ROUTING,
            IpProtocol.AUTHENTICATION -> {
          if (!in.has(at, 2)) {
            return NO_PORTS;
          }
          int units = in.u8(at + 1);
          advance = next == IpProtocol.AUTHENTICATION ? (units + 2) * 4 : length(units);
        }
        default -> {
          return NO_PORTS;
        }
      }
      next = in.u8(at);
    }
    return NO_PORTS;
  }

  /** The protocol of the header found by {@link #ports}. */
  int transport() {
    return transport;
  }
}
