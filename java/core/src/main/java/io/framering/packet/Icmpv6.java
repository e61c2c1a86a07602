// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An ICMPv6 message (RFC 4443; neighbor discovery: RFC 4861, section 4; multicast listener
 * discovery: RFC 3810, section 5).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |        Identifier and Sequence Number, MTU, Pointer, ...      |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The payload of an error is the beginning of the packet that caused it: its headers are layers
 * of this packet, but {@link Packet#find} ignores them. Messages of neighbor and listener discovery
 * have no payload.
 */
public final class Icmpv6 extends Header {
  /** The minimum length in bytes. */
  public static final int LENGTH = 8;

  /** A {@link #type()}: destination unreachable. */
  public static final int UNREACHABLE = 1;

  /** A {@link #type()}: too long for the next hop. */
  public static final int PACKET_TOO_BIG = 2;

  /** A {@link #type()}: time exceeded. */
  public static final int TIME_EXCEEDED = 3;

  /** A {@link #type()}: parameter problem. */
  public static final int PARAMETER_PROBLEM = 4;

  /** A {@link #type()}: echo request. */
  public static final int ECHO_REQUEST = 128;

  /** A {@link #type()}: echo reply. */
  public static final int ECHO_REPLY = 129;

  /** A {@link #type()}: multicast listener query. */
  public static final int LISTENER_QUERY = 130;

  /** A {@link #type()}: multicast listener report, version 1. */
  public static final int LISTENER_REPORT = 131;

  /** A {@link #type()}: multicast listener done. */
  public static final int LISTENER_DONE = 132;

  /** A {@link #type()}: router solicitation. */
  public static final int ROUTER_SOLICITATION = 133;

  /** A {@link #type()}: router advertisement. */
  public static final int ROUTER_ADVERTISEMENT = 134;

  /** A {@link #type()}: neighbor solicitation. */
  public static final int NEIGHBOR_SOLICITATION = 135;

  /** A {@link #type()}: neighbor advertisement. */
  public static final int NEIGHBOR_ADVERTISEMENT = 136;

  /** A {@link #type()}: redirect. */
  public static final int REDIRECT = 137;

  /** A {@link #type()}: multicast listener report, version 2. */
  public static final int LISTENER_REPORT_2 = 143;

  private static final int TYPE_OFFSET = 0;
  private static final int CODE_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int IDENTIFIER_OFFSET = 4;
  private static final int SEQUENCE_OFFSET = 6;
  private static final int WORD_OFFSET = 4;

  private static final Field HEADING = Field.of("ICMPv6 Message", "icmpv6");
  private static final Field TYPE = Field.of("Type", "icmpv6.type");
  private static final Field CODE = Field.of("Code", "icmpv6.code");
  private static final Field CHECKSUM = Field.hex("Checksum", "icmpv6.checksum", 4).hidden();
  private static final Field IDENTIFIER = Field.hex("Identifier", "icmpv6.echo.identifier", 4);
  private static final Field SEQUENCE = Field.of("Sequence", "icmpv6.echo.sequence_number");
  private static final Field MTU = Field.of("MTU", "icmpv6.mtu");
  private static final Field POINTER = Field.of("Pointer", "icmpv6.pointer");

  /** A header that wraps nothing yet. */
  public Icmpv6() {
    super(HEADING, LENGTH);
  }

  /** {@return the type, 0 to 255} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /** {@return the code, 0 to 255: its meaning depends on the type} */
  public int code() {
    return unsignedByte(CODE_OFFSET);
  }

  /** {@return the checksum, 0 to 65535} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  /** {@return the identifier of an echo message, 0 to 65535} */
  public int identifier() {
    return unsignedShort(IDENTIFIER_OFFSET);
  }

  /** {@return the sequence number of an echo message, 0 to 65535} */
  public int sequence() {
    return unsignedShort(SEQUENCE_OFFSET);
  }

  /** {@return the MTU of the next hop in {@link #PACKET_TOO_BIG}, bytes: 0 to 2^32 - 1} */
  public long mtu() {
    return unsignedInt(WORD_OFFSET);
  }

  /**
   * {@return whether this is an error, with the beginning of the packet that caused it as payload}
   */
  public boolean isError() {
    return switch (type()) {
      case UNREACHABLE, PACKET_TOO_BIG, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  @Override
  public int headerLength() {
    return NeighborDiscovery.isOne(type()) || ListenerDiscovery.isOne(type())
        ? (int) Math.min(Integer.MAX_VALUE, end() - offset())
        : LENGTH;
  }

  @Override
  protected Problem examine() {
    return holds(fixedLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  private int fixedLength() {
    return Math.max(
        LENGTH,
        Math.max(NeighborDiscovery.fixedLength(type()), ListenerDiscovery.fixedLength(type())));
  }

  @Override
  protected boolean quotesPayload() {
    return isError();
  }

  @Override
  protected Numbering payloadNumbering() {
    return isError() ? Numbering.ETHER_TYPE : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    return EtherType.IPV6;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(TYPE, type(), typeName(type()));
    describeCode(visitor);
    describeChecksum(visitor);
    if (problem() != Problem.NONE) {
      return;
    }
    switch (type()) {
      case ECHO_REQUEST, ECHO_REPLY -> {
        visitor.line();
        visitor.number(IDENTIFIER, identifier());
        visitor.number(SEQUENCE, sequence());
      }
      case PACKET_TOO_BIG -> {
        visitor.line();
        visitor.number(MTU, mtu());
      }
      case PARAMETER_PROBLEM -> {
        visitor.line();
        visitor.number(POINTER, unsignedInt(WORD_OFFSET));
      }
      default -> {
        NeighborDiscovery.describe(this, visitor);
        ListenerDiscovery.describe(this, visitor);
      }
    }
  }

  private void describeCode(FieldVisitor visitor) {
    String name =
        switch (type()) {
          case UNREACHABLE -> unreachableName(code());
          case TIME_EXCEEDED -> exceededName(code());
          case PARAMETER_PROBLEM -> parameterName(code());
          default -> "";
        };
    if (name.isEmpty()) {
      visitor.number(CODE, code());
    } else {
      visitor.number(CODE, code(), name);
    }
  }

  private void describeChecksum(FieldVisitor visitor) {
    Ipv6 ip = isVerifiable() ? sender() : null;
    if (ip != null) {
      long sum = InternetChecksum.add(pseudoHeader(ip), memory(), offset(), end());
      visitor.checksum(CHECKSUM, checksum(), InternetChecksum.expected(checksum(), sum));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    }
  }

  /**
   * The header whose addresses the checksum covers; null if there is none, or if the covered
   * destination is in a routing header.
   */
  private Ipv6 sender() {
    Header header = outer();
    while (header != null && !(header instanceof Ipv6)) {
      header =
          header instanceof Ipv6Routing routing && routing.isUnderway() ? null : header.outer();
    }
    return (Ipv6) header;
  }

  // RFC 8200, section 8.1.
  private long pseudoHeader(Ipv6 ip) {
    return InternetChecksum.add(
        end() - offset() + IpProtocol.ICMPV6,
        ip.memory(),
        ip.addressesOffset(),
        ip.offset() + Ipv6.LENGTH);
  }

  private static String typeName(int type) {
    return switch (type) {
      case UNREACHABLE -> "destination unreachable";
      case PACKET_TOO_BIG -> "packet too big";
      case TIME_EXCEEDED -> "time exceeded";
      case PARAMETER_PROBLEM -> "parameter problem";
      case ECHO_REQUEST -> "echo request";
      case ECHO_REPLY -> "echo reply";
      case LISTENER_QUERY -> "multicast listener query";
      case LISTENER_REPORT, LISTENER_REPORT_2 -> "multicast listener report";
      case LISTENER_DONE -> "multicast listener done";
      case ROUTER_SOLICITATION -> "router solicitation";
      case ROUTER_ADVERTISEMENT -> "router advertisement";
      case NEIGHBOR_SOLICITATION -> "neighbor solicitation";
      case NEIGHBOR_ADVERTISEMENT -> "neighbor advertisement";
      case REDIRECT -> "redirect";
      case 138 -> "router renumbering";
      case 139 -> "node information query";
      case 140 -> "node information response";
      case 141 -> "inverse neighbor solicitation";
      case 142 -> "inverse neighbor advertisement";
      case 144 -> "home agent discovery request";
      case 145 -> "home agent discovery reply";
      case 148 -> "certification path solicitation";
      case 149 -> "certification path advertisement";
      case 151 -> "multicast router advertisement";
      case 152 -> "multicast router solicitation";
      case 153 -> "multicast router termination";
      case 155 -> "RPL";
      case 160 -> "extended echo request";
      case 161 -> "extended echo reply";
      default -> "unknown";
    };
  }

  private static String unreachableName(int code) {
    return switch (code) {
      case 0 -> "no route";
      case 1 -> "prohibited";
      case 2 -> "beyond scope of source";
      case 3 -> "address unreachable";
      case 4 -> "port unreachable";
      case 5 -> "source address failed policy";
      case 6 -> "reject route";
      case 7 -> "error in source routing header";
      default -> "unknown";
    };
  }

  private static String exceededName(int code) {
    return switch (code) {
      case 0 -> "in transit";
      case 1 -> "in reassembly";
      default -> "unknown";
    };
  }

  private static String parameterName(int code) {
    return switch (code) {
      case 0 -> "erroneous header field";
      case 1 -> "unknown next header";
      case 2 -> "unknown option";
      case 3 -> "incomplete header chain in first fragment";
      default -> "unknown";
    };
  }
}
