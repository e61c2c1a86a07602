// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A header of Cisco's HDLC, with the message of the link's own protocol, SLARP, which follows the
 * protocol 0x8035. SLARP has no RFC; these are its fields in a keepalive. A request or a reply has
 * an address and a netmask instead of the sequence numbers.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Address    |    Control    |            Protocol           |
 * +---------------+---------------+-------------------------------+
 * |                          SLARP: Type                          |
 * +---------------------------------------------------------------+
 * |                    Outgoing Sequence Number                   |
 * +---------------------------------------------------------------+
 * |                    Returned Sequence Number                   |
 * +-------------------------------+-------------------------------+
 * |          Reliability          |
 * +-------------------------------+
 * </pre>
 */
public final class Chdlc extends Header {
  /** Length in bytes, without SLARP. */
  public static final int LENGTH = 4;

  /** The LINKTYPE_ value of frames that begin with this header. */
  static final int LINK_TYPE = 104;

  private static final int UNICAST = 0x0F;
  private static final int BROADCAST = 0x8F;

  private static final int ADDRESS_OFFSET = 0;
  private static final int CONTROL_OFFSET = 1;
  private static final int PROTOCOL_OFFSET = 2;
  private static final int TYPE_OFFSET = 4;
  private static final int FIRST_OFFSET = 8;
  private static final int SECOND_OFFSET = 12;
  private static final int RELIABILITY_OFFSET = 16;
  private static final int SLARP_END = 18;

  private static final int SLARP = 0x8035;
  private static final int REQUEST = 0;
  private static final int REPLY = 1;
  private static final int KEEPALIVE = 2;
  private static final int ETHERNET = 1;

  private static final Field HEADING = Field.of("Cisco HDLC Frame", "chdlc");
  private static final Field ADDRESS = Field.hex("Address", "chdlc.address", 2);
  private static final Field CONTROL = Field.hex("Control", "chdlc.control", 2).hidden();
  private static final Field PROTOCOL = Field.hex("Protocol", "chdlc.protocol", 4);
  private static final Field TYPE = Field.of("SLARP", "slarp.ptype");
  private static final Field IP_ADDRESS = Field.of("Address", "slarp.address");
  private static final Field NETMASK = Field.of("Netmask", "slarp.netmask");
  private static final Field OURS = Field.of("Outgoing Sequence", "slarp.mysequence");
  private static final Field YOURS = Field.of("Returned Sequence", "slarp.yoursequence");
  private static final Field RELIABILITY =
      Field.hex("Reliability", "slarp.reliability", 4).hidden();

  /** A header that wraps nothing yet. */
  public Chdlc() {
    super(HEADING, LENGTH);
  }

  /** Whether PPP in HDLC framing cannot begin with this address, but this header does. */
  static boolean isAddress(int first) {
    return first == UNICAST || first == BROADCAST;
  }

  /** {@return the address, 0 to 255: 0x0f unicast, 0x8f broadcast} */
  public int address() {
    return unsignedByte(ADDRESS_OFFSET);
  }

  /** {@return the control byte, 0 to 255: 0} */
  public int control() {
    return unsignedByte(CONTROL_OFFSET);
  }

  /** {@return the payload's protocol, 0 to 65535, see {@link EtherType}; 0x8035 is SLARP} */
  public int protocol() {
    return unsignedShort(PROTOCOL_OFFSET);
  }

  @Override
  public int headerLength() {
    return protocol() == SLARP ? SLARP_END : LENGTH;
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return switch (protocol()) {
      case EtherType.IPV4, EtherType.IPV6, EtherType.MPLS, EtherType.MPLS_MULTICAST ->
          Numbering.ETHER_TYPE;
      case EtherType.ETHERNET -> Numbering.LINK_TYPE;
      default -> Numbering.NONE;
    };
  }

  @Override
  protected int payloadNumber() {
    int protocol = protocol();
    return protocol == EtherType.ETHERNET ? ETHERNET : protocol;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int address = address();
    int protocol = protocol();
    visitor.line();
    visitor.number(ADDRESS, address, addressName(address));
    visitor.number(CONTROL, control());
    boolean isSlarp = protocol == SLARP;
    visitor.number(PROTOCOL, protocol, isSlarp ? "SLARP" : EtherType.name(protocol));
    if (isSlarp && holds(SLARP_END)) {
      visitor.line();
      describeSlarp(visitor);
    }
  }

  private void describeSlarp(FieldVisitor visitor) {
    int type = signedInt(TYPE_OFFSET);
    visitor.number(TYPE, Integer.toUnsignedLong(type), typeName(type));
    switch (type) {
      case REQUEST, REPLY -> {
        visitor.ipv4(IP_ADDRESS, signedInt(FIRST_OFFSET));
        visitor.ipv4(NETMASK, signedInt(SECOND_OFFSET));
      }
      case KEEPALIVE -> {
        visitor.number(OURS, unsignedInt(FIRST_OFFSET));
        visitor.number(YOURS, unsignedInt(SECOND_OFFSET));
        visitor.number(RELIABILITY, unsignedShort(RELIABILITY_OFFSET));
      }
      default -> {}
    }
  }

  private static String addressName(int address) {
    return switch (address) {
      case UNICAST -> "unicast";
      case BROADCAST -> "broadcast";
      default -> "unknown";
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case REQUEST -> "request";
      case REPLY -> "reply";
      case KEEPALIVE -> "keepalive";
      default -> "unknown";
    };
  }
}
