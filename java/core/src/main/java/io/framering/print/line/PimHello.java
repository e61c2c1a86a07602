// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of a PIM hello (RFC 7761, section 4.9.2). */
final class PimHello extends ProtocolPrinter {
  private static final int OPTION_HEADER = 4;
  private static final int HOLD_TIME = 1;
  private static final int PRUNE_DELAY = 2;
  private static final int OLD_PRIORITY = 18;
  private static final int PRIORITY = 19;
  private static final int GENERATION = 20;
  private static final int REFRESH = 21;
  private static final int BIDIRECTIONAL = 22;
  private static final int ADDRESSES = 24;
  private static final int OLD_ADDRESSES = 65_001;

  private final PimAddresses message;

  PimHello(LineContext line, PimAddresses message) {
    super(line);
    this.message = message;
  }

  /** Prints the rest of the message. Returns false if it is truncated. */
  boolean print() {
    TextBuffer out = line.out;
    while (message.left > 0) {
      if (message.left < OPTION_HEADER) {
        return false;
      }
      int type = in.u16(message.at);
      int size = in.u16(message.at + 2);
      out.text("\n\t  ").text(name(type)).text(" Option (").decimal(type).text("), length ");
      out.decimal(size).text(", Value: ");
      message.skip(OPTION_HEADER);
      if (!message.has(size)) {
        return false;
      }
      int wanted = length(type, size);
      if (size != wanted) {
        out.text("[option length ").decimal(size).text(" != ").decimal(wanted).character(']');
        line.invalid();
        return true;
      }
      long at = message.at;
      long left = message.left;
      if (!value(type, at, size)) {
        return false;
      }
      if (line.verbosity > 1) {
        line.hex(at, size, "\t    ");
      }
      message.at = at + size;
      message.left = left - size;
    }
    return true;
  }

  private static int length(int type, int size) {
    return switch (type) {
      case HOLD_TIME -> 2;
      case PRUNE_DELAY, GENERATION, REFRESH -> 4;
      case OLD_PRIORITY, PRIORITY -> size == 0 ? 0 : 4;
      default -> size;
    };
  }

  private boolean value(int type, long at, int size) {
    TextBuffer out = line.out;
    switch (type) {
      case HOLD_TIME -> Durations.print(in.u16(at), out);
      case PRUNE_DELAY -> {
        int delay = in.u16(at);
        out.text("\n\t    T-bit=").decimal(delay >> 15).text(", LAN delay ");
        out.decimal(delay & 0x7FFF).text("ms, Override interval ").decimal(in.u16(at + 2));
        out.text("ms");
      }
      case OLD_PRIORITY, PRIORITY -> {
        if (size == 0) {
          out.text("Bi-Directional Capability (Old)");
        } else {
          out.decimal(in.u32(at));
        }
      }
      case GENERATION -> out.text("0x").hex(in.u32(at), 8);
      case REFRESH -> refresh(at);
      case BIDIRECTIONAL -> {}
      case ADDRESSES, OLD_ADDRESSES -> {
        return line.verbosity == 1 || addresses(at + size);
      }
      default -> {
        if (line.verbosity == 1) {
          line.hex(at, size, "\t    ");
        }
      }
    }
    return true;
  }

  private void refresh(long at) {
    TextBuffer out = line.out;
    int interval = in.u8(at + 1);
    int reserved = in.u16(at + 2);
    out.character('v').decimal(in.u8(at));
    if (interval != 0) {
      out.text(", interval ");
      Durations.print(interval, out);
    }
    if (reserved != 0) {
      out.text(" ?0x").hex(reserved, 4).character('?');
    }
  }

  private boolean addresses(long end) {
    while (message.at < end) {
      if (!message.unicast("\n\t    ")) {
        return false;
      }
    }
    return true;
  }

  private static String name(int type) {
    return switch (type) {
      case HOLD_TIME -> "Hold Time";
      case PRUNE_DELAY -> "LAN Prune Delay";
      case OLD_PRIORITY -> "DR Priority (Old)";
      case PRIORITY -> "DR Priority";
      case GENERATION -> "Generation ID";
      case REFRESH -> "State Refresh Capability";
      case BIDIRECTIONAL -> "Bi-Directional Capability";
      case ADDRESSES -> "Address List";
      case OLD_ADDRESSES -> "Address List (Old)";
      default -> "Unknown";
    };
  }
}
