// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A VXLAN header (RFC 7348, section 5): an Ethernet frame in UDP. The flags G, D and A and the
 * group policy ID are those of the Group Policy extension (draft-smith-vxlan-group-policy); they
 * are zero without it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-------------------------------+
 * |G|R|R|R|I|R|R|R|R|D|R|R|A|R|R|R|        Group Policy ID        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+---------------+---------------+
 * |          VXLAN Network Identifier (VNI)       |   Reserved    |
 * +-----------------------------------------------+---------------+
 * </pre>
 */
public final class Vxlan extends Header {
  /** Bytes of a VXLAN header. */
  public static final int LENGTH = 8;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 4789;

  /** Flag G: the {@linkplain #groupPolicy() group policy ID} is valid. */
  public static final int GROUP_POLICY = 0x8000;

  /** Flag I: the {@linkplain #vni() network identifier} is valid, as it must be. */
  public static final int VALID_VNI = 0x0800;

  /** Flag D: the receiver must not learn the inner frame's source address. */
  public static final int DONT_LEARN = 0x0040;

  /** Flag A: the group policy has been applied. */
  public static final int POLICY_APPLIED = 0x0008;

  private static final int FLAGS_OFFSET = 0;
  private static final int GROUP_POLICY_OFFSET = 2;
  private static final int VNI_OFFSET = 4;
  private static final int RESERVED_OFFSET = 7;

  private static final int ETHERNET = 1;

  private static final Field HEADING = Field.of("VXLAN Packet", "vxlan");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "vxlan.flags", 4),
          new FlagsField.Flag("A", "vxlan.flag_a", POLICY_APPLIED),
          new FlagsField.Flag("D", "vxlan.flag_d", DONT_LEARN),
          new FlagsField.Flag("I", "vxlan.flag_i", VALID_VNI),
          new FlagsField.Flag("G", "vxlan.flag_g", GROUP_POLICY));
  private static final Field VNI = Field.of("VNI", "vxlan.vni");
  private static final Field POLICY = Field.of("Group Policy ID", "vxlan.gbp").unlessZero();
  private static final Field RESERVED = Field.of("Reserved", "vxlan.reserved8").unlessZero();

  /** A header that wraps nothing yet. */
  public Vxlan() {
    super(HEADING, LENGTH);
  }

  /** {@return the flags, 16 bits: {@link #VALID_VNI}, {@link #GROUP_POLICY} and others} */
  public int flags() {
    return unsignedShort(FLAGS_OFFSET);
  }

  /** {@return the group policy ID, 0 to 65535} */
  public int groupPolicy() {
    return unsignedShort(GROUP_POLICY_OFFSET);
  }

  /** {@return the VXLAN network identifier, 0 to 2^24 - 1} */
  public int vni() {
    return signedInt(VNI_OFFSET) >>> Byte.SIZE;
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.LINK_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return ETHERNET;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.flags(FLAGS, flags());
    visitor.number(VNI, vni());
    visitor.number(POLICY, groupPolicy());
    visitor.number(RESERVED, unsignedByte(RESERVED_OFFSET));
  }
}
