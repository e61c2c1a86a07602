// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A DHCPv6 message (RFC 8415, sections 8 and 9). A relay agent's message has a hop count and two
 * addresses in place of the transaction ID.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-----------------------------------------------+
 * | Message Type  |   Transaction ID; or hop count, addresses     |
 * +---------------+---------------+-------------------------------+
 * |          Option Code          |         Option Length         |
 * +-------------------------------+-------------------------------+
 * |          option value; further options
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Dhcpv6 extends Header {
  /** Bytes before the options, except in a relay agent's message. */
  public static final int LENGTH = 4;

  /** The UDP port of clients. */
  public static final int CLIENT_PORT = 546;

  /** The UDP port of servers and relay agents. */
  public static final int SERVER_PORT = 547;

  /** A {@link #type()}: a relay agent's message to a server. */
  public static final int RELAY_FORWARD = 12;

  /** A {@link #type()}: a server's message to a relay agent. */
  public static final int RELAY_REPLY = 13;

  private static final int LINK_OFFSET = 2;
  private static final int PEER_OFFSET = 18;
  private static final int RELAY_LENGTH = 34;
  private static final int ADDRESS_LENGTH = 16;
  private static final int PREFIX = 4;

  private static final int CLIENT_ID = 1;
  private static final int SERVER_ID = 2;
  private static final int ASSOCIATION = 3;
  private static final int TEMPORARY = 4;
  private static final int ADDRESS = 5;
  private static final int REQUEST = 6;
  private static final int PREFERENCE = 7;
  private static final int ELAPSED = 8;
  private static final int RELAYED = 9;
  private static final int STATUS = 13;
  private static final int INTERFACE = 18;
  private static final int NAME_SERVERS = 23;
  private static final int DELEGATION = 25;
  private static final int DELEGATED = 26;
  private static final int TIME_SERVERS = 31;

  private static final int QUERY = 44;
  private static final int CLIENT_DATA = 45;

  private static final int QUERY_LENGTH = 17;
  private static final int ASSOCIATION_LENGTH = 12;
  private static final int ADDRESS_OPTION_LENGTH = 24;
  private static final int PREFIX_OPTION_LENGTH = 25;
  private static final int PREFIX_ADDRESS_OFFSET = 9;
  private static final int MILLIS_PER_UNIT = 10;

  private static final Field HEADING = Field.of("DHCPv6 Message", "dhcpv6");
  private static final Field TYPE = Field.of("Type", "dhcpv6.msgtype");
  private static final Field TRANSACTION = Field.hex("Transaction", "dhcpv6.xid", 6);
  private static final Field HOPS = Field.of("Hops", "dhcpv6.hopcount");
  private static final Field LINK = Field.of("Link", "dhcpv6.linkaddr");
  private static final Field PEER = Field.of("Peer", "dhcpv6.peeraddr");
  private static final Field OPTIONS = Field.of("Options", "dhcpv6.option");
  private static final Field OPTION = Field.of("Option", "dhcpv6.option.type");
  private static final Field OPTION_LENGTH = Field.of("length", "dhcpv6.option.length").hidden();
  private static final Field DUID = Field.of("", "dhcpv6.duid.bytes");
  private static final Field DUID_TYPE = Field.of("type", "dhcpv6.duid.type").hidden();
  private static final Field IAID = Field.of("", "dhcpv6.iaid");
  private static final Field T1 = Field.of("T1", "dhcpv6.iaid.t1");
  private static final Field T2 = Field.of("T2", "dhcpv6.iaid.t2");
  private static final Field TEMPORARY_IAID = Field.of("", "dhcpv6.iata");
  private static final Field IA_ADDRESS = Field.of("", "dhcpv6.iaaddr.ip");
  private static final Field PREFERRED = Field.of("preferred", "dhcpv6.iaaddr.pref_lifetime");
  private static final Field VALID = Field.of("valid", "dhcpv6.iaaddr.valid_lifetime");
  private static final Field PREFIX_PREFERRED =
      Field.of("preferred", "dhcpv6.iaprefix.pref_lifetime");
  private static final Field PREFIX_VALID = Field.of("valid", "dhcpv6.iaprefix.valid_lifetime");
  private static final Field PREFIX_LENGTH = Field.of("length", "dhcpv6.iaprefix.pref_len");
  private static final Field PREFIX_ADDRESS = Field.of("", "dhcpv6.iaprefix.pref_addr");
  private static final Field REQUESTED = Field.of("", "dhcpv6.requested_option_code");
  private static final Field PREFERENCE_VALUE = Field.of("", "dhcpv6.option_preference");
  private static final Field ELAPSED_TIME = Field.of("ms", "dhcpv6.elapsed_time");
  private static final Field STATUS_CODE = Field.of("", "dhcpv6.status_code");
  private static final Field STATUS_TEXT = Field.of("", "dhcpv6.status_msg");
  private static final Field INTERFACE_ID = Field.of("", "dhcpv6.interface_id");
  private static final Field NAME_SERVER = Field.of("", "dhcpv6.dns_server");
  private static final Field TIME_SERVER = Field.of("", "dhcpv6.sntp_server");

  private static final Problem BEYOND_OPTION = Problem.malformed("option beyond the one around it");
  private static final Problem BEYOND_MESSAGE = Problem.malformed("option beyond the message");

  /** A header that wraps nothing yet. */
  public Dhcpv6() {
    super(HEADING, LENGTH);
  }

  /** {@return the message type, 0 to 255} */
  public int type() {
    return unsignedByte(0);
  }

  /** {@return the transaction ID, 0 to 2^24 - 1} A relay agent's message has none. */
  public int transaction() {
    return signedInt(0) & 0xFF_FFFF;
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected Problem examine() {
    return isRelay(type()) && !holds(RELAY_LENGTH) ? Problem.TRUNCATED : Problem.NONE;
  }

  private static boolean isRelay(int type) {
    return type == RELAY_FORWARD || type == RELAY_REPLY;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    if (problem() != Problem.NONE) {
      visitor.number(TYPE, type(), typeName(type()));
      return;
    }
    int at = describeMessage(0, visitor);
    visitor.line();
    visitor.group(OPTIONS);
    describeOptions(at, visitor);
    visitor.endGroup();
  }

  /** Returns where the options begin; the fixed part must be there. */
  private int describeMessage(int at, FieldVisitor visitor) {
    int type = unsignedByte(at);
    visitor.number(TYPE, type, typeName(type));
    if (!isRelay(type)) {
      visitor.number(TRANSACTION, signedInt(at) & 0xFF_FFFF);
      return at + LENGTH;
    }
    visitor.number(HOPS, unsignedByte(at + 1));
    describeAddress(LINK, at + LINK_OFFSET, visitor);
    describeAddress(PEER, at + PEER_OFFSET, visitor);
    return at + RELAY_LENGTH;
  }

  private void describeAddress(Field field, int at, FieldVisitor visitor) {
    visitor.ipv6(field, signedLong(at), signedLong(at + Long.BYTES));
  }

  /** Options in options, and messages in messages, follow what they are in. */
  private void describeOptions(int first, FieldVisitor visitor) {
    int at = first;
    int containerEnd = Integer.MAX_VALUE; // of the innermost option with options in it
    int outermostEnd = at;
    while (holds(at + 1L)) {
      int length = holds(at + PREFIX) ? unsignedShort(at + Short.BYTES) : 0;
      if (!holds(at + PREFIX + (long) length)) {
        visitor.problem(isWhole() ? BEYOND_MESSAGE : Problem.TRUNCATED);
        return;
      }
      if (at >= outermostEnd) {
        outermostEnd = at + PREFIX + length;
        containerEnd = outermostEnd;
      } else if (at >= containerEnd) {
        containerEnd = outermostEnd;
      }
      if (at + PREFIX + length > containerEnd) {
        visitor.problem(BEYOND_OPTION);
        return;
      }
      int code = unsignedShort(at);
      visitor.item(OPTION, code, optionName(code));
      visitor.number(OPTION_LENGTH, length);
      at += PREFIX;
      int contained = at + length;
      at += describeOption(code, at, length, visitor);
      containerEnd = at < contained ? contained : containerEnd;
    }
    if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
  }

  /** Returns the bytes of the option before the options in it. */
  private int describeOption(int code, int at, int length, FieldVisitor visitor) {
    switch (code) {
      case CLIENT_ID, SERVER_ID -> describeUniqueId(at, length, visitor);
      case REQUEST -> describeRequest(at, length, visitor);
      case STATUS -> describeStatus(at, length, visitor);
      case NAME_SERVERS -> describeAddresses(NAME_SERVER, at, length, visitor);
      case TIME_SERVERS -> describeAddresses(TIME_SERVER, at, length, visitor);
      case INTERFACE -> describeBytes(INTERFACE_ID, at, length, visitor);
      case PREFERENCE -> {
        if (length == 1) {
          visitor.number(PREFERENCE_VALUE, unsignedByte(at));
        }
      }
      case ELAPSED -> {
        if (length == Short.BYTES) {
          visitor.number(ELAPSED_TIME, (long) MILLIS_PER_UNIT * unsignedShort(at));
        }
      }
      default -> {
        return describeContainer(code, at, length, visitor);
      }
    }
    return length;
  }

  private int describeContainer(int code, int at, int length, FieldVisitor visitor) {
    if ((code == ASSOCIATION || code == DELEGATION) && length >= ASSOCIATION_LENGTH) {
      describeBytes(IAID, at, Integer.BYTES, visitor);
      visitor.number(T1, unsignedInt(at + Integer.BYTES));
      visitor.number(T2, unsignedInt(at + Long.BYTES));
      return ASSOCIATION_LENGTH;
    } else if (code == TEMPORARY && length >= Integer.BYTES) {
      describeBytes(TEMPORARY_IAID, at, Integer.BYTES, visitor);
      return Integer.BYTES;
    } else if (code == ADDRESS && length >= ADDRESS_OPTION_LENGTH) {
      describeAddress(IA_ADDRESS, at, visitor);
      visitor.number(PREFERRED, unsignedInt(at + ADDRESS_LENGTH));
      visitor.number(VALID, unsignedInt(at + ADDRESS_LENGTH + Integer.BYTES));
      return ADDRESS_OPTION_LENGTH;
    } else if (code == DELEGATED && length >= PREFIX_OPTION_LENGTH) {
      describeAddress(PREFIX_ADDRESS, at + PREFIX_ADDRESS_OFFSET, visitor);
      visitor.number(PREFIX_LENGTH, unsignedByte(at + Long.BYTES));
      visitor.number(PREFIX_PREFERRED, unsignedInt(at));
      visitor.number(PREFIX_VALID, unsignedInt(at + Integer.BYTES));
      return PREFIX_OPTION_LENGTH;
    } else if (code == RELAYED
        && length >= LENGTH
        && (length >= RELAY_LENGTH || !isRelay(unsignedByte(at)))) {
      return describeMessage(at, visitor) - at;
    }
    return code == CLIENT_DATA ? 0 : code == QUERY ? Math.min(QUERY_LENGTH, length) : length;
  }

  private void describeUniqueId(int at, int length, FieldVisitor visitor) {
    describeBytes(DUID, at, length, visitor);
    if (length >= Short.BYTES) {
      visitor.number(DUID_TYPE, unsignedShort(at));
    }
  }

  private void describeRequest(int at, int length, FieldVisitor visitor) {
    for (int i = 0; i + Short.BYTES <= length; i += Short.BYTES) {
      visitor.number(REQUESTED, unsignedShort(at + i));
    }
  }

  private void describeStatus(int at, int length, FieldVisitor visitor) {
    if (length >= Short.BYTES) {
      visitor.number(STATUS_CODE, unsignedShort(at), statusName(unsignedShort(at)));
      if (length > Short.BYTES) {
        visitor.text(STATUS_TEXT, memory(), offset() + at + Short.BYTES, length - Short.BYTES);
      }
    }
  }

  private void describeAddresses(Field field, int at, int length, FieldVisitor visitor) {
    if (length % ADDRESS_LENGTH == 0) {
      for (int i = 0; i < length; i += ADDRESS_LENGTH) {
        describeAddress(field, at + i, visitor);
      }
    }
  }

  private void describeBytes(Field field, int at, int length, FieldVisitor visitor) {
    if (length > 0) {
      visitor.bytes(field, memory(), offset() + at, length);
    }
  }

  private static String typeName(int type) {
    return switch (type) {
      case 1 -> "solicit";
      case 2 -> "advertise";
      case 3 -> "request";
      case 4 -> "confirm";
      case 5 -> "renew";
      case 6 -> "rebind";
      case 7 -> "reply";
      case 8 -> "release";
      case 9 -> "decline";
      case 10 -> "reconfigure";
      case 11 -> "information request";
      case RELAY_FORWARD -> "relay forward";
      case RELAY_REPLY -> "relay reply";
      case 14 -> "lease query";
      case 15 -> "lease query reply";
      default -> "unknown";
    };
  }

  private static String statusName(int code) {
    return switch (code) {
      case 0 -> "success";
      case 1 -> "failure";
      case 2 -> "no addresses";
      case 3 -> "no binding";
      case 4 -> "not on link";
      case 5 -> "use multicast";
      case 6 -> "no prefix";
      default -> "unknown";
    };
  }

  private static String optionName(int code) {
    return switch (code) {
      case CLIENT_ID -> "client ID";
      case SERVER_ID -> "server ID";
      case ASSOCIATION -> "IA_NA";
      case TEMPORARY -> "IA_TA";
      case ADDRESS -> "address";
      case REQUEST -> "requested options";
      case PREFERENCE -> "preference";
      case ELAPSED -> "elapsed time";
      case RELAYED -> "relayed message";
      case 11 -> "authentication";
      case 12 -> "server unicast";
      case STATUS -> "status";
      case 14 -> "rapid commit";
      case 15 -> "user class";
      case 16 -> "vendor class";
      case 17 -> "vendor";
      case INTERFACE -> "interface";
      case 19 -> "reconfigure message";
      case 20 -> "reconfigure accept";
      case NAME_SERVERS -> "name server";
      case 24 -> "domain search";
      case DELEGATION -> "IA_PD";
      case DELEGATED -> "prefix";
      case TIME_SERVERS -> "SNTP server";
      case 32 -> "refresh time";
      case 37 -> "remote ID";
      case 39 -> "client name";
      case QUERY -> "lease query";
      case CLIENT_DATA -> "client data";
      case 56 -> "NTP server";
      case 59 -> "boot file";
      case 64 -> "AFTR name";
      default -> "unknown";
    };
  }
}
