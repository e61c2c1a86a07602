// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An ICMP message (RFC 792; next-hop MTU: RFC 1191, section 4; router advertisement: RFC 1256).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |     Code      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |  Identifier and Sequence Number, Next-Hop MTU, Gateway, ...   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The payload of an error is the beginning of the packet that caused it: its headers are layers
 * of this packet, but {@link Packet#find} ignores them.
 */
public final class Icmp extends Header {
  /** The minimum length in bytes. */
  public static final int LENGTH = 8;

  /** A {@link #type()}: echo reply. */
  public static final int ECHO_REPLY = 0;

  /** A {@link #type()}: destination unreachable. */
  public static final int UNREACHABLE = 3;

  /** A {@link #type()}: redirect. */
  public static final int REDIRECT = 5;

  /** A {@link #type()}: echo request. */
  public static final int ECHO_REQUEST = 8;

  /** A {@link #type()}: time exceeded. */
  public static final int TIME_EXCEEDED = 11;

  /**
   * A {@link #code()} of {@link #UNREACHABLE}: too long for the next hop, and must not be
   * fragmented.
   */
  public static final int FRAGMENTATION_NEEDED = 4;

  private static final int PARAMETER_PROBLEM = 12;
  private static final int TIMESTAMP_REQUEST = 13;
  private static final int TIMESTAMP_REPLY = 14;
  private static final int SOURCE_QUENCH = 4;
  private static final int INFORMATION_REQUEST = 15;
  private static final int INFORMATION_REPLY = 16;
  private static final int MASK_REQUEST = 17;
  private static final int MASK_REPLY = 18;
  private static final int EXTENDED_REQUEST = 42;
  private static final int EXTENDED_REPLY = 43;

  private static final int TYPE_OFFSET = 0;
  private static final int CODE_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int IDENTIFIER_OFFSET = 4;
  private static final int SEQUENCE_OFFSET = 6;
  private static final int MTU_OFFSET = 6;
  private static final int GATEWAY_OFFSET = 4;
  private static final int POINTER_OFFSET = 4;
  private static final int ORIGINATE_OFFSET = 8;
  private static final int RECEIVE_OFFSET = 12;
  private static final int TRANSMIT_OFFSET = 16;
  private static final int MASK_OFFSET = 8;
  private static final int TIMESTAMP_LENGTH = 20;
  private static final int MASK_LENGTH = 12;

  private static final Field HEADING = Field.of("ICMP Message", "icmp");
  private static final Field TYPE = Field.of("Type", "icmp.type");
  private static final Field CODE = Field.of("Code", "icmp.code");
  private static final Field CHECKSUM = Field.hex("Checksum", "icmp.checksum", 4).hidden();
  private static final Field IDENTIFIER = Field.of("Identifier", "icmp.ident");
  private static final Field SEQUENCE = Field.of("Sequence", "icmp.seq");
  private static final Field MTU = Field.of("Next-Hop MTU", "icmp.mtu");
  private static final Field GATEWAY = Field.of("Gateway", "icmp.redir_gw");
  private static final Field POINTER = Field.of("Pointer", "icmp.pointer");
  private static final Field ORIGINATE = Field.of("Originate", "icmp.originate_timestamp");
  private static final Field RECEIVE = Field.of("Receive", "icmp.receive_timestamp");
  private static final Field TRANSMIT = Field.of("Transmit", "icmp.transmit_timestamp");
  private static final Field MASK = Field.of("Address Mask", "icmp.address_mask");

  /** A header that wraps nothing yet. */
  public Icmp() {
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

  /** {@return the checksum, 0 to 65535; not verified here} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  /** {@return the identifier of an echo or timestamp message, 0 to 65535} */
  public int identifier() {
    return unsignedShort(IDENTIFIER_OFFSET);
  }

  /** {@return the sequence number of an echo or timestamp message, 0 to 65535} */
  public int sequence() {
    return unsignedShort(SEQUENCE_OFFSET);
  }

  /** {@return the MTU of the next hop in bytes, 0 to 65535; 0 if it is not given} */
  public int nextHopMtu() {
    return unsignedShort(MTU_OFFSET);
  }

  /** {@return the gateway address in a redirect: its first byte is bits 31 to 24} */
  public int gateway() {
    return signedInt(GATEWAY_OFFSET);
  }

  /**
   * {@return whether this is an error, with the beginning of the packet that caused it as payload}
   */
  public boolean isError() {
    return switch (type()) {
      case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
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
    return EtherType.IPV4;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(TYPE, type(), typeName(type()));
    describeCode(visitor);
    describeChecksum(visitor);
    switch (type()) {
      case ECHO_REQUEST, ECHO_REPLY, INFORMATION_REQUEST, INFORMATION_REPLY ->
          describeIdentifier(visitor);
      case TIMESTAMP_REQUEST, TIMESTAMP_REPLY -> {
        describeIdentifier(visitor);
        describeTimestamps(visitor);
      }
      case EXTENDED_REQUEST, EXTENDED_REPLY -> {
        visitor.line();
        visitor.number(IDENTIFIER, identifier());
      }
      case MASK_REQUEST, MASK_REPLY -> {
        describeIdentifier(visitor);
        describeMask(visitor);
      }
      case UNREACHABLE -> describeMtu(visitor);
      case PARAMETER_PROBLEM -> {
        visitor.line();
        visitor.number(POINTER, unsignedByte(POINTER_OFFSET));
      }
      case REDIRECT -> {
        visitor.line();
        visitor.ipv4(GATEWAY, gateway());
      }
      default -> {}
    }
  }

  private void describeChecksum(FieldVisitor visitor) {
    if (isVerifiable()) {
      long sum = InternetChecksum.add(0, memory(), offset(), end());
      visitor.checksum(CHECKSUM, checksum(), InternetChecksum.expected(checksum(), sum));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    }
  }

  private void describeIdentifier(FieldVisitor visitor) {
    visitor.line();
    visitor.number(IDENTIFIER, identifier());
    visitor.number(SEQUENCE, sequence());
  }

  private void describeTimestamps(FieldVisitor visitor) {
    if (holds(TIMESTAMP_LENGTH)) {
      visitor.line();
      visitor.number(ORIGINATE, unsignedInt(ORIGINATE_OFFSET));
      visitor.number(RECEIVE, unsignedInt(RECEIVE_OFFSET));
      visitor.number(TRANSMIT, unsignedInt(TRANSMIT_OFFSET));
    }
  }

  private void describeMask(FieldVisitor visitor) {
    if (holds(MASK_LENGTH)) {
      visitor.ipv4(MASK, signedInt(MASK_OFFSET));
    }
  }

  private void describeCode(FieldVisitor visitor) {
    String name =
        switch (type()) {
          case UNREACHABLE -> unreachableName(code());
          case REDIRECT -> redirectName(code());
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

  private void describeMtu(FieldVisitor visitor) {
    if (code() == FRAGMENTATION_NEEDED) {
      visitor.line();
      visitor.number(MTU, nextHopMtu());
    }
  }

  private static String typeName(int type) {
    return switch (type) {
      case ECHO_REPLY -> "echo reply";
      case UNREACHABLE -> "destination unreachable";
      case SOURCE_QUENCH -> "source quench";
      case REDIRECT -> "redirect";
      case ECHO_REQUEST -> "echo request";
      case 9 -> "router advertisement";
      case 10 -> "router solicitation";
      case TIME_EXCEEDED -> "time exceeded";
      case PARAMETER_PROBLEM -> "parameter problem";
      case TIMESTAMP_REQUEST -> "timestamp request";
      case TIMESTAMP_REPLY -> "timestamp reply";
      case INFORMATION_REQUEST -> "information request";
      case INFORMATION_REPLY -> "information reply";
      case MASK_REQUEST -> "address mask request";
      case MASK_REPLY -> "address mask reply";
      case EXTENDED_REQUEST -> "extended echo request";
      case EXTENDED_REPLY -> "extended echo reply";
      default -> "unknown";
    };
  }

  private static String unreachableName(int code) {
    return switch (code) {
      case 0 -> "network unreachable";
      case 1 -> "host unreachable";
      case 2 -> "protocol unreachable";
      case 3 -> "port unreachable";
      case FRAGMENTATION_NEEDED -> "fragmentation needed";
      case 5 -> "source route failed";
      case 6 -> "network unknown";
      case 7 -> "host unknown";
      case 8 -> "source host isolated";
      case 9 -> "network prohibited";
      case 10 -> "host prohibited";
      case 11 -> "network unreachable for type of service";
      case 12 -> "host unreachable for type of service";
      case 13 -> "communication prohibited";
      case 14 -> "host precedence violation";
      case 15 -> "precedence cutoff";
      default -> "unknown";
    };
  }

  private static String redirectName(int code) {
    return switch (code) {
      case 0 -> "for the network";
      case 1 -> "for the host";
      case 2 -> "for the type of service and network";
      case 3 -> "for the type of service and host";
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
      case 0 -> "pointer indicates the error";
      case 1 -> "required option is missing";
      case 2 -> "bad length";
      default -> "unknown";
    };
  }
}
