// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A BOOTP or DHCP message (RFC 951, section 3; RFC 2131, section 2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |   Operation   | Hardware Type |Hardware Length|     Hops      |
 * +---------------+---------------+---------------+---------------+
 * |                        Transaction ID                         |
 * +-------------------------------+-+-----------------------------+
 * |            Seconds            |B|            Zero             |
 * +-------------------------------+-+-----------------------------+
 * |                       Client IP Address                       |
 * +---------------------------------------------------------------+
 * |                        Your IP Address                        |
 * +---------------------------------------------------------------+
 * |                       Server IP Address                       |
 * +---------------------------------------------------------------+
 * |                       Relay IP Address                        |
 * +---------------------------------------------------------------+
 * |              client hardware address, 16 bytes
 * +---------------------------------------------------------------
 * |              server name, 64 bytes
 * +---------------------------------------------------------------
 * |              boot file name, 128 bytes
 * +---------------------------------------------------------------
 * |              magic cookie, 4 bytes; options
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Dhcp extends Header {
  /** Bytes of a message without cookie and options. */
  public static final int LENGTH = 236;

  /** The UDP port of servers. */
  public static final int SERVER_PORT = 67;

  /** The UDP port of clients. */
  public static final int CLIENT_PORT = 68;

  /** A {@link #messageType()}: BOOTP, which has none. */
  public static final int NO_MESSAGE_TYPE = 0;

  private static final int HARDWARE_TYPE_OFFSET = 1;
  private static final int HARDWARE_LENGTH_OFFSET = 2;
  private static final int HOPS_OFFSET = 3;
  private static final int TRANSACTION_OFFSET = 4;
  private static final int SECONDS_OFFSET = 8;
  private static final int FLAGS_OFFSET = 10;
  private static final int CLIENT_IP_OFFSET = 12;
  private static final int YOUR_IP_OFFSET = 16;
  private static final int SERVER_IP_OFFSET = 20;
  private static final int RELAY_IP_OFFSET = 24;
  private static final int HARDWARE_OFFSET = 28;
  private static final int HARDWARE_FIELD_LENGTH = 16;
  private static final int SERVER_NAME_OFFSET = 44;
  private static final int SERVER_NAME_LENGTH = 64;
  private static final int FILE_OFFSET = 108;
  private static final int FILE_LENGTH = 128;
  private static final int COOKIE_OFFSET = 236;
  private static final int OPTIONS_OFFSET = 240;

  private static final int COOKIE_OF_DHCP = 0x6382_5363;
  private static final int BROADCAST = 0x8000;
  private static final int ETHERNET = 1;
  private static final int MAC_LENGTH = 6;

  private static final Field HEADING = Field.of("DHCP Message", "dhcp");
  private static final Field OPERATION = Field.of("Operation", "dhcp.type");
  private static final Field HARDWARE_TYPE = Field.hex("Hardware", "dhcp.hw.type", 2).hidden();
  private static final Field HARDWARE_LENGTH = Field.of("Hardware Length", "dhcp.hw.len").hidden();
  private static final Field HOPS = Field.of("Hops", "dhcp.hops").unlessZero();
  private static final Field TRANSACTION = Field.hex("Transaction", "dhcp.id", 8);
  private static final Field SECONDS = Field.of("Seconds", "dhcp.secs").unlessZero();
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "dhcp.flags", 4).unlessZero(),
          new FlagsField.Flag("broadcast", "dhcp.flags.bc", BROADCAST));
  private static final Field CLIENT_IP = Field.of("Client IP", "dhcp.ip.client").unlessZero();
  private static final Field YOUR_IP = Field.of("Your IP", "dhcp.ip.your").unlessZero();
  private static final Field SERVER_IP = Field.of("Server IP", "dhcp.ip.server").unlessZero();
  private static final Field RELAY_IP = Field.of("Relay IP", "dhcp.ip.relay").unlessZero();
  private static final Field CLIENT_MAC = Field.of("Client MAC", "dhcp.hw.mac_addr");
  private static final Field CLIENT_ADDRESS = Field.of("Client Address", "dhcp.hw.addr");
  private static final Field SERVER_NAME = Field.of("Server Name", "dhcp.server").unlessZero();
  private static final Field FILE = Field.of("Boot File", "dhcp.file").unlessZero();
  private static final Field COOKIE = Field.of("Cookie", "dhcp.cookie").hidden();

  /** A header that wraps nothing yet. */
  public Dhcp() {
    super(HEADING, LENGTH);
  }

  /** {@return the operation: 1 for a request, 2 for a reply} */
  public int operation() {
    return unsignedByte(0);
  }

  /** {@return the hardware type, 0 to 255: 1 for Ethernet} */
  public int hardwareType() {
    return unsignedByte(HARDWARE_TYPE_OFFSET);
  }

  /** {@return the length of the client's hardware address in bytes, 0 to 255, at most 16 valid} */
  public int hardwareLength() {
    return unsignedByte(HARDWARE_LENGTH_OFFSET);
  }

  /** {@return the number of relay agents passed, 0 to 255} */
  public int hops() {
    return unsignedByte(HOPS_OFFSET);
  }

  /** {@return the transaction ID, 0 to 2^32 - 1} */
  public long transaction() {
    return unsignedInt(TRANSACTION_OFFSET);
  }

  /** {@return the seconds since the client began, 0 to 65535} */
  public int seconds() {
    return unsignedShort(SECONDS_OFFSET);
  }

  /** {@return the flags, 16 bits: the first one asks for replies by broadcast} */
  public int flags() {
    return unsignedShort(FLAGS_OFFSET);
  }

  /** {@return the client's address, which it has already; its first byte is bits 31 to 24} */
  public int clientAddress() {
    return signedInt(CLIENT_IP_OFFSET);
  }

  /** {@return the address that the client is offered; its first byte is bits 31 to 24} */
  public int yourAddress() {
    return signedInt(YOUR_IP_OFFSET);
  }

  /** {@return the address of the next server; its first byte is bits 31 to 24} */
  public int serverAddress() {
    return signedInt(SERVER_IP_OFFSET);
  }

  /** {@return the address of the relay agent; its first byte is bits 31 to 24} */
  public int relayAddress() {
    return signedInt(RELAY_IP_OFFSET);
  }

  /** {@return the client's MAC address, if its hardware is Ethernet} */
  public long clientMac() {
    return mac(HARDWARE_OFFSET);
  }

  /** {@return the DHCP message type, 1 to 255, or {@link #NO_MESSAGE_TYPE}} */
  public int messageType() {
    return hasOptions() ? DhcpOptions.messageType(this, OPTIONS_OFFSET) : NO_MESSAGE_TYPE;
  }

  private boolean hasOptions() {
    return holds(OPTIONS_OFFSET) && signedInt(COOKIE_OFFSET) == COOKIE_OF_DHCP;
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    describeStart(visitor);
    visitor.number(SECONDS, seconds());
    visitor.flags(FLAGS, flags());
    visitor.line();
    describeClient(visitor);
    visitor.ipv4(CLIENT_IP, clientAddress());
    visitor.ipv4(YOUR_IP, yourAddress());
    visitor.ipv4(SERVER_IP, serverAddress());
    visitor.ipv4(RELAY_IP, relayAddress());
    describeText(SERVER_NAME, SERVER_NAME_OFFSET, SERVER_NAME_LENGTH, visitor);
    describeText(FILE, FILE_OFFSET, FILE_LENGTH, visitor);
    if (hasOptions()) {
      visitor.ipv4(COOKIE, COOKIE_OF_DHCP);
      DhcpOptions.describe(this, OPTIONS_OFFSET, visitor);
    } else if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
  }

  @Override
  protected void describePart(FieldVisitor visitor) {
    if (holds(TRANSACTION_OFFSET + Integer.BYTES)) {
      describeStart(visitor);
    }
  }

  private void describeStart(FieldVisitor visitor) {
    visitor.line();
    visitor.number(OPERATION, operation(), operationName(operation()));
    visitor.number(HARDWARE_TYPE, hardwareType());
    visitor.number(HARDWARE_LENGTH, hardwareLength());
    visitor.number(HOPS, hops());
    visitor.number(TRANSACTION, transaction());
  }

  private void describeClient(FieldVisitor visitor) {
    if (hardwareType() == ETHERNET && hardwareLength() == MAC_LENGTH) {
      visitor.mac(CLIENT_MAC, clientMac());
    } else if (hardwareLength() > 0 && hardwareLength() <= HARDWARE_FIELD_LENGTH) {
      visitor.bytes(CLIENT_ADDRESS, memory(), offset() + HARDWARE_OFFSET, HARDWARE_FIELD_LENGTH);
    }
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case 1 -> "request";
      case 2 -> "reply";
      default -> "unknown";
    };
  }
}
