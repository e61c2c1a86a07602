// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The slow protocols of IEEE 802.3: LACP and its marker protocol (802.1AX). */
final class SlowProtocolsPrinter extends ProtocolPrinter {
  private static final int LACP = 1;
  private static final int MARKER = 2;
  private static final int OAM = 3;

  private static final int TERMINATOR = 0;
  private static final int ACTOR = 1;
  private static final int PARTNER = 2;
  private static final int COLLECTOR = 3;
  private static final int PORT_LENGTH = 20;
  private static final int SHORT_LENGTH = 16;

  private static final FlagNames STATES =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64, 128},
          "Activity",
          "Timeout",
          "Aggregation",
          "Synchronization",
          "Collecting",
          "Distributing",
          "Default",
          "Expired");

  SlowProtocolsPrinter(LineContext line) {
    super(line);
  }

  /** Prints a packet. */
  void print(long at, long length) {
    line.protocol = "slow";
    TextBuffer out = line.out;
    if (length < 1) {
      tooShort();
      return;
    }
    int subtype = in.u8(at);
    switch (subtype) {
      case LACP -> versioned("LACP", true, at, length);
      case MARKER -> versioned("MARKER", false, at, length);
      case OAM -> out.text("OAM, length ").decimal(length - 1);
      default -> {
        out.text("unknown (").decimal(subtype).text("), length ").decimal(length);
        line.hex(at, length, "\t");
      }
    }
  }

  private void tooShort() {
    line.out.text(line.verbose() ? "\n\t\t packet is too short" : " (packet is too short)");
  }

  private void versioned(String name, boolean lacp, long at, long length) {
    TextBuffer out = line.out;
    if (length < 2) {
      tooShort();
      return;
    }
    int version = in.u8(at + 1);
    out.text(name);
    if (version != 1) {
      out.text(" version ").decimal(version).text(" packet not supported");
      return;
    }
    out.text("v1, length ").decimal(length);
    if (line.verbose()) {
      elements(lacp, at + 2, length - 2);
    }
  }

  private void elements(boolean lacp, long from, long length) {
    TextBuffer out = line.out;
    long at = from;
    long left = length;
    while (left > 0) {
      if (left < 2) {
        tooShort();
        return;
      }
      int type = in.u8(at);
      int size = in.u8(at + 1);
      out.text("\n\t").text(elementName(lacp, type)).text(" TLV (0x").hex(type, 2);
      out.text("), length ").decimal(size);
      if (type == TERMINATOR) {
        return;
      }
      if (size < 2) {
        out.text("\n\t    ERROR: illegal length - should be >= 2");
        return;
      }
      if (left < size) {
        tooShort();
        return;
      }
      in.need(at, size);
      if (!element(lacp, type, at, size) || line.verbosity > 1) {
        line.hex(at + 2, size - 2, "\t  ");
      }
      at += size;
      left -= size;
    }
  }

  private static String elementName(boolean lacp, int type) {
    if (!lacp) {
      return type == ACTOR ? "Marker Information" : type == TERMINATOR ? "Terminator" : "Unknown";
    }
    return switch (type) {
      case TERMINATOR -> "Terminator";
      case ACTOR -> "Actor Information";
      case PARTNER -> "Partner Information";
      case COLLECTOR -> "Collector Information";
      default -> "Unknown";
    };
  }

  /** Appends an element. Returns false if its type is unknown. */
  private boolean element(boolean lacp, int type, long at, int size) {
    TextBuffer out = line.out;
    if (lacp && (type == ACTOR || type == PARTNER)) {
      if (hasLength(size, PORT_LENGTH)) {
        out.text("\n\t  System ");
        line.mac(at + 4);
        out.text(", System Priority ").decimal(in.u16(at + 2));
        out.text(", Key ").decimal(in.u16(at + 10)).text(", Port ").decimal(in.u16(at + 14));
        out.text(", Port Priority ").decimal(in.u16(at + 12)).text("\n\t  State Flags [");
        STATES.print(in.u8(at + 16), out);
        out.character(']');
      }
    } else if (lacp && type == COLLECTOR) {
      if (hasLength(size, SHORT_LENGTH)) {
        out.text("\n\t  Max Delay ").decimal(in.u16(at + 2));
      }
    } else if (!lacp && type == ACTOR) {
      if (hasLength(size, SHORT_LENGTH)) {
        out.text("\n\t  Request System ");
        line.mac(at + 4);
        out.text(", Request Port ").decimal(in.u16(at + 2));
        out.text(", Request Transaction ID 0x").hex(in.u32(at + 10), 8);
      }
    } else {
      return false;
    }
    return true;
  }

  private boolean hasLength(int size, int wanted) {
    if (size == wanted) {
      return true;
    }
    line.out.text("\n\t    ERROR: illegal length - should be ").decimal(wanted);
    return false;
  }
}
