// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** OSPF, version 2 (RFC 2328) and 3 (RFC 5340): the type of a packet. */
final class OspfPrinter extends ProtocolPrinter {
  private static final int TYPE = 1;
  private static final int AUTHENTICATION = 14;
  private static final int CRYPTOGRAPHIC = 2;
  private static final int DIGEST_BYTES = 16;
  private static final String[] TYPES = {
    null, "Hello", "Database Description", "LS-Request", "LS-Update", "LS-Ack"
  };

  OspfPrinter(LineContext line) {
    super(line);
  }

  /** Prints a packet in IP of this version. */
  void print(int ipVersion, long at, long length) {
    boolean six = ipVersion == 6;
    line.protocol = six ? "ospf3" : "ospf2";
    if (!six && in.u16(at + AUTHENTICATION) == CRYPTOGRAPHIC) {
      // The digest at the end belongs to no part of the packet, and tcpdump looks no further.
      long before = in.limit(at, in.available(at) - DIGEST_BYTES);
      printType(false, at, length - DIGEST_BYTES & 0xFFFF_FFFFL);
      in.restore(before);
    } else {
      printType(six, at, length);
    }
  }

  private void printType(boolean six, long at, long length) {
    TextBuffer out = line.out;
    int type = in.u8(at + TYPE);
    out.text("OSPFv").decimal(in.u8(at)).text(", ");
    if (type < TYPES.length && TYPES[type] != null) {
      out.text(TYPES[type]);
    } else if (six) {
      out.text("unknown packet type (").decimal(type).character(')');
    } else {
      out.text("unknown LS-type ").decimal(type);
    }
    out.text(", length ").decimal(length);
  }
}
