// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * IPv6 hop-by-hop or destination options (RFC 8200, sections 4.2, 4.3 and 4.6).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Next Header  |    Length     |            options
 * +---------------+---------------+-------------------------------
 * </pre>
 *
 * <p>An option is a type, the length of its value, and the value. Type 0 (Pad1) is a single byte.
 */
public final class Ipv6Options extends Header {
  /** The minimum length in bytes. */
  public static final int MINIMUM_LENGTH = 8;

  private static final int NEXT_HEADER_OFFSET = 0;
  private static final int LENGTH_OFFSET = 1;
  private static final int OPTIONS_OFFSET = 2;
  private static final int UNIT = 8;

  private static final int PAD_1 = 0;
  private static final int ROUTER_ALERT = 0x05;
  private static final int TUNNEL_LIMIT = 0x04;
  private static final int JUMBO = 0xC2;
  private static final int HOME_ADDRESS = 0xC9;
  private static final int PREFIX = 2;

  /** The fields whose names differ between the two kinds. */
  private record Names(Field protocol, Field nextHeader, Field length) {
    static Names of(Field protocol) {
      return new Names(
          protocol,
          Field.of("Next Header", protocol.key() + ".nxt"),
          Field.of("Length", protocol.key() + ".len").hidden());
    }
  }

  private static final Names HOP_BY_HOP =
      Names.of(Field.of("IPv6 Hop-by-Hop Options", "ipv6.hopopts"));
  private static final Names DESTINATION =
      Names.of(Field.of("IPv6 Destination Options", "ipv6.dstopts"));
  private static final Field OPTIONS = Field.of("Options", "ipv6.opt");
  private static final Field OPTION = Field.hex("Option", "ipv6.opt.type", 2);
  private static final Field OPTION_LENGTH = Field.of("Length", "ipv6.opt.length").hidden();
  private static final Field ALERT = Field.of("", "ipv6.opt.router_alert");
  private static final Field LIMIT = Field.of("", "ipv6.opt.tel");
  private static final Field JUMBO_LENGTH = Field.of("", "ipv6.opt.jumbo");
  private static final Field HOME = Field.of("", "ipv6.opt.mipv6.home_address");

  private static final Problem BEYOND_HEADER = Problem.malformed("option beyond the header");

  private final Names names;

  private Ipv6Options(Names names) {
    super(names.protocol, MINIMUM_LENGTH);
    this.names = names;
  }

  /** {@return the hop-by-hop options that wrap nothing yet} */
  public static Ipv6Options hopByHop() {
    return new Ipv6Options(HOP_BY_HOP);
  }

  /** {@return the destination options that wrap nothing yet} */
  public static Ipv6Options destination() {
    return new Ipv6Options(DESTINATION);
  }

  /** {@return the protocol after this header, 0 to 255, see {@link IpProtocol}} */
  public int nextHeader() {
    return unsignedByte(NEXT_HEADER_OFFSET);
  }

  /** Length in bytes: 8 to 2048, in steps of 8. */
  @Override
  public int headerLength() {
    return (unsignedByte(LENGTH_OFFSET) + 1) * UNIT;
  }

  @Override
  protected Problem examine() {
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
    visitor.number(names.nextHeader, nextHeader(), IpProtocol.name(nextHeader()));
    visitor.number(names.length, unsignedByte(LENGTH_OFFSET));
    describeOptions(visitor);
  }

  private void describeOptions(FieldVisitor visitor) {
    int optionsEnd = (int) Math.min(headerLength(), end() - offset());
    visitor.line();
    visitor.group(OPTIONS);
    int at = OPTIONS_OFFSET;
    while (at < optionsEnd) {
      int type = unsignedByte(at);
      visitor.item(OPTION, type, optionName(type));
      int next = type == PAD_1 ? at + 1 : at + PREFIX;
      if (type != PAD_1 && next <= optionsEnd) {
        visitor.number(OPTION_LENGTH, unsignedByte(at + 1));
        next += unsignedByte(at + 1);
      }
      if (next > optionsEnd) {
        visitor.problem(problem() == Problem.NONE ? BEYOND_HEADER : Problem.TRUNCATED);
        break;
      }
      if (type != PAD_1) {
        describeValue(visitor, type, at + PREFIX, next - at - PREFIX);
      }
      at = next;
    }
    visitor.endGroup();
  }

  private void describeValue(FieldVisitor visitor, int type, int at, int valueLength) {
    if (type == ROUTER_ALERT && valueLength == Short.BYTES) {
      visitor.number(ALERT, unsignedShort(at));
    } else if (type == TUNNEL_LIMIT && valueLength == Byte.BYTES) {
      visitor.number(LIMIT, unsignedByte(at));
    } else if (type == JUMBO && valueLength == Integer.BYTES) {
      visitor.number(JUMBO_LENGTH, unsignedInt(at));
    } else if (type == HOME_ADDRESS && valueLength == 2 * Long.BYTES) {
      visitor.ipv6(HOME, signedLong(at), signedLong(at + Long.BYTES));
    }
  }

  private static String optionName(int type) {
    return switch (type) {
      case PAD_1 -> "Pad1";
      case 1 -> "PadN";
      case TUNNEL_LIMIT -> "tunnel encapsulation limit";
      case ROUTER_ALERT -> "router alert";
      case 0x07 -> "CALIPSO";
      case 0x08 -> "SMF duplicate detection";
      case 0x0F -> "performance metrics";
      case 0x26 -> "quick start";
      case 0x30 -> "minimum path MTU";
      case 0x63 -> "RPL";
      case JUMBO -> "jumbo payload";
      case HOME_ADDRESS -> "home address";
      default -> "unknown";
    };
  }
}
