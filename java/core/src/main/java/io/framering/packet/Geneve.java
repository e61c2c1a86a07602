// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A Geneve header (RFC 8926, section 3.4): an Ethernet frame, or another packet, in UDP.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-----------+-+-+-----------+-------------------------------+
 * |Ver|Opt Length |O|C|  Reserved |         Protocol Type         |
 * +---+-----------+-+-+-----------+---------------+---------------+
 * |        Virtual Network Identifier (VNI)       |   Reserved    |
 * +-----------------------------------------------+---------------+
 * |          Option Class         |C|    Type     |  R  |  Length |
 * +-------------------------------+-+-------------+-----+---------+
 * |          option data; further options
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Geneve extends Header {
  /** Bytes before the options. */
  public static final int MINIMUM_LENGTH = 8;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 6081;

  /** Flag O: a control packet. */
  public static final int CONTROL = 0x80;

  /** Flag C: there are critical options. */
  public static final int CRITICAL = 0x40;

  private static final int VERSION_AND_LENGTH_OFFSET = 0;
  private static final int FLAGS_OFFSET = 1;
  private static final int PROTOCOL_OFFSET = 2;
  private static final int VNI_OFFSET = 4;
  private static final int RESERVED_OFFSET = 7;
  private static final int OPTIONS_LENGTH_MASK = 0x3F;

  private static final int OPTION_HEADER = 4;
  private static final int OPTION_TYPE_OFFSET = 2;
  private static final int OPTION_LENGTH_OFFSET = 3;
  private static final int OPTION_LENGTH_MASK = 0x1F;

  private static final int ETHERNET = 1;

  private static final Field HEADING = Field.of("Geneve Packet", "geneve");
  private static final Field VERSION = Field.of("Version", "geneve.version").unlessZero();
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "geneve.flags", 2),
          new FlagsField.Flag("reserved", "geneve.flags.reserved", 0x3F),
          new FlagsField.Flag("C", "geneve.flags.critical", CRITICAL),
          new FlagsField.Flag("O", "geneve.flags.oam", CONTROL));
  private static final Field PROTOCOL = Field.hex("Protocol", "geneve.proto_type", 4);
  private static final Field VNI = Field.hex("VNI", "geneve.vni", 6);
  private static final Field RESERVED = Field.hex("Reserved", "geneve.reserved", 2).unlessZero();
  private static final Field OPTIONS_LENGTH =
      Field.of("Options Length", "geneve.option.length").hidden();
  private static final Field OPTIONS = Field.of("Options", "geneve.options");
  private static final Field CLASS = Field.hex("Class", "geneve.option.class", 4);
  private static final Field TYPE = Field.hex("type", "geneve.option.type", 2);
  private static final Field LENGTH = Field.of("length", "geneve.option.length");

  private static final Problem BEYOND_HEADER = Problem.malformed("option beyond the header");

  /** A header that wraps nothing yet. */
  public Geneve() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the version, 0 to 3: 0} */
  public int version() {
    return unsignedByte(VERSION_AND_LENGTH_OFFSET) >>> 6;
  }

  /** Length in bytes, unchecked: 8 to 260, in steps of 4. */
  @Override
  public int headerLength() {
    int words = unsignedByte(VERSION_AND_LENGTH_OFFSET) & OPTIONS_LENGTH_MASK;
    return MINIMUM_LENGTH + words * Integer.BYTES;
  }

  /** {@return the flags, 8 bits: {@link #CONTROL}, {@link #CRITICAL}} */
  public int flags() {
    return unsignedByte(FLAGS_OFFSET);
  }

  /** {@return the payload's protocol, 0 to 65535, see {@link EtherType}; 0x6558 is Ethernet} */
  public int protocol() {
    return unsignedShort(PROTOCOL_OFFSET);
  }

  /** {@return the virtual network identifier, 0 to 2^24 - 1} */
  public int vni() {
    return signedInt(VNI_OFFSET) >>> Byte.SIZE;
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return protocol() == EtherType.ETHERNET ? Numbering.LINK_TYPE : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    int protocol = protocol();
    return protocol == EtherType.ETHERNET ? ETHERNET : protocol;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    int versionAndLength = unsignedByte(VERSION_AND_LENGTH_OFFSET);
    visitor.number(VERSION, versionAndLength >>> 6);
    visitor.flags(FLAGS, flags());
    int protocol = protocol();
    visitor.number(PROTOCOL, protocol, EtherType.name(protocol));
    visitor.number(VNI, vni());
    visitor.number(RESERVED, unsignedByte(RESERVED_OFFSET));
    int optionsLength = (versionAndLength & OPTIONS_LENGTH_MASK) * Integer.BYTES;
    visitor.number(OPTIONS_LENGTH, optionsLength);
    int end = MINIMUM_LENGTH + optionsLength;
    if (end > MINIMUM_LENGTH && problem() == Problem.NONE) {
      visitor.line();
      visitor.group(OPTIONS);
      describeOptions(visitor, end);
      visitor.endGroup();
    }
  }

  private void describeOptions(FieldVisitor visitor, int end) {
    int at = MINIMUM_LENGTH;
    while (at < end) {
      int group = unsignedShort(at);
      int length =
          OPTION_HEADER
              + (unsignedByte(at + OPTION_LENGTH_OFFSET) & OPTION_LENGTH_MASK) * Integer.BYTES;
      visitor.item(CLASS, group, className(group));
      visitor.number(TYPE, unsignedByte(at + OPTION_TYPE_OFFSET));
      visitor.number(LENGTH, length);
      at += length;
      if (at > end) {
        visitor.problem(BEYOND_HEADER);
      }
    }
  }

  private static String className(int group) {
    return switch (group) {
      case 0x0100 -> "Linux";
      case 0x0101 -> "Open vSwitch";
      case 0x0102 -> "OVN";
      case 0x0103 -> "In-band Network Telemetry";
      case 0x0104 -> "VMware";
      default -> "unknown";
    };
  }
}
