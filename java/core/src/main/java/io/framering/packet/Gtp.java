// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A GTP-U header (3GPP TS 29.281, section 5.1): a user's IP packet in a mobile network. The last
 * four bytes are present if one of the flags E, S and PN is set; extension headers follow if E is
 * set and their type is not 0.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+-+-+-+-+-+---------------+-------------------------------+
 * | Ver |P|r|E|S|N|  Message Type |             Length            |
 * +-----+-+-+-+-+-+---------------+-------------------------------+
 * |                 Tunnel Endpoint Identifier                    |
 * +-------------------------------+---------------+---------------+
 * |        Sequence Number        |  N-PDU Number | Next Extension|
 * +-------------------------------+---------------+---------------+
 * </pre>
 */
public final class Gtp extends Header {
  /** Bytes without the optional fields. */
  public static final int MINIMUM_LENGTH = 8;

  /** The UDP port of user data that IANA assigned. */
  public static final int PORT = 2152;

  private static final int FLAGS_OFFSET = 0;
  private static final int TYPE_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;
  private static final int TEID_OFFSET = 4;
  private static final int SEQUENCE_OFFSET = 8;
  private static final int NPDU_OFFSET = 10;
  private static final int EXTENSION_OFFSET = 11;
  private static final int OPTIONAL_LENGTH = 4;

  private static final int EXTENSION = 4;
  private static final int SEQUENCE = 2;
  private static final int NPDU = 1;
  private static final int OPTIONAL = EXTENSION | SEQUENCE | NPDU;
  private static final int GTP = 0x10;
  private static final int USER_DATA = 255;
  private static final int MOST_EXTENSIONS = 16;

  private static final Field HEADING = Field.of("GTP Packet", "gtp");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "gtp.flags", 2),
          new FlagsField.Flag("PN", "gtp.flags.pn", NPDU),
          new FlagsField.Flag("S", "gtp.flags.s", SEQUENCE),
          new FlagsField.Flag("E", "gtp.flags.e", EXTENSION),
          new FlagsField.Flag("reserved", "gtp.flags.reserved", 8),
          new FlagsField.Flag("GTP", "gtp.flags.payload", GTP));
  private static final Field VERSION = Field.of("Version", "gtp.flags.version");
  private static final Field TYPE = Field.hex("Message", "gtp.message", 2);
  private static final Field LENGTH = Field.of("Length", "gtp.length");
  private static final Field TEID = Field.hex("TEID", "gtp.teid", 8);
  private static final Field SEQUENCE_NUMBER = Field.hex("Sequence", "gtp.seq_number", 4);
  private static final Field NPDU_NUMBER = Field.hex("N-PDU", "gtp.npdu_number", 2);
  private static final Field NEXT = Field.hex("Extension", "gtp.ext_hdr.next", 2);

  private static final Problem OTHER_VERSION = Problem.malformed("not version 1 of GTP");
  private static final Problem BAD_EXTENSION = Problem.malformed("extension header of length 0");

  /** A header that wraps nothing yet. */
  public Gtp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the version, 0 to 7: 1} */
  public int version() {
    return unsignedByte(FLAGS_OFFSET) >>> 5;
  }

  /** {@return the type of the message, 0 to 255: 255 is user data} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /** {@return the bytes after the first 8, 0 to 65535} */
  public int length() {
    return unsignedShort(LENGTH_OFFSET);
  }

  /** {@return the tunnel endpoint identifier, 0 to 2^32 - 1} */
  public long teid() {
    return unsignedInt(TEID_OFFSET);
  }

  /** Length in bytes with extension headers, as far as they were captured. */
  @Override
  public int headerLength() {
    int flags = unsignedByte(FLAGS_OFFSET);
    if ((flags & OPTIONAL) == 0) {
      return MINIMUM_LENGTH;
    }
    int at = MINIMUM_LENGTH + OPTIONAL_LENGTH;
    if ((flags & EXTENSION) == 0) {
      return at;
    }
    for (int i = 0; i < MOST_EXTENSIONS && holds(at) && unsignedByte(at - 1) != 0; i++) {
      int length = holds(at + 1) ? unsignedByte(at) * Integer.BYTES : 1;
      if (length == 0) {
        break;
      }
      at += length;
    }
    return at;
  }

  @Override
  protected Problem examine() {
    int flags = unsignedByte(FLAGS_OFFSET);
    if (flags >>> 5 != 1 || (flags & GTP) == 0) {
      return OTHER_VERSION;
    }
    int header = headerLength();
    if (!holds(header)) {
      return Problem.TRUNCATED;
    }
    return (flags & EXTENSION) != 0 && unsignedByte(header - 1) != 0 ? BAD_EXTENSION : Problem.NONE;
  }

  @Override
  protected long wireEnd(long outer) {
    return Math.min(outer, offset() + MINIMUM_LENGTH + length());
  }

  @Override
  protected Numbering payloadNumbering() {
    return type() == USER_DATA ? Numbering.ETHER_TYPE : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    int header = headerLength();
    if (!holds(header + 1)) {
      return -1;
    }
    return switch (unsignedByte(header) >>> 4) {
      case 4 -> EtherType.IPV4;
      case 6 -> EtherType.IPV6;
      default -> -1;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int flags = unsignedByte(FLAGS_OFFSET);
    visitor.line();
    visitor.number(VERSION, flags >>> 5);
    visitor.flags(FLAGS, flags);
    if (problem() == OTHER_VERSION) {
      return;
    }
    int type = type();
    visitor.number(TYPE, type, name(type));
    visitor.number(LENGTH, length());
    visitor.number(TEID, teid());
    if ((flags & OPTIONAL) == 0 || !holds(MINIMUM_LENGTH + OPTIONAL_LENGTH)) {
      return;
    }
    visitor.line();
    if ((flags & SEQUENCE) != 0) {
      visitor.number(SEQUENCE_NUMBER, unsignedShort(SEQUENCE_OFFSET));
    }
    if ((flags & NPDU) != 0) {
      visitor.number(NPDU_NUMBER, unsignedByte(NPDU_OFFSET));
    }
    if ((flags & EXTENSION) != 0) {
      describeExtensions(visitor);
    }
  }

  private void describeExtensions(FieldVisitor visitor) {
    int at = EXTENSION_OFFSET;
    for (int i = 0; i <= MOST_EXTENSIONS && holds(at + 1L); i++) {
      int next = unsignedByte(at);
      visitor.number(NEXT, next, extensionName(next));
      if (next == 0 || !holds(at + 2L)) {
        return;
      }
      int length = unsignedByte(at + 1) * Integer.BYTES;
      if (length == 0) {
        return;
      }
      at += length;
    }
  }

  private static String name(int type) {
    return switch (type) {
      case 1 -> "Echo Request";
      case 2 -> "Echo Response";
      case 26 -> "Error Indication";
      case 31 -> "Supported Extension Headers Notification";
      case 254 -> "End Marker";
      case USER_DATA -> "user data";
      default -> "unknown";
    };
  }

  private static String extensionName(int type) {
    return switch (type) {
      case 0 -> "none";
      case 0x40 -> "UDP Port";
      case 0x85 -> "PDU Session Container";
      case 0xC0 -> "PDCP PDU Number";
      default -> "unknown";
    };
  }
}
