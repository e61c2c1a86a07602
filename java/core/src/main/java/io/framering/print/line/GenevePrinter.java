// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Geneve (RFC 8926). */
final class GenevePrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int FLAGS = 1;
  private static final int TYPE = 2;
  private static final int VNI = 4;
  private static final int RESERVED = 7;
  private static final int OPTION_LENGTH = 4;
  private static final int ETHERNET = 0x6558;
  private static final int CRITICAL = 0x80;

  private static final String[] FLAG_NAMES = {"R6", "R5", "R4", "R3", "R2", "R1", "C", "O"};

  private final Dispatch dispatch;

  GenevePrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints the header, its options and the packet in it. */
  void print(long at, long length) {
    line.protocol = "geneve";
    TextBuffer out = line.out;
    out.text("Geneve");
    if (length < HEADER_LENGTH) {
      out.text(" [length ").decimal(length).text(" < 8]");
      line.invalid();
      return;
    }
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    int first = in.u8(at);
    int version = first >>> 6;
    if (version != 0) {
      out.text(" ERROR: unknown-version ").decimal(version);
      return;
    }
    flags(in.u8(at + FLAGS));
    int type = in.u16(at + TYPE);
    int vni = in.u24(at + VNI);
    out.text(", vni 0x").hex(vni);
    int reserved = in.u8(at + RESERVED);
    if (reserved != 0) {
      out.text(", rsvd 0x").hex(reserved);
    }
    if (line.linkLevel) {
      String name = EtherTypeNames.name(type);
      out.text(", proto ").text(name == null ? "unknown" : name);
      out.text(" (0x").hex(type, 4).character(')');
    }
    int options = (first & 0x3F) * 4;
    long left = length - HEADER_LENGTH;
    if (left < options) {
      out.text(" truncated-geneve - ").decimal(options - left).text(" bytes missing");
      return;
    }
    if (!in.has(at + HEADER_LENGTH, options)) {
      line.truncated();
      return;
    }
    options(at + HEADER_LENGTH, options);
    out.text(line.verbose() ? "\n\t" : ": ");
    payload(type, at + HEADER_LENGTH + options, left - options);
  }

  private void flags(int flags) {
    TextBuffer out = line.out;
    out.text(", Flags [");
    for (int bit = 7; bit >= 0; bit--) {
      if ((flags >>> bit & 1) != 0) {
        out.text(FLAG_NAMES[bit]);
      }
    }
    out.text(flags == 0 ? "none]" : "]");
  }

  private void options(long from, int length) {
    TextBuffer out = line.out;
    if (length == 0) {
      return;
    }
    out.text(", options [");
    if (!line.verbose()) {
      out.decimal(length).text(" bytes]");
      return;
    }
    String separator = "";
    for (int done = 0; done < length; ) {
      int size = option(from + done, length - done, separator);
      if (size == 0) {
        break;
      }
      done += size;
      separator = ", ";
    }
    out.character(']');
  }

  /** Appends one option. Returns its length, or 0 if it is longer than the rest. */
  private int option(long at, int left, String separator) {
    TextBuffer out = line.out;
    out.text(separator);
    int group = in.u16(at);
    out.text("class ").text(className(group)).text(" (0x").hex(group).text(") type 0x");
    int type = in.u8(at + 2);
    out.hex(type);
    if ((type & CRITICAL) != 0) {
      out.text("(C)");
    }
    int size = OPTION_LENGTH + (in.u8(at + 3) & 0x1F) * 4;
    out.text(" len ").decimal(size);
    if (left < size) {
      out.text(" [bad length]");
      return 0;
    }
    if (line.verbosity > 1 && size > OPTION_LENGTH) {
      out.text(" data");
      for (int i = OPTION_LENGTH; i < size; i += 4) {
        out.character(' ').hex(in.u32(at + i), 8);
      }
    }
    return size;
  }

  private static String className(int group) {
    return switch (group) {
      case 0x0100 -> "Linux";
      case 0x0101 -> "Open vSwitch";
      case 0x0102 -> "Open Virtual Networking (OVN)";
      case 0x0103 -> "In-band Network Telemetry (INT)";
      case 0x0104 -> "VMware";
      default -> group <= 0xFF ? "Standard" : group >= 0xFFF0 ? "Experimental" : "Unknown";
    };
  }

  private void payload(int type, long at, long length) {
    if (dispatch.etherType(type, at, length)) {
      return;
    }
    if (type == ETHERNET) {
      dispatch.ethernet(at, length, in.available(at));
    } else {
      line.out.text("geneve-proto-0x").hex(type);
    }
  }
}
