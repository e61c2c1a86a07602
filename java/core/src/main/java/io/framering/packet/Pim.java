// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A PIM version 2 message (RFC 7761, section 4.9). Hello messages continue with options, register
 * messages with flags and a packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  Type |    Reserved   |            Checksum           |
 * +-------+-------+---------------+-------------------------------+
 * |          Option Type          |         Option Length         |
 * +-------------------------------+-------------------------------+
 * |          option value; further options
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Pim extends Header {
  /** Bytes before the body. */
  public static final int LENGTH = 4;

  private static final int VERSION_AND_TYPE_OFFSET = 0;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int OPTION_HEADER = 4;
  private static final int HELLO = 0;
  private static final int REGISTER = 1;
  private static final int REGISTER_LENGTH = 8;
  private static final int VERSION_2 = 2;

  private static final int HOLD_TIME = 1;
  private static final int PRIORITY = 19;
  private static final int GENERATION = 20;

  private static final Field HEADING = Field.of("PIM Message", "pim");
  private static final Field VERSION = Field.of("Version", "pim.version");
  private static final Field TYPE = Field.of("Type", "pim.type");
  private static final Field CHECKSUM = Field.hex("Checksum", "pim.cksum", 4).hidden();
  private static final Field OPTIONS = Field.of("Options", "pim.option");
  private static final Field OPTION = Field.of("Option", "pim.optiontype");
  private static final Field OPTION_LENGTH = Field.of("Length", "pim.optionlength").hidden();
  private static final Field HOLD_TIME_VALUE = Field.of("", "pim.holdtime");
  private static final Field PRIORITY_VALUE = Field.of("", "pim.dr_priority");
  private static final Field GENERATION_VALUE = Field.of("", "pim.generation_id");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 2");
  private static final Problem BEYOND_PACKET = Problem.malformed("option beyond the packet");

  /** A header that wraps nothing yet. */
  public Pim() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 15: 2} */
  public int version() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) >>> 4;
  }

  /** {@return the type, 0 to 15: 0 hello, 1 register, 3 join or prune} */
  public int type() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) & 0xF;
  }

  /** {@return the checksum, 0 to 65535} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  @Override
  public int headerLength() {
    return type() == REGISTER ? REGISTER_LENGTH : LENGTH;
  }

  @Override
  protected Problem examine() {
    if (version() != VERSION_2) {
      return OTHER_VERSION;
    }
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return type() == REGISTER ? Numbering.ETHER_TYPE : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    if (!holds(REGISTER_LENGTH + 1)) {
      return -1;
    }
    return switch (unsignedByte(REGISTER_LENGTH) >>> 4) {
      case 4 -> EtherType.IPV4;
      case 6 -> EtherType.IPV6;
      default -> -1;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int versionAndType = unsignedByte(VERSION_AND_TYPE_OFFSET);
    int type = versionAndType & 0xF;
    visitor.line();
    visitor.number(VERSION, versionAndType >>> 4);
    if (problem() == OTHER_VERSION) {
      return;
    }
    visitor.number(TYPE, type, name(type));
    describeChecksum(visitor, type);
    if (type == HELLO) {
      visitor.line();
      visitor.group(OPTIONS);
      describeOptions(visitor);
      visitor.endGroup();
    }
  }

  // The checksum of a register message does not cover the packet in it.
  private void describeChecksum(FieldVisitor visitor, int type) {
    int checksum = checksum();
    boolean register = type == REGISTER;
    long covered = register ? offset() + REGISTER_LENGTH : end();
    long pseudoHeader = pseudoHeader(covered - offset());
    boolean captured =
        register ? covered <= end() && !isQuoted() && !isInFragment() : isVerifiable();
    if (captured && pseudoHeader >= 0) {
      long sum = InternetChecksum.add(pseudoHeader, memory(), offset(), covered);
      visitor.checksum(CHECKSUM, checksum, InternetChecksum.expected(checksum, sum));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum, true);
    }
  }

  /** The sum of IPv6 addresses, the protocol and the length; -1 without an IP header. */
  private long pseudoHeader(long covered) {
    if (outer() instanceof Ipv6 ip) {
      return InternetChecksum.add(
          covered + IpProtocol.PIM, ip.memory(), ip.addressesOffset(), ip.offset() + Ipv6.LENGTH);
    }
    return outer() instanceof Ipv4 ? 0 : -1;
  }

  private void describeOptions(FieldVisitor visitor) {
    int at = LENGTH;
    while (holds(at + 1L)) {
      if (!holds(at + OPTION_HEADER)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int type = unsignedShort(at);
      int length = unsignedShort(at + 2);
      visitor.item(OPTION, type, optionName(type));
      visitor.number(OPTION_LENGTH, length);
      at += OPTION_HEADER;
      if (!holds((long) at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      if (type == HOLD_TIME && length == Short.BYTES) {
        visitor.number(HOLD_TIME_VALUE, unsignedShort(at));
      } else if (type == PRIORITY && length == Integer.BYTES) {
        visitor.number(PRIORITY_VALUE, unsignedInt(at));
      } else if (type == GENERATION && length == Integer.BYTES) {
        visitor.number(GENERATION_VALUE, unsignedInt(at));
      }
      at += length;
    }
  }

  private static String name(int type) {
    return switch (type) {
      case HELLO -> "hello";
      case REGISTER -> "register";
      case 2 -> "register stop";
      case 3 -> "join/prune";
      case 4 -> "bootstrap";
      case 5 -> "assert";
      case 6 -> "graft";
      case 7 -> "graft acknowledgment";
      case 8 -> "candidate RP advertisement";
      case 9 -> "state refresh";
      case 10 -> "DF election";
      default -> "unknown";
    };
  }

  private static String optionName(int type) {
    return switch (type) {
      case HOLD_TIME -> "hold time";
      case 2 -> "LAN prune delay";
      case PRIORITY -> "DR priority";
      case GENERATION -> "generation ID";
      case 21 -> "state refresh";
      case 22 -> "bidirectional";
      case 24 -> "address list";
      default -> "unknown";
    };
  }
}
