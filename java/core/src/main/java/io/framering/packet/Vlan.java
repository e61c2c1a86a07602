// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A VLAN tag (IEEE 802.1Q, clause 9.6), without the TPID, which is the EtherType of the previous
 * header.
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

  // The tag control information is the upper half of the tag, the type the lower.
  private static final int PRIORITY_SHIFT = 29;
  private static final int DROP_ELIGIBLE = 0x1000_0000;
  private static final int ID_SHIFT = 16;
  private static final int ID_MASK = 0x0FFF;

  /** The fields with their Wireshark names, which differ for a provider's tag. */
  private record Names(
      Field protocol, Field id, Field priority, Field dei, Field type, Field payloadLength) {
    static Names of(Field protocol, String type, String payloadLength) {
      return new Names(
          protocol,
          Field.of("ID", protocol.key() + ".id"),
          Field.of("Priority", protocol.key() + ".priority"),
          Field.of("Drop Eligible", protocol.key() + ".dei").unlessZero(),
          Field.hex("Protocol", type, 4),
          Field.of("802.3 Length", payloadLength));
    }
  }

  private static final Names CUSTOMER =
      Names.of(Field.of("VLAN Tag", "vlan"), "vlan.etype", "vlan.len");
  private static final Names SERVICE =
      Names.of(Field.of("802.1ad VLAN Tag", "ieee8021ad"), "ieee8021ah.etype", "ieee8021ah.len");

  private final Names names;
  private int tag;

  /** A header that wraps nothing yet. */
  public Vlan() {
    this(CUSTOMER);
  }

  private Vlan(Names names) {
    super(names.protocol, LENGTH);
    this.names = names;
  }

  /** {@return a provider tag (802.1ad), which differs only in its name; it wraps nothing yet} */
  public static Vlan service() {
    return new Vlan(SERVICE);
  }

  /** {@return the VLAN identifier, 0 to 4095: 0 is a priority tag that names no VLAN} */
  public int id() {
    return tag() >>> ID_SHIFT & ID_MASK;
  }

  /** {@return the priority code point, 0 to 7} */
  public int priority() {
    return tag() >>> PRIORITY_SHIFT;
  }

  /** {@return the drop eligible indicator} */
  public boolean dropEligible() {
    return (tag() & DROP_ELIGIBLE) != 0;
  }

  /**
   * {@return the EtherType of the payload, see {@link EtherType}: 0 to 65535} If {@link
   * #isLengthField()}, it is the length of the payload instead.
   */
  public int etherType() {
    return tag() & 0xFFFF;
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
    tag = signedInt(0);
    return Ethernet.examine(etherType());
  }

  private int tag() {
    return (int) kept(tag);
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
    visitor.number(names.id, id());
    visitor.number(names.priority, priority());
    visitor.number(names.dei, dropEligible() ? 1 : 0);
    if (isLengthField()) {
      visitor.number(names.payloadLength, etherType());
    } else {
      visitor.number(names.type, etherType(), EtherType.name(etherType()));
    }
  }
}
