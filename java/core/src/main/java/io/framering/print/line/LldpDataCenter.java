// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** LLDP's TLVs of data center bridging (DCBX 1.01). */
final class LldpDataCenter extends ProtocolPrinter {
  private static final int OLD_REVISION = 1;
  private static final int REVISION = 2;
  private static final int HEADER_LENGTH = 2;
  private static final int LENGTH_BITS = 9;
  private static final int LENGTH = 0x1FF;
  private static final int PRIORITIES = 8;
  private static final int FEATURE_LENGTH = 4;
  private static final int APPLICATION_LENGTH = 6;

  LldpDataCenter(LineContext line) {
    super(line);
  }

  /** Prints a TLV. Returns false if all of its bytes, or the last part, are unknown. */
  boolean print(long first, int length) {
    if (length < 4) {
      return true;
    }
    TextBuffer out = line.out;
    int subtype = in.u8(first + 3);
    out.text("\n\t  ").text(name(subtype)).text(" Subtype (").decimal(subtype).character(')');
    if (subtype == OLD_REVISION) {
      return false;
    }
    boolean known = true;
    long at = first + 4;
    int left = length - 4;
    while (left >= HEADER_LENGTH) {
      int header = in.u16(at);
      int type = header >> LENGTH_BITS;
      int size = header & LENGTH;
      at += HEADER_LENGTH;
      left -= HEADER_LENGTH;
      known = true;
      if (type == 0 || size == 0 || left < size || size < minimum(type)) {
        return true;
      }
      known = part(type, at, size);
      if (!known || line.verbosity > 1) {
        line.hex(at, size, "\t    ");
      }
      at += size;
      left -= size;
    }
    return known;
  }

  private static int minimum(int type) {
    return switch (type) {
      case 1 -> 10;
      case 2 -> 17;
      case 3 -> 6;
      case 4 -> 4;
      default -> 0;
    };
  }

  private boolean part(int type, long at, int size) {
    switch (type) {
      case 1 -> {
        versions("Control - Protocol Control (type 0x1", at, size);
        line.out.text("\n\t      Sequence Number: ").decimal(in.u32(at + 2));
        line.out.text("\n\t      Acknowledgement Number: ").decimal(in.u32(at + 6));
      }
      case 2 -> {
        feature("Feature - Priority Group (type 0x2", at, size);
        groups(at + FEATURE_LENGTH);
      }
      case 3 -> {
        feature("Feature - Priority Flow Control (type 0x3", at, size);
        flowControl(at + FEATURE_LENGTH);
      }
      case 4 -> {
        feature("Feature - Application (type 0x4", at, size);
        applications(at + FEATURE_LENGTH, size - FEATURE_LENGTH);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void versions(String label, long at, int size) {
    line.out.text("\n\t    ").text(label).text(", length ").decimal(size).character(')');
    line.out.text("\n\t      Oper_Version: ").decimal(in.u8(at));
    line.out.text("\n\t      Max_Version: ").decimal(in.u8(at + 1));
  }

  private void feature(String label, long at, int size) {
    versions(label, at, size);
    int bits = in.u8(at + 2);
    line.out.text("\n\t      Info block(0x");
    Characters.upperHex(bits, line.out);
    line.out.text("): Enable bit: ").decimal(bits >> 7).text(", Willing bit: ");
    line.out.decimal(bits >> 6 & 1).text(", Error Bit: ").decimal(bits >> 5 & 1);
    line.out.text("\n\t      SubType: ").decimal(in.u8(at + 3));
  }

  private void groups(long at) {
    TextBuffer out = line.out;
    out.text("\n\t      Priority Allocation");
    for (int i = 0; i < PRIORITIES; i++) {
      int both = in.u8(at + i / 2);
      out.text("\n\t          PgId_").decimal(i).text(": ");
      out.decimal(i % 2 == 0 ? both >> 4 : both & 15);
    }
    out.text("\n\t      Priority Group Allocation");
    for (int i = 0; i < PRIORITIES; i++) {
      out.text("\n\t          Pg percentage[").decimal(i).text("]: ").decimal(in.u8(at + 4 + i));
    }
    out.text("\n\t      NumTCsSupported: ").decimal(in.u8(at + 12));
  }

  private void flowControl(long at) {
    TextBuffer out = line.out;
    int bits = in.u8(at);
    out.text("\n\t      PFC Config (0x");
    Characters.upperHex(bits, out);
    out.character(')');
    for (int i = 0; i < PRIORITIES; i++) {
      out.text("\n\t          Priority Bit ").decimal(i).text(": ");
      out.text((bits >> i & 1) != 0 ? "Enabled" : "Disabled");
    }
    out.text("\n\t      NumTCPFCSupported: ").decimal(in.u8(at + 1));
  }

  private void applications(long first, int length) {
    TextBuffer out = line.out;
    long at = first;
    for (int left = length; left >= APPLICATION_LENGTH; left -= APPLICATION_LENGTH) {
      int selector = in.u24(at + 2);
      out.text("\n\t      Application Value\n\t          Application Protocol ID: 0x");
      out.hex(in.u16(at), 4).text("\n\t          SF (0x").hex(selector >> 22);
      out.text(") Application Protocol ID is ");
      out.text(selector >> 22 != 0 ? "Socket Number" : "L2 EtherType");
      out.text("\n\t          OUI: 0x").hex(selector & 0x3F_FFFF, 6);
      out.text("\n\t          User Priority Map: 0x").hex(in.u8(at + 5), 2);
      at += APPLICATION_LENGTH;
    }
  }

  private static String name(int subtype) {
    return switch (subtype) {
      case OLD_REVISION -> "DCB Capability Exchange Protocol Rev 1";
      case REVISION -> "DCB Capability Exchange Protocol Rev 1.01";
      default -> "unknown";
    };
  }
}
