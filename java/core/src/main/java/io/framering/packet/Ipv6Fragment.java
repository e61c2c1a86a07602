// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An IPv6 fragment header (RFC 8200, section 4.5).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------+---+-+
 * |  Next Header  |   Reserved    |     Fragment Offset     |Res|M|
 * +---------------+---------------+-------------------------+---+-+
 * |                        Identification                         |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv6Fragment extends Header {
  /** Bytes of a fragment header. */
  public static final int LENGTH = 8;

  private static final int NEXT_HEADER_OFFSET = 0;
  private static final int FRAGMENT_OFFSET = 2;
  private static final int IDENTIFICATION_OFFSET = 4;

  private static final int MORE_FRAGMENTS = 1;
  private static final int FRAGMENT_SHIFT = 3;
  private static final int FRAGMENT_UNIT = 8;

  private static final Field HEADING = Field.of("IPv6 Fragment Header", "ipv6.fraghdr");
  private static final Field NEXT_HEADER = Field.of("Next Header", "ipv6.fraghdr.nxt");
  private static final Field OFFSET =
      Field.of("Fragment Offset", "ipv6.fraghdr.offset").per(FRAGMENT_UNIT);
  private static final Field MORE = Field.of("More Fragments", "ipv6.fraghdr.more");
  private static final Field IDENTIFICATION = Field.hex("Identification", "ipv6.fraghdr.ident", 8);

  /** A header that wraps nothing yet. */
  public Ipv6Fragment() {
    super(HEADING, LENGTH);
  }

  /** {@return the protocol of the whole payload, 0 to 255, see {@link IpProtocol}} */
  public int nextHeader() {
    return unsignedByte(NEXT_HEADER_OFFSET);
  }

  /**
   * {@return the offset of this fragment in the whole payload, in bytes: 0 to 65528, in steps of 8}
   */
  public int fragmentOffset() {
    return (unsignedShort(FRAGMENT_OFFSET) >>> FRAGMENT_SHIFT) * FRAGMENT_UNIT;
  }

  /** {@return whether more fragments follow} */
  public boolean moreFragments() {
    return (unsignedShort(FRAGMENT_OFFSET) & MORE_FRAGMENTS) != 0;
  }

  /** {@return the identification, 0 to 2^32 - 1: equal in the fragments of a packet} */
  public long identification() {
    return unsignedInt(IDENTIFICATION_OFFSET);
  }

  @Override
  protected boolean isFragmented() {
    return fragmentOffset() != 0 || moreFragments();
  }

  @Override
  protected Numbering payloadNumbering() {
    return fragmentOffset() == 0 ? Numbering.IP_PROTOCOL : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    return nextHeader();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(NEXT_HEADER, nextHeader(), IpProtocol.name(nextHeader()));
    visitor.number(OFFSET, fragmentOffset());
    visitor.number(MORE, moreFragments() ? 1 : 0);
    visitor.number(IDENTIFICATION, identification());
  }
}
