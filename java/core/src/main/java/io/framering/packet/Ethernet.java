// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An Ethernet header (IEEE 802.3, clause 3). Without preamble and frame check sequence, which Linux
 * does not deliver.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                          Destination                          |
 * |                               +-------------------------------+
 * |                               |            Source             |
 * +-------------------------------+                               |
 * |                                                               |
 * +-------------------------------+-------------------------------+
 * |      EtherType or length      |            payload
 * +-------------------------------+------------------------------
 * </pre>
 *
 * <p>The last field is an EtherType if it is 0x0600 or more (Ethernet II), else the length of the
 * payload (802.3). The payload of a short frame is padded to 46 bytes; only the payload's header
 * tells where the padding begins.
 */
public final class Ethernet extends Header {
  /** Bytes of an Ethernet header. */
  public static final int LENGTH = 14;

  private static final int DESTINATION_OFFSET = 0;
  private static final int SOURCE_OFFSET = 6;

  private static final int GREATEST_LENGTH = 1500;

  private static final Field HEADING = Field.of("Ethernet Frame", "eth");
  private static final Field DESTINATION = Field.of("Destination", "eth.dst");
  private static final Field SOURCE = Field.of("Source", "eth.src");
  private static final Field TYPE = Field.hex("Protocol", "eth.type", 4);
  private static final Field PAYLOAD_LENGTH = Field.of("802.3 Length", "eth.len");

  private static final Problem NEITHER_TYPE_NOR_LENGTH =
      Problem.malformed("neither an EtherType nor a length");

  private long sourceAndType;

  /** A header that wraps nothing yet. */
  public Ethernet() {
    super(HEADING, LENGTH);
  }

  /**
   * {@return the destination MAC address, in the lower 48 bits: its first byte is bits 47 to 40}
   */
  public long destination() {
    return signedLong(DESTINATION_OFFSET) >>> Short.SIZE;
  }

  /** {@return the source MAC address, in the lower 48 bits: its first byte is bits 47 to 40} */
  public long source() {
    return kept(sourceAndType) >>> Short.SIZE;
  }

  /**
   * {@return the EtherType of the payload, see {@link EtherType}: 0 to 65535} If {@link
   * #isLengthField()}, it is the length of the payload instead.
   */
  public int etherType() {
    return (int) kept(sourceAndType) & 0xFFFF;
  }

  /**
   * {@return whether this is an 802.3 frame: {@link #etherType()} is the length of the payload in
   * bytes}
   */
  public boolean isLengthField() {
    return etherType() < EtherType.LOWEST;
  }

  @Override
  protected Problem examine() {
    sourceAndType = signedLong(SOURCE_OFFSET);
    return examine(etherType());
  }

  /** An 802.3 frame may be tagged, so a {@link Vlan} tag has the same field. */
  static Problem examine(int typeOrLength) {
    return typeOrLength > GREATEST_LENGTH && typeOrLength < EtherType.LOWEST
        ? NEITHER_TYPE_NOR_LENGTH
        : Problem.NONE;
  }

  @Override
  protected Numbering payloadNumbering() {
    return isLengthField() ? Numbering.LENGTH_FIELD : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return isLengthField() ? 0 : etherType();
  }

  @Override
  protected long wireEnd(long outer) {
    int typeOrLength = etherType();
    return typeOrLength < EtherType.LOWEST ? offset() + LENGTH + typeOrLength : outer;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.mac(DESTINATION, destination());
    visitor.mac(SOURCE, source());
    if (isLengthField()) {
      visitor.number(PAYLOAD_LENGTH, etherType());
    } else {
      visitor.number(TYPE, etherType(), EtherType.name(etherType()));
    }
  }
}
