// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A UDP header (RFC 768).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |            Length             |           Checksum            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class Udp extends Header {
  /** Bytes of a UDP header. */
  public static final int LENGTH = 8;

  private static final int SOURCE_PORT_OFFSET = 0;
  private static final int DESTINATION_PORT_OFFSET = 2;
  private static final int LENGTH_OFFSET = 4;

  // In the header's eight bytes.
  private static final int SOURCE_PORT_SHIFT = 48;
  private static final int DESTINATION_PORT_SHIFT = 32;
  private static final int LENGTH_SHIFT = 16;

  private static final Field HEADING = Field.of("UDP Datagram", "udp");
  private static final Field SOURCE_PORT = Field.of("Source Port", "udp.srcport");
  private static final Field DESTINATION_PORT = Field.of("Destination Port", "udp.dstport");
  private static final Field DATAGRAM_LENGTH = Field.of("Length", "udp.length");
  private static final Field CHECKSUM = Field.hex("Checksum", "udp.checksum", 4).hidden();

  private static final Problem SHORT_DATAGRAM = Problem.malformed("length below 8");

  private long header;

  /** A header that wraps nothing yet. */
  public Udp() {
    super(HEADING, LENGTH);
  }

  /** {@return the source port, 0 to 65535; 0 if no reply is expected} */
  public int sourcePort() {
    return (int) (kept(header) >>> SOURCE_PORT_SHIFT);
  }

  /** {@return the destination port, 0 to 65535} */
  public int destinationPort() {
    return (int) (kept(header) >>> DESTINATION_PORT_SHIFT) & 0xFFFF;
  }

  /**
   * {@return the length of header and payload in bytes: 8 to 65535, otherwise malformed} In the
   * first fragment of a packet it includes the other fragments.
   */
  public int length() {
    return (int) (kept(header) >>> LENGTH_SHIFT) & 0xFFFF;
  }

  /** {@return the checksum, 0 to 65535, not verified here; 0 if the sender computed none} */
  public int checksum() {
    return (int) kept(header) & 0xFFFF;
  }

  @Override
  protected Problem examine() {
    header = signedLong(0);
    return length() < LENGTH ? SHORT_DATAGRAM : Problem.NONE;
  }

  @Override
  protected long wireEnd(long outer) {
    return Math.min(outer, offset() + length());
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.UDP_PORT;
  }

  // As in Wireshark: the lower port identifies the payload, else the higher one.
  @Override
  protected int payloadNumber() {
    return Math.min(sourcePort(), destinationPort());
  }

  @Override
  protected int otherPayloadNumber() {
    return Math.max(sourcePort(), destinationPort());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(SOURCE_PORT, sourcePort());
    visitor.number(DESTINATION_PORT, destinationPort());
    visitor.number(DATAGRAM_LENGTH, length());
    visitor.unverifiedChecksum(CHECKSUM, checksum(), checksum() != 0);
  }

  @Override
  protected void describePart(FieldVisitor visitor) {
    describePorts(this, visitor, SOURCE_PORT, DESTINATION_PORT);
  }

  /** Describes the ports of an incomplete header; in all transport protocols they come first. */
  static void describePorts(
      Header header, FieldVisitor visitor, Field sourcePort, Field destinationPort) {
    visitor.line();
    if (header.holds(DESTINATION_PORT_OFFSET)) {
      visitor.number(sourcePort, header.unsignedShort(SOURCE_PORT_OFFSET));
    }
    if (header.holds(LENGTH_OFFSET)) {
      visitor.number(destinationPort, header.unsignedShort(DESTINATION_PORT_OFFSET));
    }
  }
}
