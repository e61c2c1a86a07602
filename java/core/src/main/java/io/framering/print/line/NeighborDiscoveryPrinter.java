// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Neighbor Discovery for IPv6 (RFC 4861): its messages. */
final class NeighborDiscoveryPrinter extends ProtocolPrinter {
  static final int ROUTER_SOLICITATION = 133;
  static final int ROUTER_ADVERTISEMENT = 134;
  static final int NEIGHBOR_SOLICITATION = 135;
  static final int NEIGHBOR_ADVERTISEMENT = 136;
  static final int REDIRECT = 137;

  private static final int SOLICITATION_LENGTH = 8;
  private static final int ADVERTISEMENT_LENGTH = 16;
  private static final int NEIGHBOR_LENGTH = 24;
  private static final int REDIRECT_LENGTH = 40;
  private static final int TARGET = 8;
  private static final int DESTINATION = 24;

  private static final FlagNames ROUTER_FLAGS =
      new FlagNames(
          new long[] {0x80, 0x40, 0x20, 0x02},
          "managed",
          "other stateful",
          "home agent",
          "ipv6 only");
  private static final FlagNames NEIGHBOR_FLAGS =
      new FlagNames(
          new long[] {0x8000_0000L, 0x4000_0000, 0x2000_0000}, "router", "solicited", "override");

  private final NeighborDiscoveryOptions options;

  NeighborDiscoveryPrinter(LineContext line) {
    super(line);
    options = new NeighborDiscoveryOptions(line);
  }

  /** Whether an ICMPv6 message of this type belongs here. */
  static boolean isOne(int type) {
    return type >= ROUTER_SOLICITATION && type <= REDIRECT;
  }

  /** Prints the message after its name. Returns false if it is truncated. */
  boolean print(int type, long at, long length) {
    int fixed = 0;
    switch (type) {
      case ROUTER_SOLICITATION -> fixed = SOLICITATION_LENGTH;
      case ROUTER_ADVERTISEMENT -> {
        routerAdvertisement(at);
        fixed = ADVERTISEMENT_LENGTH;
      }
      case NEIGHBOR_SOLICITATION -> {
        address(", who has ", at + TARGET);
        fixed = NEIGHBOR_LENGTH;
      }
      case NEIGHBOR_ADVERTISEMENT -> {
        address(", tgt is ", at + TARGET);
        if (line.verbose()) {
          line.out.text(", Flags [");
          NEIGHBOR_FLAGS.print(in.u32(at + 4), line.out);
          line.out.character(']');
        }
        fixed = NEIGHBOR_LENGTH;
      }
      case REDIRECT -> {
        address(", ", at + DESTINATION);
        address(" to ", at + TARGET);
        fixed = REDIRECT_LENGTH;
      }
      default -> {
        return true;
      }
    }
    return !line.verbose() || options(at + fixed, length - fixed);
  }

  /** Prints {@code length} bytes of options. Returns false if they are truncated. */
  boolean options(long at, long length) {
    return options.print(at, length);
  }

  private void address(String label, long at) {
    in.need(at, Ipv6Printer.ADDRESS_LENGTH);
    line.out.text(label);
    line.ipv6(at);
  }

  private void routerAdvertisement(long at) {
    if (!line.verbose()) {
      return;
    }
    in.need(at, ADVERTISEMENT_LENGTH);
    TextBuffer out = line.out;
    int flags = in.u8(at + 5);
    out.text("\n\thop limit ").decimal(in.u8(at + 4)).text(", Flags [");
    ROUTER_FLAGS.print(flags, out);
    out.text("], pref ").text(NeighborDiscoveryOptions.preference(flags));
    out.text(", router lifetime ").decimal(in.u16(at + 6));
    out.text("s, reachable time ").decimal(in.u32(at + 8));
    out.text("ms, retrans timer ").decimal(in.u32(at + 12)).text("ms");
  }
}
