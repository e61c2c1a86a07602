// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An entry of an MPLS label stack (RFC 3032): one header for each label. After the last one, the
 * first four bits tell IPv4 from IPv6.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------+-----+-+---------------+
 * |                 Label                 | Exp |S|      TTL      |
 * +---------------------------------------+-----+-+---------------+
 * </pre>
 */
public final class Mpls extends Header {
  /** Bytes of an entry. */
  public static final int LENGTH = 4;

  /** The UDP port that IANA assigned, see RFC 7510. */
  public static final int PORT = 6635;

  private static final int ENTRY_OFFSET = 0;
  private static final int LABEL_SHIFT = 12;
  private static final int CLASS_SHIFT = 9;
  private static final int CLASS_MASK = 7;
  private static final int BOTTOM = 0x100;

  // RFC 5586 and RFC 3429: no packet of a user follows.
  private static final int ASSOCIATED_CHANNEL = 13;
  private static final int OAM_ALERT = 14;

  private static final Field HEADING = Field.of("MPLS Label", "mpls");
  private static final Field LABEL = Field.of("Label", "mpls.label");
  private static final Field CLASS = Field.of("Traffic Class", "mpls.exp").unlessZero();
  private static final Field IS_BOTTOM = Field.of("Bottom of Stack", "mpls.bottom");
  private static final Field TTL = Field.of("TTL", "mpls.ttl");

  /** A header that wraps nothing yet. */
  public Mpls() {
    super(HEADING, LENGTH);
  }

  /** {@return the label, 0 to 2^20 - 1; those below 16 are reserved} */
  public int label() {
    return signedInt(ENTRY_OFFSET) >>> LABEL_SHIFT;
  }

  /** {@return the traffic class, 0 to 7: "Exp" before RFC 5462} */
  public int trafficClass() {
    return signedInt(ENTRY_OFFSET) >>> CLASS_SHIFT & CLASS_MASK;
  }

  /** {@return whether this is the last label} */
  public boolean isBottom() {
    return (signedInt(ENTRY_OFFSET) & BOTTOM) != 0;
  }

  /** {@return the time to live, 0 to 255} */
  public int ttl() {
    return signedInt(ENTRY_OFFSET) & 0xFF;
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    if (!isBottom()) {
      return EtherType.MPLS;
    }
    int label = label();
    if (label == ASSOCIATED_CHANNEL || label == OAM_ALERT || !holds(LENGTH + 1)) {
      return -1;
    }
    return switch (unsignedByte(LENGTH) >>> 4) {
      case 4 -> EtherType.IPV4;
      case 6 -> EtherType.IPV6;
      default -> -1;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int entry = signedInt(ENTRY_OFFSET);
    visitor.line();
    visitor.number(LABEL, entry >>> LABEL_SHIFT);
    visitor.number(CLASS, entry >>> CLASS_SHIFT & CLASS_MASK);
    visitor.number(IS_BOTTOM, (entry & BOTTOM) / BOTTOM);
    visitor.number(TTL, entry & 0xFF);
  }
}
