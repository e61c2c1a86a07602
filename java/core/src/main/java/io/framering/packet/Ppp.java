// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A PPP header (RFC 1661): the protocol of the packet. With odd numbers up to 255 it may have one
 * byte only. On serial lines, and in L2TP, an address and a control byte may come first (RFC 1662).
 * A control protocol begins with a code, an identifier and a length.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Address: FF  |  Control: 03  |            Protocol           |
 * +---------------+---------------+-------------------------------+
 * |      Code     |   Identifier  |             Length            |
 * +---------------+---------------+-------------------------------+
 * </pre>
 */
public final class Ppp extends Header {
  /** Bytes of the shortest header. */
  public static final int MINIMUM_LENGTH = 1;

  private static final int ADDRESS_VALUE = 0xFF;
  private static final int INCOMING = 0x0003;
  private static final int OUTGOING = 0x0103;
  private static final int IPV4 = 0x0021;
  private static final int IPV6 = 0x0057;
  private static final int MPLS = 0x0281;
  private static final int MPLS_MULTICAST = 0x0283;
  private static final int CONTROL_LENGTH = 4;

  private static final Field HEADING = Field.of("PPP Packet", "ppp");
  private static final Field ADDRESS = Field.hex("Address", "ppp.address", 2).hidden();
  private static final Field CONTROL = Field.hex("Control", "ppp.control", 2).hidden();
  private static final Field PROTOCOL = Field.hex("Protocol", "ppp.protocol", 4);
  private static final Field CODE = Field.of("Code", "ppp.code");
  private static final Field IDENTIFIER = Field.of("Identifier", "ppp.identifier");
  private static final Field LENGTH = Field.of("Length", "ppp.length");

  private final boolean mayBeFramed;
  private final boolean hasDirection;

  private Ppp(boolean mayBeFramed, boolean hasDirection) {
    super(HEADING, MINIMUM_LENGTH);
    this.mayBeFramed = mayBeFramed;
    this.hasDirection = hasDirection;
  }

  /** A header that wraps nothing yet, and begins with the protocol. */
  public Ppp() {
    this(false, false);
  }

  /** {@return a header that may begin with address and control, or with those of Cisco's HDLC} */
  public static Ppp framed() {
    return new Ppp(true, false);
  }

  /** {@return a header that may begin with address and control; the address is the direction} */
  public static Ppp withDirection() {
    return new Ppp(true, true);
  }

  private int protocolOffset() {
    return mayBeFramed && holds(2) && isFraming(unsignedShort(0)) ? 2 : 0;
  }

  private boolean isFraming(int addressAndControl) {
    return addressAndControl >>> Byte.SIZE == ADDRESS_VALUE
        || hasDirection && (addressAndControl == INCOMING || addressAndControl == OUTGOING);
  }

  /** Whether the frame is not PPP, but Cisco's HDLC. */
  private boolean isCisco() {
    return mayBeFramed && Chdlc.isAddress(unsignedByte(0));
  }

  /** {@return the protocol, 0 to 65535: 0x0021 is IPv4, 0xc021 LCP} */
  public int protocol() {
    return protocol(protocolOffset());
  }

  private int protocol(int at) {
    int first = unsignedByte(at);
    return (first & 1) != 0 ? first : unsignedShort(at);
  }

  @Override
  public int headerLength() {
    if (isCisco()) {
      return 0;
    }
    int at = protocolOffset();
    return at + (holds(at + 1) && (unsignedByte(at) & 1) != 0 ? 1 : 2);
  }

  @Override
  protected Problem examine() {
    boolean isAddressOnly = mayBeFramed && !holds(2) && unsignedByte(0) == ADDRESS_VALUE;
    return holds(headerLength()) && !isAddressOnly ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return isCisco() ? Numbering.LINK_TYPE : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    if (isCisco()) {
      return Chdlc.LINK_TYPE;
    }
    return switch (protocol()) {
      case IPV4 -> EtherType.IPV4;
      case IPV6 -> EtherType.IPV6;
      case MPLS, MPLS_MULTICAST -> EtherType.MPLS;
      default -> -1;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    if (problem() != Problem.NONE || isCisco()) {
      return;
    }
    int at = protocolOffset();
    int protocol = protocol(at);
    visitor.line();
    if (at > 0) {
      visitor.number(ADDRESS, unsignedByte(0));
      visitor.number(CONTROL, unsignedByte(1));
    }
    visitor.number(PROTOCOL, protocol, name(protocol));
    int control = headerLength();
    if (isControl(protocol) && holds(control + CONTROL_LENGTH)) {
      int code = unsignedByte(control);
      visitor.number(CODE, code, codeName(code));
      visitor.number(IDENTIFIER, unsignedByte(control + 1));
      visitor.number(LENGTH, unsignedShort(control + 2));
    }
  }

  private static boolean isControl(int protocol) {
    return switch (protocol) {
      case 0x8021, 0x8057, 0x80FD, 0x8281, 0xC021, 0xC02B -> true;
      default -> false;
    };
  }

  private static String name(int protocol) {
    return switch (protocol) {
      case IPV4 -> "IPv4";
      case 0x003D -> "Multilink";
      case IPV6 -> "IPv6";
      case 0x00FD -> "compressed";
      case MPLS -> "MPLS";
      case MPLS_MULTICAST -> "MPLS multicast";
      case 0x8021 -> "IPCP";
      case 0x8057 -> "IPv6CP";
      case 0x80FD -> "CCP";
      case 0x8281 -> "MPLSCP";
      case 0xC021 -> "LCP";
      case 0xC023 -> "PAP";
      case 0xC025 -> "LQR";
      case 0xC02B -> "BACP";
      case 0xC223 -> "CHAP";
      case 0xC227 -> "EAP";
      default -> "unknown";
    };
  }

  private static String codeName(int code) {
    return switch (code) {
      case 1 -> "Configure-Request";
      case 2 -> "Configure-Ack";
      case 3 -> "Configure-Nak";
      case 4 -> "Configure-Reject";
      case 5 -> "Terminate-Request";
      case 6 -> "Terminate-Ack";
      case 7 -> "Code-Reject";
      case 8 -> "Protocol-Reject";
      case 9 -> "Echo-Request";
      case 10 -> "Echo-Reply";
      case 11 -> "Discard-Request";
      case 12 -> "Identification";
      case 13 -> "Time-Remaining";
      case 14 -> "Reset-Request";
      case 15 -> "Reset-Ack";
      default -> "unknown";
    };
  }
}
