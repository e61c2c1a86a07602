// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An Address Resolution Protocol packet (RFC 826), here with addresses of Ethernet and IPv4.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |         Hardware Type         |         Protocol Type         |
 * +---------------+---------------+-------------------------------+
 * | Hardware Size | Protocol Size |           Operation           |
 * +---------------+---------------+-------------------------------+
 * |                    Sender Hardware Address                    |
 * |                               +-------------------------------+
 * |                               |    Sender Protocol Address    |
 * +-------------------------------+-------------------------------+
 * |                               |    Target Hardware Address    |
 * +-------------------------------+                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                    Target Protocol Address                    |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The sizes give the bytes per address, so ARP works for other protocols, too.
 */
public final class Arp extends Header {
  /** Bytes before the addresses. */
  public static final int FIXED_LENGTH = 8;

  /** A {@link #hardwareType()}. */
  public static final int ETHERNET = 1;

  /** An {@link #operation()}: who has the target address? */
  public static final int REQUEST = 1;

  /** An {@link #operation()}: the sender has it. */
  public static final int REPLY = 2;

  private static final int HARDWARE_TYPE_OFFSET = 0;
  private static final int PROTOCOL_TYPE_OFFSET = 2;
  private static final int HARDWARE_SIZE_OFFSET = 4;
  private static final int PROTOCOL_SIZE_OFFSET = 5;
  private static final int OPERATION_OFFSET = 6;

  private static final int IEEE_802 = 6;
  private static final int MAC_SIZE = 6;
  private static final int IPV4_SIZE = 4;

  private static final Field HEADING = Field.of("ARP Packet", "arp");
  private static final Field HARDWARE_TYPE = Field.of("Hardware", "arp.hw.type");
  private static final Field PROTOCOL_TYPE = Field.hex("Protocol", "arp.proto.type", 4);
  private static final Field HARDWARE_SIZE = Field.of("Hardware Size", "arp.hw.size").hidden();
  private static final Field PROTOCOL_SIZE = Field.of("Protocol Size", "arp.proto.size").hidden();
  private static final Field OPERATION = Field.of("Operation", "arp.opcode");
  private static final Field SENDER_MAC = Field.of("Sender MAC", "arp.src.hw_mac");
  private static final Field SENDER_IPV4 = Field.of("Sender IP", "arp.src.proto_ipv4");
  private static final Field TARGET_MAC = Field.of("Target MAC", "arp.dst.hw_mac");
  private static final Field TARGET_IPV4 = Field.of("Target IP", "arp.dst.proto_ipv4");
  private static final Field SENDER_HARDWARE = Field.of("Sender Hardware", "arp.src.hw");
  private static final Field SENDER_PROTOCOL = Field.of("Sender Protocol", "arp.src.proto");
  private static final Field TARGET_HARDWARE = Field.of("Target Hardware", "arp.dst.hw");
  private static final Field TARGET_PROTOCOL = Field.of("Target Protocol", "arp.dst.proto");

  /** A header that wraps nothing yet. */
  public Arp() {
    super(HEADING, FIXED_LENGTH);
  }

  /** {@return the kind of the hardware addresses, 0 to 65535: {@link #ETHERNET} or another} */
  public int hardwareType() {
    return unsignedShort(HARDWARE_TYPE_OFFSET);
  }

  /** {@return the kind of the protocol addresses, 0 to 65535, see {@link EtherType}} */
  public int protocolType() {
    return unsignedShort(PROTOCOL_TYPE_OFFSET);
  }

  /** {@return the number of bytes of a hardware address, 0 to 255} */
  public int hardwareSize() {
    return unsignedByte(HARDWARE_SIZE_OFFSET);
  }

  /** {@return the number of bytes of a protocol address, 0 to 255} */
  public int protocolSize() {
    return unsignedByte(PROTOCOL_SIZE_OFFSET);
  }

  /** {@return the operation, 0 to 65535: {@link #REQUEST}, {@link #REPLY} or another} */
  public int operation() {
    return unsignedShort(OPERATION_OFFSET);
  }

  /** {@return whether the addresses are of Ethernet and IPv4 and completely captured} */
  public boolean isEthernetAndIpv4() {
    return hasMacs() && hasIpv4s() && problem() == Problem.NONE;
  }

  /** {@return the sender's MAC address, in the lower 48 bits; for {@link #isEthernetAndIpv4()}} */
  public long senderMac() {
    return mac(FIXED_LENGTH);
  }

  /** {@return the sender's IPv4 address; for {@link #isEthernetAndIpv4()}} */
  public int senderIpv4() {
    return signedInt(FIXED_LENGTH + hardwareSize());
  }

  /**
   * {@return the target's MAC address, in the lower 48 bits, often 0; for {@link
   * #isEthernetAndIpv4()}}
   */
  public long targetMac() {
    return mac(targetOffset());
  }

  /** {@return the target's IPv4 address; for {@link #isEthernetAndIpv4()}} */
  public int targetIpv4() {
    return signedInt(targetOffset() + hardwareSize());
  }

  @Override
  public int headerLength() {
    return FIXED_LENGTH + 2 * (hardwareSize() + protocolSize());
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected long wireEnd(long outer) {
    return offset() + headerLength();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(OPERATION, operation(), operationName(operation()));
    visitor.number(HARDWARE_TYPE, hardwareType(), hardwareName(hardwareType()));
    visitor.number(PROTOCOL_TYPE, protocolType(), EtherType.name(protocolType()));
    visitor.number(HARDWARE_SIZE, hardwareSize());
    visitor.number(PROTOCOL_SIZE, protocolSize());
    if (problem() != Problem.NONE) {
      return;
    }
    visitor.line();
    describeHardware(visitor, SENDER_MAC, SENDER_HARDWARE, FIXED_LENGTH);
    describeProtocol(visitor, SENDER_IPV4, SENDER_PROTOCOL, FIXED_LENGTH + hardwareSize());
    visitor.line();
    describeHardware(visitor, TARGET_MAC, TARGET_HARDWARE, targetOffset());
    describeProtocol(visitor, TARGET_IPV4, TARGET_PROTOCOL, targetOffset() + hardwareSize());
  }

  private void describeHardware(FieldVisitor visitor, Field mac, Field other, int at) {
    if (hasMacs()) {
      visitor.mac(mac, mac(at));
    } else if (hardwareSize() > 0) {
      visitor.bytes(other, memory(), offset() + at, hardwareSize());
    }
  }

  private void describeProtocol(FieldVisitor visitor, Field ipv4, Field other, int at) {
    if (hasIpv4s()) {
      visitor.ipv4(ipv4, signedInt(at));
    } else if (protocolSize() > 0) {
      visitor.bytes(other, memory(), offset() + at, protocolSize());
    }
  }

  private boolean hasMacs() {
    return (hardwareType() == ETHERNET || hardwareType() == IEEE_802) && hardwareSize() == MAC_SIZE;
  }

  private boolean hasIpv4s() {
    return protocolType() == EtherType.IPV4 && protocolSize() == IPV4_SIZE;
  }

  private int targetOffset() {
    return FIXED_LENGTH + hardwareSize() + protocolSize();
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case REQUEST -> "request";
      case REPLY -> "reply";
      case 3 -> "reverse request";
      case 4 -> "reverse reply";
      case 8 -> "inverse request";
      case 9 -> "inverse reply";
      case 10 -> "refusal";
      default -> "unknown";
    };
  }

  private static String hardwareName(int type) {
    return switch (type) {
      case ETHERNET -> "Ethernet";
      case IEEE_802 -> "IEEE 802";
      case 7 -> "ARCNET";
      case 15 -> "Frame Relay";
      case 16, 19, 21 -> "ATM";
      case 18 -> "Fibre Channel";
      case 24 -> "IEEE 1394";
      case 32 -> "InfiniBand";
      default -> "unknown";
    };
  }
}
