// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An authentication header (RFC 4302, section 2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Next Header  |    Length     |           Reserved            |
 * +---------------+---------------+-------------------------------+
 * |                Security Parameters Index (SPI)                |
 * +---------------------------------------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |          Integrity Check Value, (Length - 1) * 4 bytes
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Authentication extends Header {
  /** Bytes before the integrity check value. */
  public static final int MINIMUM_LENGTH = 12;

  private static final int NEXT_HEADER_OFFSET = 0;
  private static final int LENGTH_OFFSET = 1;
  private static final int SPI_OFFSET = 4;
  private static final int SEQUENCE_OFFSET = 8;

  private static final Field HEADING = Field.of("Authentication Header", "ah");
  private static final Field NEXT_HEADER = Field.of("Next Header", "ah.next_header");
  private static final Field LENGTH = Field.of("Length", "ah.length").hidden();
  private static final Field SPI = Field.hex("SPI", "ah.spi", 8);
  private static final Field SEQUENCE = Field.of("Sequence", "ah.sequence");
  private static final Field ICV = Field.of("ICV", "ah.icv");

  private static final Problem SHORT_HEADER = Problem.malformed("header length below 12");

  /** A header that wraps nothing yet. */
  public Authentication() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the protocol after this header, 0 to 255, see {@link IpProtocol}} */
  public int nextHeader() {
    return unsignedByte(NEXT_HEADER_OFFSET);
  }

  /** Length in bytes, unchecked: 12 to 1028, in steps of 4, otherwise malformed. */
  @Override
  public int headerLength() {
    return (unsignedByte(LENGTH_OFFSET) + 2) * Integer.BYTES;
  }

  /** {@return the security parameters index, 0 to 2^32 - 1} */
  public long spi() {
    return unsignedInt(SPI_OFFSET);
  }

  /** {@return the sequence number, 0 to 2^32 - 1} */
  public long sequence() {
    return unsignedInt(SEQUENCE_OFFSET);
  }

  @Override
  protected Problem examine() {
    if (headerLength() < MINIMUM_LENGTH) {
      return SHORT_HEADER;
    }
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.IP_PROTOCOL;
  }

  @Override
  protected int payloadNumber() {
    return nextHeader();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(NEXT_HEADER, nextHeader(), IpProtocol.name(nextHeader()));
    visitor.number(LENGTH, unsignedByte(LENGTH_OFFSET));
    visitor.number(SPI, spi());
    visitor.number(SEQUENCE, sequence());
    if (problem() == Problem.NONE && headerLength() > MINIMUM_LENGTH) {
      visitor.line();
      visitor.bytes(ICV, memory(), offset() + MINIMUM_LENGTH, headerLength() - MINIMUM_LENGTH);
    }
  }
}
