// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** An element of ASN.1's basic encoding rules (X.690), as far as SNMP uses them. */
final class BerElement extends ProtocolPrinter {
  /** The result of {@link #read} for what is not an element. */
  static final int NONE = -1;

  /** What an element is. */
  enum Kind {
    NULL,
    INTEGER,
    STRING,
    IDENTIFIER,
    SEQUENCE,
    UNSIGNED,
    UNSIGNED_64,
    ADDRESS,
    EXCEPTION,
    MESSAGE,
    /** One of no interest, with a value. */
    OCTETS,
    /** One of no interest, without a value. */
    OTHER
  }

  private static final int TAG = 0x1F;
  private static final int MORE = 0x80;
  private static final int CONSTRUCTED = 0x20;
  private static final int CLASS_SHIFT = 6;
  private static final int UNIVERSAL = 0;
  private static final int APPLICATION = 1;
  private static final int CONTEXT = 2;
  private static final int ROOT_ARCS = 40;

  // tcpdump has this letter in place of each class's name.
  private static final String ANY_CLASS = "x";

  private static final String[][] NAMES = {
    {
      "U-0",
      "Boolean",
      "Integer",
      "Bitstring",
      "String",
      "Null",
      "ObjID",
      "ObjectDes",
      "U-8",
      "U-9",
      "U-10",
      "U-11",
      "U-12",
      "U-13",
      "U-14",
      "U-15",
      "Sequence",
      "Set"
    },
    {"IpAddress", "Counter", "Gauge", "TimeTicks", "Opaque", "C-5", "Counter64"},
    {
      "GetRequest",
      "GetNextRequest",
      "GetResponse",
      "SetRequest",
      "Trap",
      "GetBulk",
      "Inform",
      "V2Trap",
      "Report"
    },
    {"P-0"}
  };

  private static final String[] EXCEPTIONS = {"noSuchObject", "noSuchInstance", "endOfMibView"};

  /** What was read last. */
  Kind kind = Kind.OTHER;

  /** Its number in its class. */
  int tag;

  /** The offset of its value. */
  long at;

  /** Bytes of its value. */
  int length;

  BerElement(LineContext line) {
    super(line);
  }

  /**
   * Reads the element at {@code from}, of at most {@code left} bytes.
   *
   * @return its length with its header, or {@link #NONE} after printing why it is not an element
   */
  int read(long from, int left) {
    TextBuffer out = line.out;
    kind = Kind.OTHER;
    length = 0;
    if (left < 1) {
      out.text("[nothing to parse]");
      return NONE;
    }
    int first = in.u8(from);
    int group = first >> CLASS_SHIFT;
    boolean constructed = (first & CONSTRUCTED) != 0;
    long next = from + 1;
    int rest = left - 1;
    tag = first & TAG;
    if (tag == TAG) {
      tag = 0;
      while (true) {
        int value = in.u8(next);
        if (rest < 1) {
          out.text("[Xtagfield?]");
          return NONE;
        }
        tag = (tag << 7 | value & ~MORE) & 0xFF;
        next++;
        rest--;
        if (value < MORE) {
          break;
        }
      }
    }
    if (rest < 1) {
      out.text("[no asnlen]");
      return NONE;
    }
    long size = in.u8(next);
    next++;
    rest--;
    if (size >= MORE) {
      int count = (int) size - MORE;
      size = 0;
      if (rest < count) {
        out.text("[asnlen? ").decimal(rest).character('<').decimal(count).character(']');
        return NONE;
      }
      if (!in.has(next, count)) {
        line.truncated();
        return NONE;
      }
      for (int i = 0; i < count; i++) {
        size = (size << Byte.SIZE | in.u8(next + i)) & 0xFFFF_FFFFL;
      }
      next += count;
      rest -= count;
    }
    if (rest < size) {
      out.text("[len").decimal(rest).text("<asnlen").decimal(size).character(']');
      return NONE;
    }
    if (tag >= NAMES[group].length) {
      out.text(constructed ? "[id?C/" : "[id?P/").text(ANY_CLASS).character('/');
      out.decimal(tag).character(']');
      return NONE;
    }
    if (!in.has(next, size)) {
      line.truncated();
      return NONE;
    }
    at = next;
    length = (int) size;
    if (constructed) {
      kind = ofConstructed(group);
    } else {
      if (group == UNIVERSAL && tag == 2 && length == 0) {
        out.text("[asnlen=0]");
        return NONE;
      }
      kind = ofPrimitive(group);
    }
    return (int) (next - from) + length;
  }

  private Kind ofConstructed(int group) {
    if (group == CONTEXT) {
      return Kind.MESSAGE;
    }
    if (group == UNIVERSAL && tag == 16) {
      return Kind.SEQUENCE;
    }
    line.out.text("C/").text(group == UNIVERSAL ? "U" : ANY_CLASS).character('/');
    line.out.text(NAMES[group][tag]);
    return Kind.OCTETS;
  }

  private Kind ofPrimitive(int group) {
    Kind known =
        switch (group) {
          case UNIVERSAL -> ofUniversal(tag);
          case APPLICATION -> ofApplication(tag);
          case CONTEXT -> tag < EXCEPTIONS.length ? Kind.EXCEPTION : Kind.OTHER;
          default -> Kind.OCTETS;
        };
    if (known == Kind.OCTETS) {
      String name =
          switch (group) {
            case UNIVERSAL -> "U";
            case APPLICATION -> "A";
            default -> ANY_CLASS;
          };
      line.out.text("[P/").text(name).character('/').text(NAMES[group][tag]).character(']');
    }
    return known;
  }

  private static Kind ofUniversal(int tag) {
    return switch (tag) {
      case 2 -> Kind.INTEGER;
      case 4 -> Kind.STRING;
      case 5 -> Kind.NULL;
      case 6 -> Kind.IDENTIFIER;
      default -> Kind.OCTETS;
    };
  }

  private static Kind ofApplication(int tag) {
    return switch (tag) {
      case 0 -> Kind.ADDRESS;
      case 1, 2, 3 -> Kind.UNSIGNED;
      case 6 -> Kind.UNSIGNED_64;
      default -> Kind.OCTETS;
    };
  }

  /** The value of an {@link Kind#INTEGER}, of which the last 32 bits count. */
  int integer() {
    int value = in.u8(at) >= MORE ? -1 : 0;
    for (int i = 0; i < length; i++) {
      value = value << Byte.SIZE | in.u8(at + i);
    }
    return value;
  }

  private long unsigned() {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << Byte.SIZE | in.u8(at + i);
    }
    return value;
  }

  /** Prints the value. */
  void print() {
    TextBuffer out = line.out;
    switch (kind) {
      case NULL -> {}
      case INTEGER -> out.decimal(integer());
      case STRING -> string();
      case IDENTIFIER -> identifier();
      case SEQUENCE -> out.text("Seq(").decimal(length).character(')');
      case UNSIGNED -> out.decimal(unsigned() & 0xFFFF_FFFFL);
      case UNSIGNED_64 -> out.unsigned(unsigned());
      case ADDRESS -> address();
      case EXCEPTION -> out.character('[').text(EXCEPTIONS[tag]).character(']');
      case MESSAGE -> out.text(NAMES[CONTEXT][tag]).character('(').decimal(length).character(')');
      case OCTETS -> octets();
      case OTHER -> out.text("[BE_ANY!?]");
    }
  }

  /** Prints the bytes of the value in hexadecimal, each after a {@code _}. */
  void octets() {
    for (int i = 0; i < length; i++) {
      line.out.character('_').hex(in.u8(at + i), 2);
    }
  }

  /** Prints a text in quotes, or bytes in hexadecimal if it is not printable ASCII. */
  void string() {
    boolean printable = true;
    for (int i = 0; i < length; i++) {
      printable &= Characters.isPrintable(in.u8(at + i));
    }
    if (printable) {
      line.out.character('"');
      Characters.visible(in, at, length, line.out);
      line.out.character('"');
    } else {
      for (int i = 0; i < length; i++) {
        line.out.text(i == 0 ? "" : "_").hex(in.u8(at + i), 2);
      }
    }
  }

  private void identifier() {
    boolean isFirst = true;
    int arc = 0;
    for (int i = 0; i < length; i++) {
      int value = in.u8(at + i);
      arc = (arc << 7) + (value & ~MORE);
      if (value < MORE) {
        if (isFirst) {
          int root = Math.min(2, arc / ROOT_ARCS);
          arc(root);
          arc -= root * ROOT_ARCS;
          isFirst = false;
        }
        arc(arc);
        arc = 0;
      }
    }
  }

  private void arc(int arc) {
    line.out.character('.').decimal(Integer.toUnsignedLong(arc));
  }

  private void address() {
    if (length != Integer.BYTES) {
      line.out.text("[inetaddr len!=4]");
    }
    for (int i = 0; i < length; i++) {
      line.out.text(i == 0 ? "" : ".").decimal(in.u8(at + i));
    }
  }
}
