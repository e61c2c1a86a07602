// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.print.text.TextBuffer;

/** The extensions after the packet quoted by an ICMP error (RFC 4884). */
final class IcmpExtensions extends ProtocolPrinter {
  private static final int LENGTH = 5;
  private static final int START = 136;
  private static final int HEADER_LENGTH = 4;
  private static final int OBJECT_HEADER_LENGTH = 4;
  private static final int VERSION = 2;
  private static final int MPLS_LABELS = 1;
  private static final int INTERFACE = 2;

  IcmpExtensions(LineContext line) {
    super(line);
  }

  /** Appends the extensions of the message that begins at {@code message}, if it has any. */
  void print(long message, long length) {
    if (length <= START) {
      return;
    }
    long at = message + START;
    long left = length - START;
    if (!in.has(message, START + HEADER_LENGTH + 1)) {
      line.truncated();
      return;
    }
    TextBuffer out = line.out;
    // A message that does not state their position has extensions if their checksum is correct.
    if (in.u8(message + LENGTH) == 0 && in.has(at, left) && !isSumRight(at, left)) {
      return;
    }
    int version = in.u8(at) >>> 4;
    out.text("\n\tICMP Multi-Part extension v").decimal(version);
    if (version != VERSION) {
      out.text(" packet not supported");
      return;
    }
    if (in.has(at, left)) {
      out.text(", checksum 0x").hex(in.u16(at + 2), 4);
      out.text(isSumRight(at, left) ? " (correct), length " : " (incorrect), length ");
      out.decimal(left);
    }
    objects(at + HEADER_LENGTH, left - HEADER_LENGTH);
  }

  private boolean isSumRight(long at, long length) {
    return InternetChecksum.isCorrect(InternetChecksum.add(0, in.memory(), at, at + length));
  }

  private void objects(long from, long length) {
    long at = from;
    // A length smaller than a header wraps around as an unsigned number.
    long left = length < 0 ? length & 0xFFFF_FFFFL : length;
    while (left > OBJECT_HEADER_LENGTH) {
      if (!in.has(at, OBJECT_HEADER_LENGTH)) {
        line.truncated();
        return;
      }
      int stated = in.u16(at);
      int classNumber = in.u8(at + 2);
      int type = in.u8(at + 3);
      object(classNumber, type, stated);
      at += OBJECT_HEADER_LENGTH;
      left -= OBJECT_HEADER_LENGTH;
      int data = stated - OBJECT_HEADER_LENGTH;
      if (classNumber == 0 || data < 0) {
        return;
      }
      if (classNumber == MPLS_LABELS && type == 1) {
        label(at);
      } else {
        line.hex(at, data, "\t    ");
      }
      if (left < data) {
        return;
      }
      at += data;
      left -= data;
    }
  }

  private void object(int classNumber, int type, int length) {
    TextBuffer out = line.out;
    out.text("\n\t  ");
    out.text(
        switch (classNumber) {
          case MPLS_LABELS -> "MPLS Stack Entry";
          case INTERFACE -> "Interface Identification";
          default -> "unknown";
        });
    out.text(" Object (").decimal(classNumber).text("), Class-Type: ").decimal(type);
    out.text(", length ").decimal(length);
  }

  /** RFC 4950. */
  private void label(long at) {
    long entry = in.u32(at);
    TextBuffer out = line.out;
    out.text("\n\t    label ").decimal(entry >>> 12).text(", tc ").decimal(entry >>> 9 & 7);
    if ((entry & 0x100) != 0) {
      out.text(", [S]");
    }
    out.text(", ttl ").decimal(entry & 0xFF);
  }
}
