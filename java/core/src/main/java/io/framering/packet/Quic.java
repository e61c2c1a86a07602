// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * The part of QUIC's long header that all versions have (RFC 8999, section 5.1). What follows it is
 * its payload. Packets with a short header are not decoded: only their sender and receiver know how
 * long the connection ID is.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+---+-------+-----------------------------------------------+
 * |1|F|Typ|       |                  Version ...                  |
 * +-+-+---+-------+-----------------------------------------------+
 * |  ... Version  |   DCID Len    |  Destination Connection ID
 * +---------------+---------------+-------------------------------+
 * |   SCID Len    |  Source Connection ID
 * +---------------+-----------------------------------------------
 * </pre>
 */
public final class Quic extends Header {
  /** Bytes of a long header without connection IDs. */
  public static final int LENGTH = 7;

  /** The UDP port of HTTP/3. */
  public static final int PORT = 443;

  private static final int LONG = 0x80;
  private static final int VERSION_OFFSET = 1;
  private static final int DESTINATION_OFFSET = 5;
  private static final int LONGEST_ID = 20;
  private static final int RETRY = 3;
  private static final long VERSION_2 = 0x6B3343CFL;

  private static final Field HEADING = Field.of("QUIC Packet", "quic");
  private static final Field FORM = Field.of("Header Form", "quic.header_form").hidden();
  private static final Field FIXED = Field.of("Fixed Bit", "quic.fixed_bit").hidden();
  private static final Field TYPE = Field.of("Type", "quic.long.packet_type");
  private static final Field TYPE_2 = Field.of("Type", "quic.long.packet_type_v2");
  private static final Field VERSION = Field.hex("Version", "quic.version", 8);
  private static final Field DESTINATION_LENGTH =
      Field.of("Destination Length", "quic.dcil").hidden();
  private static final Field DESTINATION = Field.of("Destination", "quic.dcid").unlessZero();
  private static final Field SOURCE_LENGTH = Field.of("Source Length", "quic.scil").hidden();
  private static final Field SOURCE = Field.of("Source", "quic.scid").unlessZero();

  /** A header that wraps nothing yet. */
  public Quic() {
    super(HEADING, 1);
  }

  /** {@return the version, 0 to 2^32 - 1: 0 is a negotiation of versions} */
  private long version() {
    return unsignedInt(VERSION_OFFSET);
  }

  private int destinationLength() {
    return unsignedByte(DESTINATION_OFFSET);
  }

  private int sourceOffset() {
    return DESTINATION_OFFSET + 1 + destinationLength();
  }

  @Override
  protected Problem examine() {
    if ((unsignedByte(0) & LONG) == 0) {
      return Problem.FOREIGN;
    }
    if (!holds(LENGTH)) {
      return Problem.TRUNCATED;
    }
    if (destinationLength() > LONGEST_ID) {
      return Problem.FOREIGN;
    }
    return holds(sourceOffset() + 1) && holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  public int headerLength() {
    if (holds(LENGTH) && holds(sourceOffset() + 1)) {
      return sourceOffset() + 1 + unsignedByte(sourceOffset());
    }
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int first = unsignedByte(0);
    visitor.line();
    visitor.number(FORM, 1);
    if (!holds(LENGTH)) {
      return;
    }
    long version = version();
    if (version != 0) {
      int number = first >>> 4 & 3;
      boolean second = version == VERSION_2;
      int type = second ? number + 3 & 3 : number;
      if (type != RETRY) {
        visitor.number(FIXED, first >>> 6 & 1);
      }
      visitor.number(second ? TYPE_2 : TYPE, number, typeName(type));
    }
    visitor.number(VERSION, version);
    int length = destinationLength();
    visitor.number(DESTINATION_LENGTH, length);
    if (!holds(sourceOffset() + 1)) {
      return;
    }
    visitor.bytes(DESTINATION, memory(), offset() + DESTINATION_OFFSET + 1, length);
    int sourceLength = unsignedByte(sourceOffset());
    visitor.number(SOURCE_LENGTH, sourceLength);
    if (holds(headerLength())) {
      visitor.bytes(SOURCE, memory(), offset() + sourceOffset() + 1, sourceLength);
    }
  }

  private static String typeName(int type) {
    return switch (type) {
      case 0 -> "initial";
      case 1 -> "0-RTT";
      case 2 -> "handshake";
      default -> "retry";
    };
  }
}
