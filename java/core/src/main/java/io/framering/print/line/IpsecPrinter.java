// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The headers of IPsec: AH (RFC 4302) and ESP (RFC 4303), and IPComp (RFC 3173). */
final class IpsecPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int ICV = 12;

  IpsecPrinter(LineContext line) {
    super(line);
  }

  /** Prints an authentication header. Returns its length. */
  int authentication(long at) {
    line.protocol = "ah";
    TextBuffer out = line.out;
    out.text("AH");
    int stated = in.u8(at + 1);
    int length = (stated + 2) * 4;
    out.character('(');
    if (line.verbose()) {
      out.text("length=").decimal(stated).character('(').decimal(length).text("-bytes),");
    }
    int reserved = in.u16(at + 2);
    if (reserved != 0) {
      out.text("reserved=0x").hex(reserved).text("[MustBeZero],");
    }
    long index = in.u32(at + 4);
    out.text("spi=0x").hex(index, 8).character(',');
    long sequence = in.u32(at + 8);
    out.text("seq=0x").hex(sequence).text(",icv=0x");
    Characters.hex(in, at + ICV, length - ICV, out);
    out.text("): ");
    return length;
  }

  /** Prints an encrypted packet. */
  void encrypted(long at, long length) {
    line.protocol = "esp";
    if (in.available(at) <= HEADER_LENGTH) {
      line.truncated();
      return;
    }
    line.out.text("ESP(spi=0x").hex(in.u32(at), 8);
    line.out.text(",seq=0x").hex(in.u32(at + 4)).text("), length ").decimal(length);
  }

  /** Prints a compressed packet. */
  void compressed(long at) {
    line.protocol = "ipcomp";
    int index = in.u16(at + 2);
    line.out.text("IPComp(cpi=0x").hex(index, 4).character(')');
  }
}
