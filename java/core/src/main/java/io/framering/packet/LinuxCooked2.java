// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * Linux's pseudo-header for frames of any interface, version 2 (LINKTYPE_LINUX_SLL2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |           Protocol            |           Reserved            |
 * +-------------------------------+-------------------------------+
 * |                        Interface Index                        |
 * +-------------------------------+---------------+---------------+
 * |         Hardware Type         |  Packet Type  |Address Length |
 * +-------------------------------+---------------+---------------+
 * |                                                               |
 * |                        Source Address                         |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class LinuxCooked2 extends Header {
  /** Bytes of this header. */
  public static final int LENGTH = 20;

  private static final int PROTOCOL_OFFSET = 0;
  private static final int INTERFACE_OFFSET = 4;
  private static final int HARDWARE_TYPE_OFFSET = 8;
  private static final int PACKET_TYPE_OFFSET = 10;
  private static final int ADDRESS_LENGTH_OFFSET = 11;
  private static final int ADDRESS_OFFSET = 12;

  private static final Field HEADING = Field.of("Linux Cooked Frame", "sll");
  private static final Field INTERFACE = Field.of("Interface Index", "sll.ifindex");

  /** A header that wraps nothing yet. */
  public LinuxCooked2() {
    super(HEADING, LENGTH);
  }

  /** {@return the EtherType of the payload; less than 0x0600 is one of {@code linux/if_ether.h}} */
  public int protocol() {
    return unsignedShort(PROTOCOL_OFFSET);
  }

  /** {@return the index of the interface on the capturing host, 0 to 2^32 - 1} */
  public long interfaceIndex() {
    return unsignedInt(INTERFACE_OFFSET);
  }

  /** {@return the kind of interface: an {@code ARPHRD_} number, 0 to 65535} */
  public int hardwareType() {
    return unsignedShort(HARDWARE_TYPE_OFFSET);
  }

  /**
   * {@return the direction of the frame: the packet types of {@code linux/if_packet.h}, 0 to 255}
   */
  public int packetType() {
    return unsignedByte(PACKET_TYPE_OFFSET);
  }

  /** {@return the number of bytes of the source address, 0 to 255: there is room for 8} */
  public int addressLength() {
    return unsignedByte(ADDRESS_LENGTH_OFFSET);
  }

  /** {@return the source address: its first byte is bits 63 to 56} */
  public long address() {
    return signedLong(ADDRESS_OFFSET);
  }

  @Override
  protected Numbering payloadNumbering() {
    return protocol() == LinuxCooked.LINUX_802_2 ? Numbering.LENGTH_FIELD : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return protocol() == LinuxCooked.LINUX_802_2 ? 0 : protocol();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    LinuxCooked.describePacketType(visitor, packetType());
    visitor.number(INTERFACE, interfaceIndex());
    LinuxCooked.describeAddress(this, visitor, hardwareType(), addressLength(), ADDRESS_OFFSET);
    LinuxCooked.describeProtocol(visitor, protocol());
  }
}
