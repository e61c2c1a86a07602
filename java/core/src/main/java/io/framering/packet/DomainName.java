// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A domain name (RFC 1035, section 4.1.4) that is read into a text. Each pointer must lead further
 * back than the previous one, and there may be as many as a name can have labels, so that a name
 * costs a bounded amount of work.
 */
final class DomainName {
  private static final int KIND = 0xC0;
  private static final int LABEL = 0x00;
  private static final int POINTER = 0xC0;
  private static final int OFFSET = 0x3FFF;
  private static final int LONGEST = 254; // with the last dot
  private static final int MOST_POINTERS = 127;
  private static final int NONE = -1;

  private static final Problem BAD_POINTER = Problem.malformed("name with a pointer forwards");
  private static final Problem BAD_LABEL = Problem.malformed("name with an unknown label");
  private static final Problem TOO_LONG = Problem.malformed("name above 255 bytes");

  private static final byte[] ROOT = {'<', 'R', 'o', 'o', 't', '>'};

  private final byte[] text = new byte[LONGEST];
  private final MemorySegment memory = MemorySegment.ofArray(text);
  private int length;

  /** The problem of the name that was read last; a name with one has no text. */
  Problem problem = Problem.NONE;

  /**
   * Reads the name at {@code at}, and returns the offset after it, or -1 if it has a {@link
   * #problem}.
   *
   * @param message contains the name
   * @param base where pointers count from
   */
  int read(Header message, int base, int at) {
    length = 0;
    int next = at;
    int end = NONE;
    int bound = at;
    int pointers = 0;
    while (message.holds(next + 1L)) {
      int first = message.unsignedByte(next);
      if (first == 0) {
        finish();
        return end == NONE ? next + 1 : end;
      }
      switch (first & KIND) {
        case LABEL -> {
          if (length + first + 1 > LONGEST) {
            return bad(TOO_LONG);
          }
          if (!message.holds(next + 1L + first)) {
            return missing(message);
          }
          append(message, next + 1, first);
          next += 1 + first;
        }
        case POINTER -> {
          if (!message.holds(next + 2L)) {
            return missing(message);
          }
          int target = base + (message.unsignedShort(next) & OFFSET);
          end = end == NONE ? next + 2 : end;
          if (target >= bound || ++pointers > MOST_POINTERS) {
            return bad(BAD_POINTER);
          }
          bound = target;
          next = target;
        }
        default -> {
          return bad(BAD_LABEL);
        }
      }
    }
    return missing(message);
  }

  private void append(Header message, int at, int count) {
    MemorySegment.copy(
        message.memory(), ValueLayout.JAVA_BYTE, message.offset() + at, text, length, count);
    length += count;
    text[length++] = '.';
  }

  private void finish() {
    problem = Problem.NONE;
    if (length == 0) {
      System.arraycopy(ROOT, 0, text, 0, ROOT.length);
      length = ROOT.length;
    } else {
      length--;
    }
  }

  private int missing(Header message) {
    return bad(message.isWhole() ? Dns.BEYOND_MESSAGE : Problem.TRUNCATED);
  }

  private int bad(Problem found) {
    problem = found;
    return NONE;
  }

  /** The number of bytes of the text. */
  int length() {
    return length;
  }

  /** The byte of the text at {@code index}. */
  int character(int index) {
    return text[index] & 0xFF;
  }

  /** Passes the text to {@code visitor}. */
  void describe(FieldVisitor visitor, Field field) {
    visitor.text(field, memory, 0, length);
  }
}
