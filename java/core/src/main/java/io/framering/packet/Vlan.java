package io.framering.packet;

/**
 * A VLAN tag (IEEE 802.1Q, clause 9.6), without the TPID: that is the EtherType of the header
 * before it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+-+-----------------------+-------------------------------+
 * | PCP |D|        VLAN ID        |      EtherType or length      |
 * +-----+-+-----------------------+-------------------------------+
 * </pre>
 */
public final class Vlan extends Header {
  /** Bytes of a VLAN tag without its TPID. */
  public static final int LENGTH = 4;

  private static final int TCI_OFFSET = 0;
  private static final int TYPE_OFFSET = 2;

  private static final int PRIORITY_SHIFT = 13;
  private static final int DROP_ELIGIBLE = 0x1000;
  private static final int ID_MASK = 0x0FFF;

  private static final Field ID = Field.of("ID", "vlan.id");
  private static final Field PRIORITY = Field.of("Priority", "vlan.priority");
  private static final Field DEI = Field.of("Drop Eligible", "vlan.dei").unlessZero();
  private static final Field TYPE = Field.hex("Protocol", "vlan.etype", 4);
  private static final Field PAYLOAD_LENGTH = Field.of("802.3 Length", "vlan.len");

  /** A header that is wrapped nowhere. */
  public Vlan() {
    super(Field.of("VLAN Tag", "vlan"), LENGTH);
  }

  /** VLAN identifier, 0 to 4095: 0 is a priority tag that names no VLAN. */
  public int id() {
    return unsignedShort(TCI_OFFSET) & ID_MASK;
  }

  /** Priority code point, 0 to 7. */
  public int priority() {
    return unsignedShort(TCI_OFFSET) >>> PRIORITY_SHIFT;
  }

  /** Drop eligible indicator. */
  public boolean dropEligible() {
    return (unsignedShort(TCI_OFFSET) & DROP_ELIGIBLE) != 0;
  }

  /**
   * EtherType of the payload, see {@link EtherType}: 0 to 65535. When {@link #isLengthField()}, it
   * is the length of the payload instead.
   */
  public int etherType() {
    return unsignedShort(TYPE_OFFSET);
  }

  /** Whether this is an 802.3 frame: {@link #etherType()} is the length of the payload in bytes. */
  public boolean isLengthField() {
    return etherType() < EtherType.LOWEST;
  }

  @Override
  Problem examine() {
    return Ethernet.examine(etherType());
  }

  @Override
  Numbering payloadNumbering() {
    return isLengthField() ? Numbering.NONE : Numbering.ETHER_TYPE;
  }

  @Override
  int payloadNumber() {
    return etherType();
  }

  @Override
  long wireEnd(long outer) {
    return isLengthField() ? offset() + LENGTH + etherType() : outer;
  }

  @Override
  void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(ID, id());
    visitor.number(PRIORITY, priority());
    visitor.number(DEI, dropEligible() ? 1 : 0);
    if (isLengthField()) {
      visitor.number(PAYLOAD_LENGTH, etherType());
    } else {
      visitor.number(TYPE, etherType(), EtherType.name(etherType()));
    }
  }
}
