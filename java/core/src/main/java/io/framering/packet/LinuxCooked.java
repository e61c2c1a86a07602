// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * Linux's pseudo-header for frames of any interface, version 1 (LINKTYPE_LINUX_SLL).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Packet Type          |         Hardware Type         |
 * +-------------------------------+-------------------------------+
 * |        Address Length         |                               |
 * +-------------------------------+                               |
 * |                        Source Address                         |
 * |                               +-------------------------------+
 * |                               |           Protocol            |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class LinuxCooked extends Header {
  /** Bytes of this header. */
  public static final int LENGTH = 16;

  /** A {@link #protocol()}: an 802.2 header follows. */
  static final int LINUX_802_2 = 4;

  private static final int PACKET_TYPE_OFFSET = 0;
  private static final int HARDWARE_TYPE_OFFSET = 2;
  private static final int ADDRESS_LENGTH_OFFSET = 4;
  private static final int ADDRESS_OFFSET = 6;
  private static final int PROTOCOL_OFFSET = 14;

  private static final int MAC_LENGTH = 6;
  private static final int IPV4_LENGTH = 4;
  private static final int MOST_ADDRESS_LENGTH = 8;

  private static final Field HEADING = Field.of("Linux Cooked Frame", "sll");
  private static final Field PACKET_TYPE = Field.of("Packet Type", "sll.pkttype");
  private static final Field HARDWARE_TYPE = Field.of("Hardware", "sll.hatype");
  private static final Field ADDRESS_LENGTH = Field.of("Address Length", "sll.halen").hidden();
  private static final Field MAC = Field.of("Source", "sll.src.eth");
  private static final Field IPV4 = Field.of("Source", "sll.src.ipv4");
  private static final Field OTHER = Field.of("Source", "sll.src.other");
  private static final Field ETHER_TYPE = Field.hex("Protocol", "sll.etype", 4);
  private static final Field LINUX_TYPE = Field.hex("Protocol", "sll.ltype", 4);

  /** A header that wraps nothing yet. */
  public LinuxCooked() {
    super(HEADING, LENGTH);
  }

  /**
   * {@return the direction of the frame: the packet types of {@code linux/if_packet.h}, 0 to 65535}
   */
  public int packetType() {
    return unsignedShort(PACKET_TYPE_OFFSET);
  }

  /** {@return the kind of interface: an {@code ARPHRD_} number, 0 to 65535} */
  public int hardwareType() {
    return unsignedShort(HARDWARE_TYPE_OFFSET);
  }

  /** {@return the number of bytes of the source address, 0 to 65535: there is room for 8} */
  public int addressLength() {
    return unsignedShort(ADDRESS_LENGTH_OFFSET);
  }

  /** {@return the source address: its first byte is bits 63 to 56} */
  public long address() {
    return signedLong(ADDRESS_OFFSET);
  }

  /** {@return the EtherType of the payload; less than 0x0600 is one of {@code linux/if_ether.h}} */
  public int protocol() {
    return unsignedShort(PROTOCOL_OFFSET);
  }

  @Override
  protected Numbering payloadNumbering() {
    return protocol() == LINUX_802_2 ? Numbering.LENGTH_FIELD : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return protocol() == LINUX_802_2 ? 0 : protocol();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    describePacketType(visitor, packetType());
    describeAddress(this, visitor, hardwareType(), addressLength(), ADDRESS_OFFSET);
    describeProtocol(visitor, protocol());
  }

  static void describePacketType(FieldVisitor visitor, int type) {
    visitor.number(PACKET_TYPE, type, packetTypeName(type));
  }

  static void describeAddress(
      Header header, FieldVisitor visitor, int hardwareType, int length, int at) {
    visitor.number(HARDWARE_TYPE, hardwareType, hardwareName(hardwareType));
    visitor.number(ADDRESS_LENGTH, length);
    if (length == MAC_LENGTH) {
      visitor.mac(MAC, header.mac(at));
    } else if (length == IPV4_LENGTH) {
      visitor.ipv4(IPV4, header.signedInt(at));
    } else if (length > 0) {
      int there = Math.min(length, MOST_ADDRESS_LENGTH);
      visitor.bytes(OTHER, header.memory(), header.offset() + at, there);
    }
  }

  static void describeProtocol(FieldVisitor visitor, int protocol) {
    if (protocol < EtherType.LOWEST) {
      visitor.number(LINUX_TYPE, protocol, linuxName(protocol));
    } else {
      visitor.number(ETHER_TYPE, protocol, EtherType.name(protocol));
    }
  }

  private static String packetTypeName(int type) {
    return switch (type) {
      case 0 -> "received";
      case 1 -> "received as broadcast";
      case 2 -> "received as multicast";
      case 3 -> "addressed to another host";
      case 4 -> "sent";
      default -> "unknown";
    };
  }

  // linux/if_arp.h
  private static String hardwareName(int type) {
    return switch (type) {
      case 1 -> "Ethernet";
      case 32 -> "InfiniBand";
      case 512 -> "PPP";
      case 768 -> "IP tunnel";
      case 769 -> "IPv6 tunnel";
      case 772 -> "loopback";
      case 776 -> "IPv6 in IPv4";
      case 778 -> "GRE";
      case 801, 802, 803 -> "802.11";
      case 65534 -> "none";
      default -> "unknown";
    };
  }

  // linux/if_ether.h
  private static String linuxName(int protocol) {
    return switch (protocol) {
      case 1 -> "802.3";
      case LINUX_802_2 -> "802.2";
      case 12 -> "CAN";
      case 13 -> "CAN FD";
      default -> "unknown";
    };
  }
}
