// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A logical link control header (IEEE 802.2), with the SNAP header (IEEE 802, clause 9) that
 * follows where both SAPs are 0xAA.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+- - - - - - - -+
 * |     DSAP      |     SSAP      |            Control            |
 * +---------------+---------------+---------------+- - - - - - - -+
 * |          SNAP: OUI                            |   Type
 * +-----------------------------------------------+---------------
 * </pre>
 *
 * <p>The control field has one byte in an unnumbered frame, which ends in two bits that are set,
 * and two bytes in others.
 */
public final class Llc extends Header {
  /** The minimum length in bytes. */
  public static final int MINIMUM_LENGTH = 3;

  /** A SAP: a SNAP header follows. */
  public static final int SNAP = 0xAA;

  private static final int DSAP_OFFSET = 0;
  private static final int SSAP_OFFSET = 1;
  private static final int CONTROL_OFFSET = 2;

  private static final int UNNUMBERED = 3;
  private static final int UNNUMBERED_INFORMATION = 3;
  private static final int POLL = 0x10;
  private static final int IP_SAP = 0x06;
  private static final int OUI_LENGTH = 3;
  private static final int SNAP_LENGTH = 5;
  private static final int ETHERNET_OUI = 0;
  private static final int CISCO_OUI = 0x00000C;
  private static final int BRIDGED_OUI = 0x0000F8;

  private static final Field HEADING = Field.of("LLC Header", "llc");
  private static final Field DSAP = Field.hex("DSAP", "llc.dsap", 2);
  private static final Field SSAP = Field.hex("SSAP", "llc.ssap", 2);
  private static final Field CONTROL = Field.hex("Control", "llc.control", 4);
  private static final Field OUI = Field.of("OUI", "llc.oui");
  private static final Field TYPE = Field.hex("Protocol", "llc.type", 4);
  private static final Field CISCO_PROTOCOL_ID = Field.hex("Protocol ID", "llc.cisco_pid", 4);
  private static final Field PROTOCOL_ID = Field.hex("Protocol ID", "llc.pid", 4);

  /** A header that wraps nothing yet. */
  public Llc() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the destination service access point, 0 to 255; the lowest bit marks a group} */
  public int dsap() {
    return unsignedByte(DSAP_OFFSET);
  }

  /** {@return the source service access point, 0 to 255; the lowest bit marks a response} */
  public int ssap() {
    return unsignedByte(SSAP_OFFSET);
  }

  /** {@return whether the frame is unnumbered: its control field has one byte} */
  public boolean isUnnumbered() {
    return (unsignedByte(CONTROL_OFFSET) & UNNUMBERED) == UNNUMBERED;
  }

  /**
   * {@return the control field: 0 to 255 when {@link #isUnnumbered()}, else 0 to 65535, low byte
   * first}
   */
  public int control() {
    int first = unsignedByte(CONTROL_OFFSET);
    return isUnnumbered() || !holds(MINIMUM_LENGTH + 1)
        ? first
        : first | unsignedByte(CONTROL_OFFSET + 1) << Byte.SIZE;
  }

  /** {@return whether this includes a SNAP header} */
  public boolean isSnap() {
    return dsap() == SNAP && ssap() == SNAP;
  }

  /**
   * {@return the organization that defines the {@link #type()}, 24 bits; 0 for an EtherType; for
   * {@link #isSnap()}}
   */
  public int oui() {
    return unsignedShort(snapOffset()) << Byte.SIZE | unsignedByte(snapOffset() + Short.BYTES);
  }

  /** {@return the type of the payload, 0 to 65535; for {@link #isSnap()}} */
  public int type() {
    return unsignedShort(snapOffset() + OUI_LENGTH);
  }

  /** {@return whether {@link #type()} is an EtherType; for {@link #isSnap()}} */
  public boolean isEtherType() {
    return oui() == ETHERNET_OUI || oui() == BRIDGED_OUI;
  }

  @Override
  public int headerLength() {
    return isSnap() ? snapOffset() + SNAP_LENGTH : snapOffset();
  }

  private int snapOffset() {
    return isUnnumbered() ? MINIMUM_LENGTH : MINIMUM_LENGTH + 1;
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    boolean hasPayload = (unsignedByte(CONTROL_OFFSET) & ~POLL) == UNNUMBERED_INFORMATION;
    if (!hasPayload) {
      return Numbering.NONE;
    }
    if (isSnap() && oui() == CISCO_OUI) {
      return Numbering.CISCO_PROTOCOL;
    }
    boolean isKnown = isSnap() ? isEtherType() : dsap() == IP_SAP;
    return isKnown ? Numbering.ETHER_TYPE : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    return isSnap() ? type() : EtherType.IPV4;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(DSAP, dsap(), sapName(dsap()));
    visitor.number(SSAP, ssap(), sapName(ssap() & ~1));
    visitor.number(CONTROL, control());
    if (isSnap() && problem() == Problem.NONE) {
      visitor.line();
      visitor.number(OUI, oui());
      if (isEtherType()) {
        visitor.number(TYPE, type(), EtherType.name(type()));
      } else {
        visitor.number(oui() == CISCO_OUI ? CISCO_PROTOCOL_ID : PROTOCOL_ID, type());
      }
    }
  }

  private static String sapName(int sap) {
    return switch (sap) {
      case 0x00 -> "null";
      case 0x02, 0x03 -> "LLC management";
      case IP_SAP -> "IP";
      case 0x42 -> "spanning tree";
      case SNAP -> "SNAP";
      case 0xE0 -> "NetWare";
      case 0xF0 -> "NetBIOS";
      case 0xFE -> "ISO network layer";
      case 0xFF -> "global";
      default -> "unknown";
    };
  }
}
