// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * Domain names (RFC 1035, section 4.1.4). Each pointer must lead further back than the previous
 * one, so that every name ends.
 */
final class DnsNames extends ProtocolPrinter {
  /** Returned instead of a position if the name is truncated or wrong. */
  static final long BAD = -1;

  private static final int KIND = 0xC0;
  private static final int LABEL = 0x00;
  private static final int EXTENDED = 0x40;
  private static final int POINTER = 0xC0;
  private static final int BIT_STRING = 1;
  private static final int OFFSET = 0x3FFF;
  private static final int LONGEST = 255;

  /** Labels and pointers of a name that are passed before it is worth while to remember them. */
  private static final int FEW = 64;

  private final DnsPaths pointers = new DnsPaths(in, false);
  private final DnsPaths silent = new DnsPaths(in, true);
  private long steps;

  DnsNames(LineContext line) {
    super(line);
  }

  /** Another message begins. */
  void begin() {
    pointers.begin();
    silent.begin();
  }

  /** Labels and pointers that were looked at, in all messages: what a hostile one costs. */
  long steps() {
    return steps + pointers.steps() + silent.steps();
  }

  /** The offset after the name at {@code at}, or {@link #BAD}. */
  long skip(long at) {
    long next = at;
    while (in.has(next, 1)) {
      int first = in.u8(next);
      next++;
      if (first == 0) {
        return next;
      }
      switch (first & KIND) {
        case LABEL -> next += first;
        case POINTER -> {
          return next + 1;
        }
        case EXTENDED -> {
          if ((first & ~KIND) != BIT_STRING || !in.has(next, 1)) {
            return BAD;
          }
          next += 1 + bitStringBytes(next);
        }
        default -> {
          return BAD;
        }
      }
    }
    return BAD;
  }

  /**
   * Appends the name at {@code at}, and its error if any.
   *
   * @param message the base of offsets
   * @return the offset after the name, or {@link #BAD}
   */
  long print(long at, long message) {
    int length = labelLength(at);
    if (length < 0) {
      return BAD;
    }
    int first = in.u8(at);
    if (first == 0) {
      line.out.character('.');
      return at + 1;
    }
    if ((first & KIND) == POINTER && !in.has(at + 1, 1)) {
      return BAD;
    }
    long bound = at - message & 0xFFFF_FFFFL;
    boolean followed = false;
    long next = at + 1;
    long end = next;
    int characters = 0;
    int passed = 0;
    while (first != 0 && in.has(next, 1)) {
      steps++;
      passed++;
      if ((first & KIND) == POINTER) {
        int offset = (first << 8 | in.u8(next)) & OFFSET;
        end = followed ? end : next + 1;
        followed = true;
        if (offset >= bound) {
          line.out.text("<BAD PTR>");
          return BAD;
        }
        bound = offset;
        next = message + offset;
        if (passed > FEW) {
          DnsPaths paths = characters > LONGEST ? silent : pointers;
          paths.follow(message, offset);
          bound = paths.bound();
          next = message + paths.stop();
        }
      } else {
        if (!label(first, next, length, characters)) {
          return BAD;
        }
        next += length;
        characters += (first & KIND) == LABEL ? length + 1 : 1;
        end = followed ? end : next + 1;
        if (followed && characters > LONGEST) {
          next = silent.endOfLabels(message, next);
        }
      }
      length = labelLength(next);
      if (length < 0) {
        return BAD;
      }
      first = in.u8(next);
      next++;
    }
    if (characters > LONGEST) {
      line.out.text("<DOMAIN NAME TOO LONG>");
    }
    return end;
  }

  /** Appends a label and a dot, unless the name is too long already. */
  private boolean label(int first, long at, int length, int characters) {
    int after = characters;
    if ((first & KIND) == EXTENDED) {
      if (!bitString(at)) {
        return false;
      }
    } else {
      int shown = Math.min(length, Math.max(0, LONGEST - characters));
      if (!characters(at, shown)) {
        return false;
      }
      after += length;
    }
    if (after <= LONGEST) {
      line.out.character('.');
    }
    return true;
  }

  /** Appends bytes as characters. Returns false, after the captured ones, if they are truncated. */
  boolean characters(long at, long count) {
    long end = at + Math.min(count, Math.max(0, in.available(at)));
    for (long next = at; next < end; next++) {
      Characters.visible(in.u8(next), line.out);
    }
    return end == at + count;
  }

  /** The bytes of a label after the first; -1, with a message, if there is none. */
  private int labelLength(long at) {
    if (!in.has(at, 1)) {
      return -1;
    }
    int first = in.u8(at);
    switch (first & KIND) {
      case LABEL, POINTER -> {
        return first;
      }
      case EXTENDED -> {
        if ((first & ~KIND) != BIT_STRING) {
          line.out.text("<ELT ").decimal(first & ~KIND).character('>');
          return -1;
        }
        return in.has(at + 1, 1) ? 1 + bitStringBytes(at + 1) : -1;
      }
      default -> {
        line.out.text("<BAD LABEL TYPE>");
        return -1;
      }
    }
  }

  private int bits(long at) {
    int bits = in.u8(at);
    return bits == 0 ? 256 : bits;
  }

  private int bitStringBytes(long at) {
    return (bits(at) + 7) / 8;
  }

  /** Appends a label of bits (RFC 2673): {@code \[x80/1]}. */
  private boolean bitString(long at) {
    if (!in.has(at, 1)) {
      return false;
    }
    TextBuffer out = line.out;
    int bits = bits(at);
    out.text("\\[x");
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      out.hex(in.u8(at + 1 + i), 2);
    }
    int rest = bits % 8;
    if (rest != 0) {
      int last = in.u8(at + 1 + whole) & 0xFF << 8 - rest;
      if (rest > 4) {
        out.hex(last, 2);
      } else {
        out.hex(last >> 4, 1);
      }
    }
    out.character('/').decimal(bits).character(']');
    return true;
  }
}
