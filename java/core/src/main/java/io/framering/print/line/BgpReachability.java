// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Attributes with routes of any address family (RFC 4760). */
final class BgpReachability extends ProtocolPrinter {
  private static final int FAMILY_LENGTH = 3;
  private static final int LAST_WITHOUT_VENDOR = 128;

  // An IPv4 address in an NSAP (RFC 986), and an IPv6 one (RFC 1888).
  private static final long MAPPED_IPV4 = 0x47000601;
  private static final int MAPPED_IPV6 = 0x350000;

  private final BgpRoutes routes;
  private final BgpVpnRoutes vpnRoutes;

  BgpReachability(LineContext line, BgpRoutes routes) {
    super(line);
    this.routes = routes;
    vpnRoutes = new BgpVpnRoutes(line);
  }

  /** Prints next hops and routes, and returns false if they are truncated. */
  boolean reachable(long first, int length) {
    if (length < FAMILY_LENGTH) {
      return false;
    }
    BgpRouteKind kind = family(first, length);
    if (kind == null) {
      return true;
    }
    TextBuffer out = line.out;
    long end = first + length;
    long at = first + FAMILY_LENGTH;
    if (at == end) {
      return false;
    }
    int hopsLength = in.u8(at);
    at++;
    if (end - at < hopsLength) {
      return false;
    }
    if (hopsLength > 0) {
      out.text("\n\t    nexthop: ");
      nextHops(kind, at, hopsLength);
      at += hopsLength;
    }
    out.text(", nh-length: ").decimal(hopsLength);
    at = attachmentPoints(at, end);
    return at != BgpRoutes.SHORT && routes(kind, at, end, length);
  }

  /** Prints routes, and returns false if they are truncated. */
  boolean unreachable(long at, int length) {
    if (!in.has(at, FAMILY_LENGTH)) {
      return false;
    }
    BgpRouteKind kind = family(at, length);
    if (kind == null) {
      return true;
    }
    if (length == FAMILY_LENGTH) {
      line.out.text("\n\t      End-of-Rib Marker (empty NLRI)");
    }
    return routes(kind, at + FAMILY_LENGTH, at + length, length);
  }

  /** Prints the family, and the bytes if it is unknown. */
  private BgpRouteKind family(long at, int length) {
    TextBuffer out = line.out;
    int family = in.u16(at);
    int subsequent = in.u8(at + 2);
    out.text("\n\t    AFI: ").text(AddressFamilyNames.name(family, "Unknown AFI")).text(" (");
    out.decimal(family).text("), ");
    out.text(subsequent > LAST_WITHOUT_VENDOR ? "vendor specific SAFI: " : "SAFI: ");
    out.text(BgpNumbers.subsequentFamily(subsequent, "Unknown SAFI"));
    out.text(" (").decimal(subsequent).character(')');
    BgpRouteKind kind = BgpRouteKind.of(family, subsequent);
    if (kind == null) {
      out.text("\n\t    no AFI ").decimal(family).text(" / SAFI ").decimal(subsequent);
      out.text(" decoder");
      if (line.verbosity == 1) {
        line.hex(at, length, "\t    ");
      }
    }
    return kind;
  }

  private void nextHops(BgpRouteKind kind, long first, int length) {
    long end = first + length;
    long at = first;
    String separator = "";
    while (at < end) {
      line.out.text(separator);
      separator = ", ";
      long left = end - at;
      if (left < kind.nextHopLength) {
        line.out.text("invalid len");
        return;
      }
      nextHop(kind, at, (int) left);
      at += kind.hasOneNextHop() ? left : kind.nextHopLength;
    }
  }

  private void nextHop(BgpRouteKind kind, long at, int left) {
    switch (kind) {
      case VPN_IPV4 -> line.ipv4(distinguished(at));
      case VPN_IPV6 -> line.ipv6(distinguished(at));
      case IPV6, LABELED_IPV6 -> line.ipv6(at);
      case NSAP -> routes.nsap(at, left, left * Byte.SIZE);
      case VPN_NSAP -> {
        long address = distinguished(at);
        int length = left - BgpRoutes.DISTINGUISHER_LENGTH;
        routes.nsap(address, length, length * Byte.SIZE);
        mapped(address);
      }
      case IPV4, LABELED_IPV4, MULTICAST_VPN, MULTICAST_TREE, ROUTE_TARGET, LAYER_2 ->
          line.ipv4(at);
    }
  }

  /** Prints a route distinguisher, and returns where its address begins. */
  private long distinguished(long at) {
    line.out.text("RD: ");
    BgpRoutes.distinguisher(line, at);
    line.out.text(", ");
    return at + BgpRoutes.DISTINGUISHER_LENGTH;
  }

  private void mapped(long address) {
    if (in.u32(address) == MAPPED_IPV4) {
      in.need(address + 4, 4);
      line.out.text(" = ");
      line.ipv4(address + 4);
    } else if (in.u24(address) == MAPPED_IPV6) {
      in.need(address + 3, 16);
      line.out.text(" = ");
      line.ipv6(address + 3);
    }
  }

  /** Prints subnetwork points of attachment, and returns where they end. */
  private long attachmentPoints(long first, long end) {
    TextBuffer out = line.out;
    if (first == end) {
      return BgpRoutes.SHORT;
    }
    int count = in.u8(first);
    if (count == 0) {
      out.text(", no SNPA");
    } else {
      out.text("\n\t    ").decimal(count).text(" SNPA");
    }
    long at = first + 1;
    for (int i = 0; i < count; i++) {
      if (at >= end) {
        return BgpRoutes.SHORT;
      }
      int size = in.u8(at);
      out.text("\n\t      ").decimal(size).text(" bytes");
      at += 1 + size;
      if (at > end) {
        return BgpRoutes.SHORT;
      }
    }
    return at;
  }

  private boolean routes(BgpRouteKind kind, long first, long end, int length) {
    boolean numbered =
        switch (kind) {
          case IPV4 -> routes.haveNumbers(first, end - first, BgpRoutes.IPV4_BITS);
          case IPV6 -> routes.haveNumbers(first, end - first, BgpRoutes.IPV6_BITS);
          default -> false;
        };
    long at = first;
    while (at < end) {
      // As tcpdump, which allows each route as many bytes as the attribute has.
      int read =
          switch (kind) {
            case IPV4, IPV6 -> routes.prefix(kind, at, length, numbered);
            case MULTICAST_VPN, MULTICAST_TREE, ROUTE_TARGET, LAYER_2 -> vpnRoutes.print(kind, at);
            default -> routes.labeled(kind, at, length);
          };
      if (read == BgpRoutes.SHORT) {
        return false;
      }
      if (read < 0) {
        return true;
      }
      at += read;
    }
    return true;
  }
}
