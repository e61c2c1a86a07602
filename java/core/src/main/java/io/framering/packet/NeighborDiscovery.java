// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/** The messages of neighbor discovery (RFC 4861, section 4), which are ICMPv6 messages. */
final class NeighborDiscovery {
  private static final int ADDRESS_LENGTH = 16;
  private static final int MAC_LENGTH = 6;
  private static final int OPTION_UNIT = 8;

  private static final int SOLICITATION_LENGTH = 8;
  private static final int ADVERTISEMENT_LENGTH = 16;
  private static final int NEIGHBOR_LENGTH = 24;
  private static final int REDIRECT_LENGTH = 40;
  private static final int FLAGS_OFFSET = 4;
  private static final int TARGET_OFFSET = 8;
  private static final int DESTINATION_OFFSET = 24;
  private static final int HOP_LIMIT_OFFSET = 4;
  private static final int ROUTER_FLAGS_OFFSET = 5;
  private static final int ROUTER_LIFETIME_OFFSET = 6;
  private static final int REACHABLE_OFFSET = 8;
  private static final int RETRANSMIT_OFFSET = 12;
  private static final int PREFERENCE_SHIFT = 3;
  private static final int PREFERENCE_MASK = 3;

  private static final int SOURCE_LINK = 1;
  private static final int TARGET_LINK = 2;
  private static final int PREFIX = 3;
  private static final int PREFIX_LENGTH = 32;
  private static final int MTU = 5;
  private static final int ROUTE = 24;
  private static final int DNS_SERVERS = 25;

  private static final Field HOP_LIMIT = Field.of("Hop Limit", "icmpv6.nd.ra.cur_hop_limit");
  private static final FlagsField ROUTER_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "icmpv6.nd.ra.flag", 2),
          new FlagsField.Flag("proxy", "icmpv6.nd.ra.flag.p", 0x04),
          new FlagsField.Flag("home agent", "icmpv6.nd.ra.flag.h", 0x20),
          new FlagsField.Flag("other", "icmpv6.nd.ra.flag.o", 0x40),
          new FlagsField.Flag("managed", "icmpv6.nd.ra.flag.m", 0x80));
  private static final Field PREFERENCE =
      Field.of("Preference", "icmpv6.nd.ra.flag.prf").unlessZero();
  private static final Field ROUTER_LIFETIME = Field.of("Lifetime", "icmpv6.nd.ra.router_lifetime");
  private static final Field REACHABLE = Field.of("Reachable", "icmpv6.nd.ra.reachable_time");
  private static final Field RETRANSMIT = Field.of("Retransmit", "icmpv6.nd.ra.retrans_timer");
  private static final FlagsField NEIGHBOR_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "icmpv6.nd.na.flag", 8),
          new FlagsField.Flag("override", "icmpv6.nd.na.flag.o", 1 << 29),
          new FlagsField.Flag("solicited", "icmpv6.nd.na.flag.s", 1 << 30),
          new FlagsField.Flag("router", "icmpv6.nd.na.flag.r", 1 << 31));
  private static final Field SOLICITED_TARGET = Field.of("Target", "icmpv6.nd.ns.target_address");
  private static final Field ADVERTISED_TARGET = Field.of("Target", "icmpv6.nd.na.target_address");
  private static final Field REDIRECT_TARGET = Field.of("Target", "icmpv6.nd.rd.target_address");
  private static final Field REDIRECT_DESTINATION =
      Field.of("Destination", "icmpv6.rd.na.destination_address");

  private static final Field OPTIONS = Field.of("Options", "icmpv6.opt");
  private static final Field OPTION = Field.of("Option", "icmpv6.opt.type");
  private static final Field OPTION_LENGTH = Field.of("Length", "icmpv6.opt.length").hidden();
  private static final Field LINK_ADDRESS = Field.of("", "icmpv6.opt.linkaddr");
  private static final Field PREFIX_ADDRESS = Field.of("", "icmpv6.opt.prefix");
  private static final Field PREFIX_BITS = Field.of("length", "icmpv6.opt.prefix.length");
  private static final FlagsField PREFIX_FLAGS =
      FlagsField.of(
          Field.hex("flags", "icmpv6.opt.prefix.flag", 2),
          new FlagsField.Flag("router", "icmpv6.opt.prefix.flag.r", 0x20),
          new FlagsField.Flag("autonomous", "icmpv6.opt.prefix.flag.a", 0x40),
          new FlagsField.Flag("on-link", "icmpv6.opt.prefix.flag.l", 0x80));
  private static final Field VALID = Field.of("valid", "icmpv6.opt.prefix.valid_lifetime");
  private static final Field PREFERRED =
      Field.of("preferred", "icmpv6.opt.prefix.preferred_lifetime");
  private static final Field ROUTE_LIFETIME = Field.of("lifetime", "icmpv6.opt.route_lifetime");
  private static final Field LINK_MTU = Field.of("", "icmpv6.opt.mtu");
  private static final Field DNS_LIFETIME = Field.of("lifetime", "icmpv6.opt.rdnss.lifetime");
  private static final Field DNS_SERVER = Field.of("", "icmpv6.opt.rdnss");

  private static final Problem EMPTY_OPTION = Problem.malformed("option length 0");
  private static final Problem BEYOND_MESSAGE = Problem.malformed("option beyond the message");

  private NeighborDiscovery() {}

  static boolean isOne(int type) {
    return fixedLength(type) != 0;
  }

  /** Bytes before the options; 0 for other types. */
  static int fixedLength(int type) {
    return switch (type) {
      case Icmpv6.ROUTER_SOLICITATION -> SOLICITATION_LENGTH;
      case Icmpv6.ROUTER_ADVERTISEMENT -> ADVERTISEMENT_LENGTH;
      case Icmpv6.NEIGHBOR_SOLICITATION, Icmpv6.NEIGHBOR_ADVERTISEMENT -> NEIGHBOR_LENGTH;
      case Icmpv6.REDIRECT -> REDIRECT_LENGTH;
      default -> 0;
    };
  }

  /**
   * Describes the specific fields of this message, if it is one of these and its fixed part was
   * captured.
   */
  static void describe(Icmpv6 message, FieldVisitor visitor) {
    if (!isOne(message.type())) {
      return;
    }
    visitor.line();
    switch (message.type()) {
      case Icmpv6.ROUTER_ADVERTISEMENT -> describeRouter(message, visitor);
      case Icmpv6.NEIGHBOR_SOLICITATION ->
          address(message, visitor, SOLICITED_TARGET, TARGET_OFFSET);
      case Icmpv6.NEIGHBOR_ADVERTISEMENT -> {
        visitor.flags(NEIGHBOR_FLAGS, message.signedInt(FLAGS_OFFSET));
        address(message, visitor, ADVERTISED_TARGET, TARGET_OFFSET);
      }
      case Icmpv6.REDIRECT -> {
        address(message, visitor, REDIRECT_TARGET, TARGET_OFFSET);
        address(message, visitor, REDIRECT_DESTINATION, DESTINATION_OFFSET);
      }
      default -> {}
    }
    int optionsOffset = fixedLength(message.type());
    if (message.holds(optionsOffset + 1L)) {
      visitor.line();
      visitor.group(OPTIONS);
      describeOptions(message, visitor, optionsOffset);
      visitor.endGroup();
    }
  }

  private static void describeRouter(Icmpv6 message, FieldVisitor visitor) {
    int flags = message.unsignedByte(ROUTER_FLAGS_OFFSET);
    visitor.number(HOP_LIMIT, message.unsignedByte(HOP_LIMIT_OFFSET));
    visitor.flags(ROUTER_FLAGS, flags);
    int preference = flags >>> PREFERENCE_SHIFT & PREFERENCE_MASK;
    visitor.number(PREFERENCE, preference, preferenceName(preference));
    visitor.number(ROUTER_LIFETIME, message.unsignedShort(ROUTER_LIFETIME_OFFSET));
    visitor.number(REACHABLE, message.unsignedInt(REACHABLE_OFFSET));
    visitor.number(RETRANSMIT, message.unsignedInt(RETRANSMIT_OFFSET));
  }

  private static void address(Icmpv6 message, FieldVisitor visitor, Field field, int at) {
    visitor.ipv6(field, message.signedLong(at), message.signedLong(at + Long.BYTES));
  }

  private static void describeOptions(Icmpv6 message, FieldVisitor visitor, int from) {
    int at = from;
    while (message.holds(at + 1L)) {
      int type = message.unsignedByte(at);
      visitor.item(OPTION, type, optionName(type));
      if (!message.holds(at + 2L)) {
        visitor.problem(beyond(message));
        return;
      }
      int length = message.unsignedByte(at + 1) * OPTION_UNIT;
      visitor.number(OPTION_LENGTH, length / OPTION_UNIT);
      if (length == 0) {
        visitor.problem(EMPTY_OPTION);
        return;
      }
      if (!message.holds(at + length)) {
        visitor.problem(beyond(message));
        return;
      }
      describeValue(message, visitor, type, at, length);
      at += length;
    }
  }

  private static Problem beyond(Icmpv6 message) {
    return message.isWhole() ? BEYOND_MESSAGE : Problem.TRUNCATED;
  }

  private static void describeValue(
      Icmpv6 message, FieldVisitor visitor, int type, int at, int length) {
    if ((type == SOURCE_LINK || type == TARGET_LINK) && length == 2 + MAC_LENGTH) {
      visitor.mac(LINK_ADDRESS, message.mac(at + 2));
    } else if (type == PREFIX && length == PREFIX_LENGTH) {
      describePrefix(message, visitor, at);
    } else if (type == MTU && length == OPTION_UNIT) {
      visitor.number(LINK_MTU, message.unsignedInt(at + 4));
    } else if (type == ROUTE && length <= OPTION_UNIT + ADDRESS_LENGTH) {
      describeRoute(message, visitor, at, length);
    } else if (type == DNS_SERVERS) {
      visitor.number(DNS_LIFETIME, message.unsignedInt(at + 4));
      for (int server = at + 8; server + ADDRESS_LENGTH <= at + length; server += ADDRESS_LENGTH) {
        address(message, visitor, DNS_SERVER, server);
      }
    }
  }

  private static void describePrefix(Icmpv6 message, FieldVisitor visitor, int at) {
    address(message, visitor, PREFIX_ADDRESS, at + 16);
    visitor.number(PREFIX_BITS, message.unsignedByte(at + 2));
    visitor.flags(PREFIX_FLAGS, message.unsignedByte(at + 3));
    visitor.number(VALID, message.unsignedInt(at + 4));
    visitor.number(PREFERRED, message.unsignedInt(at + 8));
  }

  // RFC 4191, section 2.3: the prefix has 0, 8 or 16 bytes.
  private static void describeRoute(Icmpv6 message, FieldVisitor visitor, int at, int length) {
    if (length > OPTION_UNIT) {
      long low = length > 2 * OPTION_UNIT ? message.signedLong(at + 16) : 0;
      visitor.ipv6(PREFIX_ADDRESS, message.signedLong(at + 8), low);
    }
    visitor.number(PREFIX_BITS, message.unsignedByte(at + 2));
    visitor.number(ROUTE_LIFETIME, message.unsignedInt(at + 4));
  }

  private static String preferenceName(int preference) {
    return switch (preference) {
      case 0 -> "medium";
      case 1 -> "high";
      case 3 -> "low";
      default -> "reserved";
    };
  }

  private static String optionName(int type) {
    return switch (type) {
      case SOURCE_LINK -> "source link-layer address";
      case TARGET_LINK -> "target link-layer address";
      case PREFIX -> "prefix";
      case 4 -> "redirected header";
      case MTU -> "MTU";
      case 7 -> "advertisement interval";
      case 8 -> "home agent";
      case 14 -> "nonce";
      case ROUTE -> "route";
      case DNS_SERVERS -> "DNS servers";
      case 26 -> "flags extension";
      case 31 -> "DNS search list";
      case 37 -> "captive portal";
      case 38 -> "PREF64";
      default -> "unknown";
    };
  }
}
