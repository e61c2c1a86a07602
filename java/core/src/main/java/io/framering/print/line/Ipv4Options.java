// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of an IPv4 header (RFC 791). */
final class Ipv4Options extends ProtocolPrinter {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int TRACEROUTE = 82;
  private static final int SECURITY = 130;
  private static final int LOOSE_SOURCE_ROUTE = 131;
  private static final int STRICT_SOURCE_ROUTE = 137;
  private static final int ROUTER_ALERT = 148;

  private static final int TIMES_ONLY = 0;
  private static final int TIMES_AND_ADDRESSES = 1;
  private static final int PRESPECIFIED = 3;

  Ipv4Options(LineContext line) {
    super(line);
  }

  /** Appends the options. Returns false if they are truncated. */
  boolean print(long from, int length) {
    long at = from;
    int left = length;
    while (left > 0) {
      if (at > from) {
        line.out.character(',');
      }
      int kind = in.u8(at);
      name(kind);
      int option = 1;
      if (kind != NOP && kind != END) {
        option = in.u8(at + 1);
        if (option < 2) {
          badLength(option);
          return true;
        }
      }
      if (option > left) {
        badLength(option);
        return true;
      }
      if (!in.has(at, option)) {
        return false;
      }
      if (kind == END) {
        return true;
      }
      if (!data(kind, at, option)) {
        return false;
      }
      at += option;
      left -= option;
    }
    return true;
  }

  /** Appends the value of an option. Returns false if it is truncated. */
  private boolean data(int kind, long at, int length) {
    switch (kind) {
      case TIMESTAMP -> {
        return timestamps(at, length);
      }
      case RECORD_ROUTE, STRICT_SOURCE_ROUTE, LOOSE_SOURCE_ROUTE -> {
        return route(at, length);
      }
      case ROUTER_ALERT -> {
        if (length < 4) {
          badLength(length);
        } else if (in.u16(at + 2) != 0) {
          line.out.text(" value ").decimal(in.u16(at + 2));
        }
      }
      default -> {}
    }
    return true;
  }

  private void badLength(int length) {
    line.out.text(" [bad length ").decimal(length).character(']');
  }

  // An option of a wrong length ends inside an address, which is still read completely.
  private boolean route(long at, int length) {
    if (length < 3) {
      badLength(length);
      return true;
    }
    if ((length + 1) % 4 != 0) {
      badLength(length);
    }
    int stated = in.u8(at + 2);
    long pointer = pointer(stated);
    if (pointer < 3 || (pointer + 1) % 4 != 0 || pointer > length + 1) {
      line.out.text(" [bad ptr ").decimal(stated).character(']');
    }
    for (int i = 3; i < length; i += 4) {
      if (!in.has(at + i, 4)) {
        return false;
      }
      line.out.character(' ');
      line.ipv4(at + i);
      if (pointer > i) {
        line.out.character(',');
      }
    }
    return true;
  }

  // One less than the option's value, unsigned: a pointer of 0 is far after the end.
  private static long pointer(int stated) {
    return stated - 1 & 0xFFFF_FFFFL;
  }

  private boolean timestamps(long at, int length) {
    TextBuffer out = line.out;
    if (length < 4) {
      out.text("[bad length ").decimal(length).character(']');
      return true;
    }
    out.text(" TS{");
    int flag = in.u8(at + 3) & 0xF;
    int hop = flag == TIMES_ONLY ? 4 : 8;
    if ((length - 4) % hop != 0) {
      out.text("[bad length ").decimal(length).character(']');
    }
    int stated = in.u8(at + 2);
    long pointer = pointer(stated);
    if (pointer < 4 || (pointer - 4) % hop != 0 || pointer > length + 1) {
      out.text("[bad ptr ").decimal(stated).character(']');
    }
    int i = 0;
    String name = timestampsName(flag);
    if (name == null) {
      out.text("[bad ts type ").decimal(flag).character(']');
    } else {
      out.text(name);
      for (i = 4; i < length; i += hop) {
        if (!in.has(at + i, hop)) {
          return false;
        }
        hop(at + i, hop, pointer == i);
      }
    }
    if (pointer == i) {
      out.text(" ^ ");
    }
    int overflow = in.u8(at + 3) >>> 4;
    if (overflow > 0) {
      out.text(" [").decimal(overflow).text(" hops not recorded]} ");
    } else {
      out.character('}');
    }
    return true;
  }

  private static String timestampsName(int flag) {
    return switch (flag) {
      case TIMES_ONLY -> "TSONLY";
      case TIMES_AND_ADDRESSES -> "TS+ADDR";
      case PRESPECIFIED -> "PRESPEC";
      default -> null;
    };
  }

  private void hop(long at, int length, boolean isNext) {
    long time = in.u32(at + length - 4);
    line.out.text(isNext ? " ^ " : " ").decimal(time).character('@');
    if (length == 8) {
      line.ipv4(at);
    }
  }

  /**
   * The final destination of the packet: from a source route, if there is a valid one.
   *
   * @param ip offset of the IPv4 header
   */
  long finalDestination(long ip) {
    long at = ip + Ipv4Printer.HEADER_LENGTH;
    int left = (in.u8(ip) & 0xF) * 4 - Ipv4Printer.HEADER_LENGTH;
    while (left > 0) {
      int kind = in.u8(at);
      int option = 1;
      if (kind == END) {
        break;
      }
      if (kind != NOP) {
        option = in.u8(at + 1);
        if (option < 2) {
          break;
        }
      }
      if (option > left || !in.has(at, option)) {
        break;
      }
      if ((kind == STRICT_SOURCE_ROUTE || kind == LOOSE_SOURCE_ROUTE) && option >= 7) {
        return in.u32(at + option - 4);
      }
      at += option;
      left -= option;
    }
    return in.u32(ip + Ipv4Printer.DESTINATION);
  }

  private void name(int kind) {
    switch (kind) {
      case END -> line.out.text("EOL");
      case NOP -> line.out.text("NOP");
      case RECORD_ROUTE -> line.out.text("RR");
      case TIMESTAMP -> line.out.text("timestamp");
      case TRACEROUTE -> line.out.text("traceroute");
      case SECURITY -> line.out.text("security");
      case LOOSE_SOURCE_ROUTE -> line.out.text("LSRR");
      case STRICT_SOURCE_ROUTE -> line.out.text("SSRR");
      case ROUTER_ALERT -> line.out.text("RA");
      default -> line.out.text("unknown ").decimal(kind);
    }
  }
}
