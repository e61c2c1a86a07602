// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** VXLAN (RFC 7348). */
final class VxlanPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int VNI = 4;
  private static final int RESERVED = 7;

  private static final int VALID_VNI = 0x08;

  private final Dispatch dispatch;

  VxlanPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints the header, and the Ethernet frame in it on the next line. */
  void print(long at, long length) {
    line.protocol = "vxlan";
    TextBuffer out = line.out;
    out.text("VXLAN");
    if (length < HEADER_LENGTH) {
      line.invalid();
      return;
    }
    int flags = in.u8(at);
    out.text(", flags [").text((flags & VALID_VNI) != 0 ? "I" : "invalid");
    out.text("] (0x").hex(flags, 2).text("), ");
    int vni = in.u24(at + VNI);
    out.text("vni ").decimal(vni).newline();
    in.need(at + RESERVED, 1);
    long frame = at + HEADER_LENGTH;
    dispatch.ethernet(frame, length - HEADER_LENGTH, in.available(frame));
  }
}
