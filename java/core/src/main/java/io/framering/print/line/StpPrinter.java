// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Spanning tree: IEEE 802.1D, 802.1w and 802.1s. */
final class StpPrinter extends ProtocolPrinter {
  private static final int SHORTEST = 4;
  private static final int CONFIGURATION_LENGTH = 35;
  private static final int RAPID_LENGTH = 36;
  private static final int MULTIPLE_LENGTH = 102;

  private static final int VERSION = 2;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final int ROOT = 5;
  private static final int PATH_COST = 13;
  private static final int BRIDGE = 17;
  private static final int PORT = 25;
  private static final int AGES = 27;
  private static final int VERSION_1_LENGTH = 35;
  private static final int VERSION_3_LENGTH = 36;

  private static final int PLAIN = 0;
  private static final int RAPID = 2;
  private static final int MULTIPLE = 3;
  private static final int SHORTEST_PATH = 4;

  private static final int TYPE_CONFIGURATION = 0x00;
  private static final int TYPE_RAPID = 0x02;
  private static final int TYPE_TOPOLOGY_CHANGE = 0x80;

  private final MstpPrinter multiple;

  StpPrinter(LineContext line) {
    super(line);
    multiple = new MstpPrinter(line);
  }

  /** Prints a message. */
  void print(long at, long length) {
    line.protocol = "stp";
    TextBuffer out = line.out;
    if (length < SHORTEST) {
      line.invalid();
      return;
    }
    if (in.u16(at) != 0) {
      out.text("unknown STP version, length ").decimal(length);
      return;
    }
    int version = in.u8(at + VERSION);
    out.text("STP ");
    String name = versionName(version);
    if (name == null) {
      out.text("Unknown STP protocol (0x").hex(version, 2).character(')');
      return;
    }
    out.text(name);
    int type = in.u8(at + TYPE);
    switch (type) {
      case TYPE_CONFIGURATION -> {
        out.text(", Config");
        configuration(at, length, CONFIGURATION_LENGTH);
      }
      case TYPE_RAPID -> {
        out.text(", Rapid STP");
        if (version == RAPID) {
          configuration(at, length, RAPID_LENGTH);
        } else if (version != PLAIN) {
          multiple(at, length);
        }
      }
      case TYPE_TOPOLOGY_CHANGE -> out.text(", Topology Change");
      default -> out.text(", Unknown BPDU Type (0x").hex(type, 2).character(')');
    }
  }

  private static String versionName(int version) {
    return switch (version) {
      case PLAIN -> "802.1d";
      case RAPID -> "802.1w";
      case MULTIPLE -> "802.1s";
      case SHORTEST_PATH -> "802.1aq";
      default -> null;
    };
  }

  private void configuration(long at, long length, int shortest) {
    if (length < shortest) {
      line.invalid();
      return;
    }
    TextBuffer out = line.out;
    int flags = in.u8(at + FLAGS);
    out.text(", Flags [");
    flags(flags, out);
    out.character(']');
    in.need(at + BRIDGE, PORT + 2 - BRIDGE);
    out.text(", bridge-id ");
    bridge(at + BRIDGE, line);
    out.character('.').hex(in.u16(at + PORT), 4).text(", length ").decimal(length);
    if (line.verbose()) {
      ages(at + AGES, line);
      in.need(at + ROOT, PATH_COST + 4 - ROOT);
      out.text("\n\troot-id ");
      bridge(at + ROOT, line);
      out.text(", root-pathcost ").decimal(in.u32(at + PATH_COST));
      if (in.u8(at + VERSION) == RAPID) {
        out.text(", port-role ").text(role(flags));
      }
    }
  }

  private void multiple(long at, long length) {
    boolean valid =
        length >= MULTIPLE_LENGTH
            && in.u8(at + VERSION_1_LENGTH) == 0
            && length >= RAPID_LENGTH + 2 + in.u16(at + VERSION_3_LENGTH);
    if (valid) {
      multiple.print(at, length);
    } else {
      line.invalid();
    }
  }

  static void flags(int flags, TextBuffer out) {
    String separator = "";
    for (int bit = 1; bit <= 0x80; bit <<= 1) {
      String name = (flags & bit) == 0 ? null : flagName(bit);
      if (name != null) {
        out.text(separator).text(name);
        separator = ", ";
      }
    }
    if (separator.isEmpty()) {
      out.text("none");
    }
  }

  private static String flagName(int bit) {
    return switch (bit) {
      case 0x01 -> "Topology change";
      case 0x02 -> "Proposal";
      case 0x10 -> "Learn";
      case 0x20 -> "Forward";
      case 0x40 -> "Agreement";
      case 0x80 -> "Topology change ACK";
      default -> null;
    };
  }

  static String role(int flags) {
    return switch (flags >>> 2 & 3) {
      case 1 -> "Alternate";
      case 2 -> "Root";
      case 3 -> "Designated";
      default -> "Unknown";
    };
  }

  /**
   * Appends a priority and a MAC address, {@code 8000.02:00:00:00:00:01}, or nothing if it is
   * truncated.
   */
  static void bridge(long at, LineContext line) {
    line.in.need(at, 8);
    line.out.hex(line.in.u16(at), 4).character('.');
    line.mac(at + 2);
  }

  /** Appends the four times from {@code at} on, or nothing if they are truncated. */
  static void ages(long at, LineContext line) {
    line.in.need(at, 8);
    seconds("\n\tmessage-age ", at, line);
    seconds(", max-age ", at + 2, line);
    seconds(", hello-time ", at + 4, line);
    seconds(", forwarding-delay ", at + 6, line);
  }

  // In units of 1/256 s; rounded to hundredths, a half to the even one.
  private static void seconds(String what, long at, LineContext line) {
    int value = line.in.u16(at) * 25;
    int rest = value & 63;
    int hundredths = value >>> 6;
    if (rest > 32 || rest == 32 && (hundredths & 1) != 0) {
      hundredths++;
    }
    line.out.text(what).decimal(hundredths / 100).character('.');
    line.out.decimal(hundredths % 100, 2).character('s');
  }
}
