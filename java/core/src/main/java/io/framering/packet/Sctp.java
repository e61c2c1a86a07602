// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An SCTP common header (RFC 9260, section 3.1). The chunks that follow are its payload.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                       Verification Tag                        |
 * +---------------------------------------------------------------+
 * |                            Checksum                           |
 * +---------------+---------------+-------------------------------+
 * |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
 * +---------------+---------------+-------------------------------+
 * |          chunk value, padded to 4 bytes; further chunks
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Sctp extends Header {
  /** Bytes of the common header. */
  public static final int LENGTH = 12;

  private static final int SOURCE_PORT_OFFSET = 0;
  private static final int DESTINATION_PORT_OFFSET = 2;
  private static final int TAG_OFFSET = 4;
  private static final int CHECKSUM_OFFSET = 8;

  private static final int CHUNK_FLAGS_OFFSET = 1;
  private static final int CHUNK_LENGTH_OFFSET = 2;
  private static final int CHUNK_PREFIX = 4;
  private static final int CHUNK_ALIGNMENT = 4;

  private static final int DATA = 0;
  private static final int DATA_LENGTH = 16;
  private static final int I_DATA = 64;
  private static final int I_DATA_LENGTH = 20;
  private static final int FIRST_FRAGMENT = 2;

  private static final Field HEADING = Field.of("SCTP Packet", "sctp");
  private static final Field SOURCE_PORT = Field.of("Source Port", "sctp.srcport");
  private static final Field DESTINATION_PORT = Field.of("Destination Port", "sctp.dstport");
  private static final Field TAG = Field.hex("Verification Tag", "sctp.verification_tag", 8);
  private static final Field CHECKSUM = Field.hex("Checksum", "sctp.checksum", 8).hidden();
  private static final Field CHUNKS = Field.of("Chunks", "sctp.chunk");
  private static final Field CHUNK = Field.of("Chunk", "sctp.chunk_type");
  private static final Field CHUNK_FLAGS = Field.hex("Flags", "sctp.chunk_flags", 2).hidden();
  private static final Field CHUNK_LENGTH = Field.of("Length", "sctp.chunk_length").hidden();
  private static final Field TSN = Field.of("TSN", "sctp.data_tsn_raw");
  private static final Field STREAM = Field.hex("stream", "sctp.data_sid", 4);
  private static final Field STREAM_SEQUENCE = Field.of("sequence", "sctp.data_ssn");
  private static final Field PAYLOAD_PROTOCOL = Field.of("protocol", "sctp.data_payload_proto_id");

  private static final Problem SHORT_CHUNK = Problem.malformed("chunk length below 4");
  private static final Problem BEYOND_PACKET = Problem.malformed("chunk beyond the packet");

  /** A header that wraps nothing yet. */
  public Sctp() {
    super(HEADING, LENGTH);
  }

  /** {@return the source port, 0 to 65535} */
  public int sourcePort() {
    return unsignedShort(SOURCE_PORT_OFFSET);
  }

  /** {@return the destination port, 0 to 65535} */
  public int destinationPort() {
    return unsignedShort(DESTINATION_PORT_OFFSET);
  }

  /** {@return the verification tag, 0 to 2^32 - 1: 0 in a packet with an INIT chunk} */
  public long verificationTag() {
    return unsignedInt(TAG_OFFSET);
  }

  /** {@return the checksum (CRC32c), 0 to 2^32 - 1; not verified here} */
  public long checksum() {
    return unsignedInt(CHECKSUM_OFFSET);
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(SOURCE_PORT, sourcePort());
    visitor.number(DESTINATION_PORT, destinationPort());
    visitor.number(TAG, verificationTag());
    visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    visitor.line();
    visitor.group(CHUNKS);
    describeChunks(visitor);
    visitor.endGroup();
  }

  private void describeChunks(FieldVisitor visitor) {
    int at = LENGTH;
    while (holds(at + 1L)) {
      if (!holds(at + CHUNK_PREFIX)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int type = unsignedByte(at);
      int length = unsignedShort(at + CHUNK_LENGTH_OFFSET);
      visitor.item(CHUNK, type, chunkName(type));
      visitor.number(CHUNK_FLAGS, unsignedByte(at + CHUNK_FLAGS_OFFSET));
      visitor.number(CHUNK_LENGTH, length);
      if (length < CHUNK_PREFIX) {
        visitor.problem(SHORT_CHUNK);
        return;
      }
      if (type == DATA && length >= DATA_LENGTH && holds(at + DATA_LENGTH)) {
        describeData(visitor, at + CHUNK_PREFIX);
      } else if (type == I_DATA && length >= I_DATA_LENGTH && holds(at + I_DATA_LENGTH)) {
        describeInterleavedData(visitor, at);
      }
      if (!holds(at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      at += (length + CHUNK_ALIGNMENT - 1) / CHUNK_ALIGNMENT * CHUNK_ALIGNMENT;
    }
    if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
  }

  private void describeData(FieldVisitor visitor, int at) {
    visitor.number(TSN, unsignedInt(at));
    visitor.number(STREAM, unsignedShort(at + Integer.BYTES));
    visitor.number(STREAM_SEQUENCE, unsignedShort(at + Integer.BYTES + Short.BYTES));
    visitor.number(PAYLOAD_PROTOCOL, unsignedInt(at + Long.BYTES));
  }

  // RFC 8260, section 2.1: only the first fragment of a message contains the protocol.
  private void describeInterleavedData(FieldVisitor visitor, int at) {
    visitor.number(TSN, unsignedInt(at + CHUNK_PREFIX));
    visitor.number(STREAM, unsignedShort(at + CHUNK_PREFIX + Integer.BYTES));
    if ((unsignedByte(at + CHUNK_FLAGS_OFFSET) & FIRST_FRAGMENT) != 0) {
      visitor.number(PAYLOAD_PROTOCOL, unsignedInt(at + DATA_LENGTH));
    }
  }

  private static String chunkName(int type) {
    return switch (type) {
      case DATA -> "DATA";
      case 1 -> "INIT";
      case 2 -> "INIT ACK";
      case 3 -> "SACK";
      case 4 -> "HEARTBEAT";
      case 5 -> "HEARTBEAT ACK";
      case 6 -> "ABORT";
      case 7 -> "SHUTDOWN";
      case 8 -> "SHUTDOWN ACK";
      case 9 -> "ERROR";
      case 10 -> "COOKIE ECHO";
      case 11 -> "COOKIE ACK";
      case 12 -> "ECNE";
      case 13 -> "CWR";
      case 14 -> "SHUTDOWN COMPLETE";
      case 15 -> "AUTH";
      case I_DATA -> "I-DATA";
      case 128 -> "ASCONF ACK";
      case 130 -> "RE-CONFIG";
      case 132 -> "PAD";
      case 192 -> "FORWARD TSN";
      case 193 -> "ASCONF";
      case 194 -> "I-FORWARD TSN";
      default -> "unknown";
    };
  }

  @Override
  protected void describePart(FieldVisitor visitor) {
    Udp.describePorts(this, visitor, SOURCE_PORT, DESTINATION_PORT);
    if (holds(TAG_OFFSET + Integer.BYTES)) {
      visitor.number(TAG, verificationTag());
    }
  }
}
