// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** Formats of routes in multiprotocol attributes (RFC 4760). */
enum BgpRouteKind {
  IPV4(4),
  LABELED_IPV4(4),
  VPN_IPV4(12),
  MULTICAST_VPN(4),
  MULTICAST_TREE(4),
  ROUTE_TARGET(4),
  IPV6(16),
  LABELED_IPV6(16),
  VPN_IPV6(24),
  NSAP(1),
  VPN_NSAP(9),
  LAYER_2(4);

  /** Bytes of a next hop; for NSAP the fewest, as one next hop is all there is. */
  final int nextHopLength;

  BgpRouteKind(int nextHopLength) {
    this.nextHopLength = nextHopLength;
  }

  /** The format that an address family and a subsequent one have together, or null. */
  static BgpRouteKind of(int family, int subsequent) {
    return switch (family << 8 | subsequent) {
      case 0x101, 0x102, 0x103 -> IPV4;
      case 0x104 -> LABELED_IPV4;
      case 0x105 -> MULTICAST_VPN;
      case 0x142 -> MULTICAST_TREE;
      case 0x180, 0x181, 0x182 -> VPN_IPV4;
      case 0x184 -> ROUTE_TARGET;
      case 0x201, 0x202, 0x203 -> IPV6;
      case 0x204 -> LABELED_IPV6;
      case 0x280, 0x281, 0x282 -> VPN_IPV6;
      case 0x301, 0x302, 0x303 -> NSAP;
      case 0x380, 0x381, 0x382 -> VPN_NSAP;
      case 0x1941, 0xC480, 0xC481, 0xC482 -> LAYER_2;
      default -> null;
    };
  }

  /** Whether a next hop has all bytes that there are for next hops. */
  boolean hasOneNextHop() {
    return this == NSAP || this == VPN_NSAP;
  }
}
