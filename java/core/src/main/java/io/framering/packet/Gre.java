// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A GRE header (RFC 2784 and RFC 2890, with the routing of RFC 1701). The flags say which fields
 * are present. With PPP in it, the key consists of a length and a call, and the last field is an
 * acknowledgment (RFC 2637, section 4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 * |C|R|K|S|s|Recur|A|       | Ver |         Protocol Type         |
 * +-+-+-+-+-+-----+-+-------+-----+- - - - - - - - - - - - - - - -+
 * |      Checksum (optional)      |       Offset (optional)       |
 * + - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - +
 * |                         Key (optional)                        |
 * + - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - +
 * |                   Sequence Number (optional)                  |
 * + - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - +
 * |       Acknowledgment Number, or Routing (both optional)
 * + - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
 * </pre>
 */
public final class Gre extends Header {
  /** Bytes of the shortest header. */
  public static final int MINIMUM_LENGTH = 4;

  /** A flag: a checksum is present. */
  public static final int CHECKSUM = 0x8000;

  /** A flag: source routes are present. */
  public static final int ROUTING = 0x4000;

  /** A flag: a key is present. */
  public static final int KEY = 0x2000;

  /** A flag: a sequence number is present. */
  public static final int SEQUENCE = 0x1000;

  private static final int STRICT = 0x0800;
  private static final int ACKNOWLEDGMENT = 0x0080;
  private static final int VERSION_MASK = 7;

  private static final int FLAGS_OFFSET = 0;
  private static final int PROTOCOL_OFFSET = 2;
  private static final int ROUTE_HEADER = 4;

  private static final int ETHERNET = 1;
  private static final int PPP_LINK = 9;

  private static final Field HEADING = Field.of("GRE Packet", "gre");
  private static final Field WORD = Field.hex("Flags", "gre.flags_and_version", 4);
  private static final FlagsField.Flag[] FLAG_NAMES = {
    new FlagsField.Flag("s", "gre.flags.strict_source_route", STRICT),
    new FlagsField.Flag("S", "gre.flags.sequence_number", SEQUENCE),
    new FlagsField.Flag("K", "gre.flags.key", KEY),
    new FlagsField.Flag("R", "gre.flags.routing", ROUTING),
    new FlagsField.Flag("C", "gre.flags.checksum", CHECKSUM)
  };
  private static final FlagsField FLAGS = FlagsField.of(WORD, FLAG_NAMES);
  private static final FlagsField PPP_FLAGS =
      FlagsField.of(
          WORD,
          new FlagsField.Flag("A", "gre.flags.ack", ACKNOWLEDGMENT),
          FLAG_NAMES[0],
          FLAG_NAMES[1],
          FLAG_NAMES[2],
          FLAG_NAMES[3],
          FLAG_NAMES[4]);
  private static final Field RECURSION =
      Field.of("Recursion Control", "gre.flags.recursion_control").unlessZero();
  private static final Field VERSION = Field.of("Version", "gre.flags.version").unlessZero();
  private static final Field PROTOCOL = Field.hex("Protocol", "gre.proto", 4);
  private static final Field SUM = Field.hex("Checksum", "gre.checksum", 4).hidden();
  private static final Field OFFSET = Field.of("Offset", "gre.offset").unlessZero();
  private static final Field KEY_FIELD = Field.hex("Key", "gre.key.value", 8);
  private static final Field PAYLOAD_LENGTH = Field.of("Length", "gre.key.payload_length");
  private static final Field CALL = Field.of("Call ID", "gre.key.call_id");
  private static final Field SEQUENCE_NUMBER = Field.of("Sequence", "gre.sequence_number");
  private static final Field ACKNOWLEDGED = Field.of("Acknowledgment", "gre.ack_number");
  private static final Field ROUTES = Field.of("Routing", "gre.routing");
  private static final Field FAMILY = Field.of("Route", "gre.routing.address_family");
  private static final Field ROUTE_OFFSET = Field.of("offset", "gre.routing.sre_offset");
  private static final Field ROUTE_LENGTH = Field.of("length", "gre.routing.src_length").hidden();
  private static final Field ROUTE = Field.of("", "gre.routing.information");

  /** A header that wraps nothing yet. */
  public Gre() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the flags and the version, 16 bits: {@link #CHECKSUM} and others} */
  public int flags() {
    return unsignedShort(FLAGS_OFFSET);
  }

  /** {@return the version, 0 to 7: 0, or 1 with PPP} */
  public int version() {
    return flags() & VERSION_MASK;
  }

  /** {@return the payload's protocol, 0 to 65535, see {@link EtherType}; 0x6558 is Ethernet} */
  public int protocol() {
    return unsignedShort(PROTOCOL_OFFSET);
  }

  /** {@return the key, 32 bits; 0 if there is none} */
  public int key() {
    int at = keyOffset(flags());
    return (flags() & KEY) != 0 && holds(at + Integer.BYTES) ? signedInt(at) : 0;
  }

  private static int keyOffset(int flags) {
    return MINIMUM_LENGTH + ((flags & (CHECKSUM | ROUTING)) != 0 ? Integer.BYTES : 0);
  }

  private static int sequenceOffset(int flags) {
    return keyOffset(flags) + ((flags & KEY) != 0 ? Integer.BYTES : 0);
  }

  private static int acknowledgmentOffset(int flags) {
    return sequenceOffset(flags) + ((flags & SEQUENCE) != 0 ? Integer.BYTES : 0);
  }

  private boolean hasAcknowledgment(int flags) {
    return protocol() == EtherType.PPP && (flags & ACKNOWLEDGMENT) != 0;
  }

  private int routesOffset(int flags) {
    return acknowledgmentOffset(flags) + (hasAcknowledgment(flags) ? Integer.BYTES : 0);
  }

  @Override
  public int headerLength() {
    int flags = flags();
    int at = routesOffset(flags);
    if ((flags & ROUTING) == 0) {
      return at;
    }
    while (holds(at + ROUTE_HEADER)) {
      boolean last = signedInt(at) == 0;
      at += ROUTE_HEADER + unsignedByte(at + ROUTE_HEADER - 1);
      if (last) {
        return at;
      }
    }
    return at + ROUTE_HEADER;
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return switch (protocol()) {
      case EtherType.PPP -> (flags() & SEQUENCE) != 0 ? Numbering.LINK_TYPE : Numbering.NONE;
      case EtherType.ETHERNET -> Numbering.LINK_TYPE;
      default -> Numbering.ETHER_TYPE;
    };
  }

  @Override
  protected int payloadNumber() {
    int protocol = protocol();
    return switch (protocol) {
      case EtherType.PPP -> PPP_LINK;
      case EtherType.ETHERNET -> ETHERNET;
      default -> protocol;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int flags = flags();
    int protocol = protocol();
    boolean isPpp = protocol == EtherType.PPP;
    visitor.line();
    visitor.flags(isPpp ? PPP_FLAGS : FLAGS, flags);
    visitor.number(RECURSION, flags >>> 8 & 7);
    visitor.number(VERSION, flags & VERSION_MASK);
    visitor.number(PROTOCOL, protocol, EtherType.name(protocol));
    if ((flags & (CHECKSUM | ROUTING)) != 0 && holds(keyOffset(flags))) {
      describeChecksum(visitor, flags);
      visitor.number(OFFSET, unsignedShort(MINIMUM_LENGTH + Short.BYTES));
    }
    int at = keyOffset(flags);
    if ((flags & KEY) != 0 && holds(at + Integer.BYTES)) {
      if (isPpp) {
        visitor.number(PAYLOAD_LENGTH, unsignedShort(at));
        visitor.number(CALL, unsignedShort(at + Short.BYTES));
      } else {
        visitor.number(KEY_FIELD, unsignedInt(at));
      }
    }
    at = sequenceOffset(flags);
    if ((flags & SEQUENCE) != 0 && holds(at + Integer.BYTES)) {
      visitor.number(SEQUENCE_NUMBER, unsignedInt(at));
    }
    at = acknowledgmentOffset(flags);
    if (hasAcknowledgment(flags) && holds(at + Integer.BYTES)) {
      visitor.number(ACKNOWLEDGED, unsignedInt(at));
    }
    if ((flags & ROUTING) != 0 && holds(routesOffset(flags) + ROUTE_HEADER)) {
      visitor.line();
      visitor.group(ROUTES);
      describeRoutes(visitor, routesOffset(flags));
      visitor.endGroup();
    }
  }

  private void describeChecksum(FieldVisitor visitor, int flags) {
    int found = unsignedShort(MINIMUM_LENGTH);
    if ((flags & CHECKSUM) != 0 && isVerifiable()) {
      long sum = InternetChecksum.add(0, memory(), offset(), end());
      visitor.checksum(SUM, found, InternetChecksum.expected(found, sum));
    } else {
      visitor.unverifiedChecksum(SUM, found, true);
    }
  }

  private void describeRoutes(FieldVisitor visitor, int from) {
    int at = from;
    while (holds(at + ROUTE_HEADER)) {
      int family = unsignedShort(at);
      int length = unsignedByte(at + ROUTE_HEADER - 1);
      visitor.item(FAMILY, family, familyName(family));
      visitor.number(ROUTE_OFFSET, unsignedByte(at + Short.BYTES));
      visitor.number(ROUTE_LENGTH, length);
      boolean last = signedInt(at) == 0;
      at += ROUTE_HEADER;
      if (last || !holds(at + length)) {
        return;
      }
      if (length > 0) {
        visitor.bytes(ROUTE, memory(), offset() + at, length);
      }
      at += length;
    }
  }

  private static String familyName(int family) {
    return switch (family) {
      case 0 -> "end of list";
      case EtherType.IPV4 -> "IPv4";
      case 0xFFFE -> "autonomous systems";
      default -> "unknown";
    };
  }
}
