// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;

/** An object identifier of ASN.1 (X.690, section 8.19), read into a text with dots. */
final class ObjectIdentifier {
  private static final int MORE = 0x80;
  private static final int ARC_BITS = 7;
  private static final int ROOT_ARCS = 40;
  private static final int MOST_ARCS = 128; // RFC 2578, section 3.5
  private static final long LARGEST_ARC = 0xFFFF_FFFFL;
  private static final int LONGEST_ARC = 11; // with the dot

  private static final Problem BAD_IDENTIFIER = Problem.malformed("invalid object identifier");

  private final byte[] text = new byte[(MOST_ARCS + 1) * LONGEST_ARC];
  private final MemorySegment memory = MemorySegment.ofArray(text);
  private int length;

  /** Passes the identifier of {@code count} bytes, which are captured, to {@code visitor}. */
  void describe(Header header, int at, int count, Field field, FieldVisitor visitor) {
    if (read(header, at, count)) {
      visitor.text(field, memory, 0, length);
    } else {
      visitor.problem(BAD_IDENTIFIER);
    }
  }

  private boolean read(Header header, int at, int count) {
    length = 0;
    long arc = 0;
    int arcs = 0;
    for (int i = 0; i < count; i++) {
      int value = header.unsignedByte(at + i);
      arc = arc << ARC_BITS | value & ~MORE;
      if (arc > LARGEST_ARC) {
        return false;
      }
      if (value < MORE) {
        if (arcs++ == 0) {
          long root = Math.min(2, arc / ROOT_ARCS);
          append(root);
          arc -= root * ROOT_ARCS;
        }
        append(arc);
        arc = 0;
      }
      if (arcs > MOST_ARCS) {
        return false;
      }
    }
    return count == 0 || header.unsignedByte(at + count - 1) < MORE;
  }

  private void append(long arc) {
    if (length > 0) {
      text[length++] = '.';
    }
    int digits = 1;
    for (long rest = arc; rest > 9; rest /= 10) {
      digits++;
    }
    long rest = arc;
    for (int i = length + digits - 1; i >= length; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }
}
