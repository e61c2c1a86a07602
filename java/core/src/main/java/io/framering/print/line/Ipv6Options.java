// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The IPv6 headers with options: hop-by-hop and destination options. */
final class Ipv6Options extends ProtocolPrinter {
  private static final int PAD1 = 0;
  private static final int PADN = 1;
  private static final int ROUTER_ALERT = 5;
  private static final int JUMBO = 0xC2;
  private static final int HOME_ADDRESS = 0xC9;

  private static final int ROUTER_ALERT_LENGTH = 4;
  private static final int JUMBO_LENGTH = 6;
  private static final int HOME_ADDRESS_LENGTH = 18;
  private static final int SHORTEST_JUMBO = 65_536;

  // The payload length of a packet whose options cannot change it.
  private static final long NOT_HOP_BY_HOP = -1;

  private long jumboPayload;

  Ipv6Options(LineContext line) {
    super(line);
  }

  /**
   * Prints hop-by-hop options.
   *
   * @param payloadLength the payload length in the IPv6 header
   * @return the length, or -1 if nothing may be printed after them
   */
  long hopByHop(long at, long payloadLength) {
    line.protocol = "hbhopt";
    jumboPayload = 0;
    return header(at, "HBH ", true, payloadLength);
  }

  /** Prints destination options. Returns the length, or -1 if nothing is printed after them. */
  long destination(long at) {
    line.protocol = "dstopt";
    return header(at, "DSTOPT ", line.verbose(), NOT_HOP_BY_HOP);
  }

  /** The jumbo payload length of the last hop-by-hop options; 0 if there was no valid one. */
  long jumboPayload() {
    return jumboPayload;
  }

  private long header(long at, String name, boolean withOptions, long payloadLength) {
    int length = Ipv6Chain.length(in.u8(at + 1));
    if (!in.has(at, length)) {
      line.truncated();
      return -1;
    }
    line.out.text(name);
    if (withOptions && !options(at + 2, at + length, payloadLength)) {
      line.truncated();
      return -1;
    }
    return length;
  }

  /** Prints the options up to {@code end}, all captured. Returns whether they are well-formed. */
  private boolean options(long at, long end, long payloadLength) {
    boolean jumboSeen = false;
    long next = at;
    while (next < end) {
      long option = next;
      next += length(option, end);
      if (next > end || !option(option, end, jumboSeen, payloadLength)) {
        return false;
      }
      jumboSeen |= in.u8(option) == JUMBO;
    }
    if (line.verbose()) {
      line.out.character(' ');
    }
    return true;
  }

  /** The length in an option; a value that is too long if it is missing. */
  private long length(long at, long end) {
    if (in.u8(at) == PAD1) {
      return 1;
    }
    return at + 1 < end ? in.u8(at + 1) + 2 : 2;
  }

  private boolean option(long at, long end, boolean jumboSeen, long payloadLength) {
    TextBuffer out = line.out;
    int type = in.u8(at);
    switch (type) {
      case PAD1 -> {
        if (line.verbose()) {
          out.text("(pad1)");
        }
      }
      case PADN -> {
        if (line.verbose()) {
          out.text("(padn)");
        }
      }
      case ROUTER_ALERT -> {
        return fits(at, end, ROUTER_ALERT_LENGTH, "(rtalert: ") && routerAlert(at);
      }
      case JUMBO -> {
        return fits(at, end, JUMBO_LENGTH, "(jumbo: ") && jumbo(at, jumboSeen, payloadLength);
      }
      case HOME_ADDRESS -> {
        return fits(at, end, HOME_ADDRESS_LENGTH, "(homeaddr: ") && homeAddress(at);
      }
      default -> {
        if (line.verbose()) {
          out.text("(opt_type 0x").hex(type, 2).text(": len=").decimal(in.u8(at + 1));
          out.character(')');
        }
      }
    }
    return true;
  }

  private boolean fits(long at, long end, int length, String name) {
    if (end - at < length) {
      line.out.text(name).text("trunc)");
      return false;
    }
    int stated = in.u8(at + 1) + 2;
    boolean longer = length == HOME_ADDRESS_LENGTH && stated > length;
    if (stated != length && !longer) {
      line.out.text(name).text("invalid len ").decimal(in.u8(at + 1)).character(')');
      return false;
    }
    return true;
  }

  private boolean routerAlert(long at) {
    if (line.verbose()) {
      line.out.text("(rtalert: 0x").hex(in.u16(at + 2), 4).text(") ");
    }
    return true;
  }

  private boolean jumbo(long at, boolean seen, long payloadLength) {
    long length = in.u32(at + 2);
    String problem = "";
    if (seen) {
      problem = " - already seen";
    } else if (payloadLength == NOT_HOP_BY_HOP) {
      problem = " - not a hop-by-hop option";
    } else if (payloadLength != 0) {
      problem = " - payload len != 0";
    } else if (length < SHORTEST_JUMBO) {
      problem = " - < 65536";
    } else {
      jumboPayload = length;
    }
    if (line.verbose()) {
      line.out.text("(jumbo: ").decimal(length).text(problem).text(") ");
    }
    return true;
  }

  private boolean homeAddress(long at) {
    if (!line.verbose()) {
      return true;
    }
    line.out.text("(homeaddr: ");
    line.ipv6(at + 2);
    if (!subOptions(at + HOME_ADDRESS_LENGTH, at + 2 + in.u8(at + 1))) {
      return false;
    }
    line.out.character(')');
    return true;
  }

  private boolean subOptions(long at, long end) {
    TextBuffer out = line.out;
    long next = at;
    while (next < end) {
      long option = next;
      next += length(option, end);
      if (next > end) {
        return false;
      }
      int type = in.u8(option);
      switch (type) {
        case PAD1 -> out.text(", pad1");
        case PADN -> out.text(", padn");
        default -> {
          out.text(", sopt_type 0x").hex(type, 2);
          out.text(": len=").decimal(in.u8(option + 1));
        }
      }
    }
    return true;
  }
}
