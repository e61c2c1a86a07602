// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * The options of a {@link Dhcp} message (RFC 2132).
 *
 * <pre>
 *  0                   1                   2
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
 * +---------------+---------------+---------------
 * |     Code      |    Length     |     value
 * +---------------+---------------+---------------
 * </pre>
 *
 * <p>Codes 0 (pad) and 255 (end) are single bytes. The length is that of the value.
 */
final class DhcpOptions {
  private static final int PAD = 0;
  private static final int END = 255;
  private static final int PREFIX = 2;

  private static final int MESSAGE_TYPE = 53;
  private static final int REQUEST_LIST = 55;
  private static final int CLIENT_ID = 61;
  private static final int DOMAIN_NAME = 81;
  private static final int AGENT = 82;

  private static final int ID_LENGTH = 7;
  private static final int ENCODED = 4;
  private static final int NAME_OFFSET = 3;

  private static final Field OPTIONS = Field.of("Options", "dhcp.option");
  private static final Field OPTION = Field.of("Option", "dhcp.option.type");
  private static final Field OPTION_LENGTH = Field.of("length", "dhcp.option.length").hidden();
  private static final Field VALUE = Field.of("", "dhcp.option.value");
  private static final Field KNOWN_VALUE = VALUE.hidden();
  private static final Field END_MARK = Field.of("", "dhcp.option.end").hidden();

  private static final Field MESSAGE = Field.of("", "dhcp.option.dhcp");
  private static final Field REQUESTED = Field.of("", "dhcp.option.request_list_item");
  private static final Field ID_TYPE = Field.hex("type", "dhcp.hw.type", 2).hidden();
  private static final Field ID_MAC = Field.of("", "dhcp.hw.mac_addr");
  private static final FlagsField NAME_FLAGS =
      FlagsField.of(
          Field.hex("flags", "dhcp.fqdn.flags", 2).unlessZero(),
          new FlagsField.Flag("S", "dhcp.fqdn.s", 1),
          new FlagsField.Flag("O", "dhcp.fqdn.o", 2),
          new FlagsField.Flag("E", "dhcp.fqdn.e", ENCODED),
          new FlagsField.Flag("N", "dhcp.fqdn.n", 8));
  private static final Field RESULT_1 = Field.of("result", "dhcp.fqdn.rcode1").hidden();
  private static final Field RESULT_2 = Field.of("result", "dhcp.fqdn.rcode2").hidden();
  private static final Field NAME = Field.of("", "dhcp.fqdn.name");
  private static final Field SUBOPTION =
      Field.of("suboption", "dhcp.option.agent_information_option.suboption");
  private static final Field SUBOPTION_LENGTH =
      Field.of("length", "dhcp.option.suboption_length").hidden();
  private static final Field SUBOPTION_VALUE =
      Field.of("", "dhcp.option.agent_information_option.value");

  private static final Problem BEYOND_MESSAGE = Problem.malformed("option beyond the message");

  // Options whose value is a list of addresses, a text or a number.
  private static final Field SUBNET_MASK = Field.of("", "dhcp.option.subnet_mask");
  private static final Field ROUTER = Field.of("", "dhcp.option.router");
  private static final Field TIME_SERVER = Field.of("", "dhcp.option.time_server");
  private static final Field NAME_SERVER = Field.of("", "dhcp.option.domain_name_server");
  private static final Field LOG_SERVER = Field.of("", "dhcp.option.log_server");
  private static final Field HOST_NAME = Field.of("", "dhcp.option.hostname");
  private static final Field DOMAIN = Field.of("", "dhcp.option.domain_name");
  private static final Field MTU = Field.of("", "dhcp.option.interface_mtu");
  private static final Field BROADCAST = Field.of("", "dhcp.option.broadcast_address");
  private static final Field NTP_SERVER = Field.of("", "dhcp.option.ntp_server");
  private static final Field NETBIOS_SERVER =
      Field.of("", "dhcp.option.netbios_over_tcpip_name_server");
  private static final Field ADDRESS = Field.of("", "dhcp.option.requested_ip_address");
  private static final Field LEASE = Field.of("", "dhcp.option.ip_address_lease_time");
  private static final Field OVERLOAD = Field.of("", "dhcp.option.option_overload");
  private static final Field SERVER = Field.of("", "dhcp.option.dhcp_server_id");
  private static final Field REASON = Field.of("", "dhcp.option.message");
  private static final Field LONGEST = Field.of("", "dhcp.option.dhcp_max_message_size");
  private static final Field RENEWAL = Field.of("", "dhcp.option.renewal_time_value");
  private static final Field REBINDING = Field.of("", "dhcp.option.rebinding_time_value");
  private static final Field VENDOR_CLASS = Field.of("", "dhcp.option.vendor_class_id");
  private static final Field TFTP_SERVER = Field.of("", "dhcp.option.tftp_server_name");
  private static final Field BOOT_FILE = Field.of("", "dhcp.option.bootfile_name");
  private static final Field ARCHITECTURE = Field.of("", "dhcp.option.client_system_architecture");
  private static final Field PROXY = Field.of("", "dhcp.option.private_proxy_autodiscovery");

  private DhcpOptions() {}

  /** The type of the message, or {@link Dhcp#NO_MESSAGE_TYPE}. */
  static int messageType(Header dhcp, int first) {
    int at = first;
    while (dhcp.holds(at + 1L)) {
      int code = dhcp.unsignedByte(at);
      if (code == END) {
        break;
      } else if (code == PAD) {
        at++;
      } else if (!dhcp.holds(at + PREFIX)) {
        break;
      } else {
        int length = dhcp.unsignedByte(at + 1);
        if (code == MESSAGE_TYPE && length == 1 && dhcp.holds(at + PREFIX + 1L)) {
          return dhcp.unsignedByte(at + PREFIX);
        }
        at += PREFIX + length;
      }
    }
    return Dhcp.NO_MESSAGE_TYPE;
  }

  /** Describes the options from {@code first} on as a group. */
  static void describe(Header dhcp, int first, FieldVisitor visitor) {
    visitor.line();
    visitor.group(OPTIONS);
    int at = first;
    while (dhcp.holds(at + 1L)) {
      int code = dhcp.unsignedByte(at);
      visitor.item(OPTION, code, name(code));
      if (code == END) {
        visitor.number(END_MARK, END);
        break;
      }
      if (code == PAD) {
        at = afterPadding(dhcp, at);
        continue;
      }
      int length = dhcp.holds(at + PREFIX) ? dhcp.unsignedByte(at + 1) : END;
      if (!dhcp.holds(at + PREFIX + length)) {
        if (dhcp.isWhole()) {
          visitor.problem(BEYOND_MESSAGE);
        }
        break;
      }
      visitor.number(OPTION_LENGTH, length);
      describe(dhcp, code, at + PREFIX, length, visitor);
      at += PREFIX + length;
    }
    if (!dhcp.isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
    visitor.endGroup();
  }

  private static int afterPadding(Header dhcp, int first) {
    int at = first;
    while (dhcp.holds(at + 1L) && dhcp.unsignedByte(at) == PAD) {
      at++;
    }
    return at;
  }

  private static void describe(Header dhcp, int code, int at, int length, FieldVisitor visitor) {
    boolean known =
        describeAddresses(dhcp, addresses(code), at, length, visitor)
            || describeText(dhcp, text(code), at, length, visitor)
            || describeNumber(dhcp, number(code), size(code), at, length, visitor)
            || describeSpecial(dhcp, code, at, length, visitor);
    if (length > 0) {
      Field value = known ? KNOWN_VALUE : VALUE;
      visitor.bytes(value, dhcp.memory(), dhcp.offset() + at, length);
    }
  }

  private static boolean describeAddresses(
      Header dhcp, Field field, int at, int length, FieldVisitor visitor) {
    if (field == null || length % Integer.BYTES != 0) {
      return false;
    }
    for (int i = 0; i < length; i += Integer.BYTES) {
      visitor.ipv4(field, dhcp.signedInt(at + i));
    }
    return true;
  }

  private static boolean describeText(
      Header dhcp, Field field, int at, int length, FieldVisitor visitor) {
    if (field == null) {
      return false;
    }
    dhcp.describeText(field, at, length, visitor);
    return true;
  }

  private static boolean describeNumber(
      Header dhcp, Field field, int size, int at, int length, FieldVisitor visitor) {
    if (field == null || length != size) {
      return false;
    }
    switch (size) {
      case 1 -> visitor.number(field, dhcp.unsignedByte(at));
      case 2 -> visitor.number(field, dhcp.unsignedShort(at));
      default -> visitor.number(field, dhcp.unsignedInt(at));
    }
    return true;
  }

  private static boolean describeSpecial(
      Header dhcp, int code, int at, int length, FieldVisitor visitor) {
    if (code == MESSAGE_TYPE && length == 1) {
      int type = dhcp.unsignedByte(at);
      visitor.number(MESSAGE, type, messageName(type));
    } else if (code == REQUEST_LIST) {
      for (int i = 0; i < length; i++) {
        visitor.number(REQUESTED, dhcp.unsignedByte(at + i));
      }
    } else if (code == CLIENT_ID && length == ID_LENGTH && isMac(dhcp.unsignedByte(at))) {
      visitor.number(ID_TYPE, dhcp.unsignedByte(at));
      visitor.mac(ID_MAC, dhcp.mac(at + 1));
    } else if (code == DOMAIN_NAME && length > NAME_OFFSET) {
      return describeDomainName(dhcp, at, length, visitor);
    } else if (code == AGENT) {
      return describeAgent(dhcp, at, length, visitor);
    } else {
      return false;
    }
    return true;
  }

  /** Whether addresses of this hardware are MAC addresses: Ethernet and IEEE 802. */
  private static boolean isMac(int hardware) {
    return hardware == 1 || hardware == 6;
  }

  private static boolean describeDomainName(Header dhcp, int at, int length, FieldVisitor visitor) {
    int flags = dhcp.unsignedByte(at);
    visitor.flags(NAME_FLAGS, flags);
    visitor.number(RESULT_1, dhcp.unsignedByte(at + 1));
    visitor.number(RESULT_2, dhcp.unsignedByte(at + 2));
    if ((flags & ENCODED) != 0) {
      return false;
    }
    return describeText(dhcp, NAME, at + NAME_OFFSET, length - NAME_OFFSET, visitor);
  }

  private static boolean describeAgent(Header dhcp, int at, int length, FieldVisitor visitor) {
    int next = 0;
    while (length - next >= PREFIX) {
      int type = dhcp.unsignedByte(at + next);
      int size = dhcp.unsignedByte(at + next + 1);
      next += PREFIX;
      if (size > length - next) {
        return false;
      }
      visitor.number(SUBOPTION, type, suboptionName(type));
      visitor.number(SUBOPTION_LENGTH, size);
      if (size > 0) {
        visitor.bytes(SUBOPTION_VALUE, dhcp.memory(), dhcp.offset() + at + next, size);
      }
      next += size;
    }
    return next == length;
  }

  /** The field of a list of addresses, or null. */
  private static Field addresses(int code) {
    return switch (code) {
      case 1 -> SUBNET_MASK;
      case 3 -> ROUTER;
      case 4 -> TIME_SERVER;
      case 6 -> NAME_SERVER;
      case 7 -> LOG_SERVER;
      case 28 -> BROADCAST;
      case 42 -> NTP_SERVER;
      case 44 -> NETBIOS_SERVER;
      case 50 -> ADDRESS;
      case 54 -> SERVER;
      default -> null;
    };
  }

  /** The field of a text, or null. */
  private static Field text(int code) {
    return switch (code) {
      case 12 -> HOST_NAME;
      case 15 -> DOMAIN;
      case 56 -> REASON;
      case 60 -> VENDOR_CLASS;
      case 66 -> TFTP_SERVER;
      case 67 -> BOOT_FILE;
      case 252 -> PROXY;
      default -> null;
    };
  }

  /** The field of a number, or null. */
  private static Field number(int code) {
    return switch (code) {
      case 26 -> MTU;
      case 51 -> LEASE;
      case 52 -> OVERLOAD;
      case 57 -> LONGEST;
      case 58 -> RENEWAL;
      case 59 -> REBINDING;
      case 93 -> ARCHITECTURE;
      default -> null;
    };
  }

  /** Bytes of a number. */
  private static int size(int code) {
    return switch (code) {
      case 52 -> 1;
      case 26, 57, 93 -> Short.BYTES;
      default -> Integer.BYTES;
    };
  }

  private static String messageName(int type) {
    return switch (type) {
      case 1 -> "discover";
      case 2 -> "offer";
      case 3 -> "request";
      case 4 -> "decline";
      case 5 -> "ACK";
      case 6 -> "NAK";
      case 7 -> "release";
      case 8 -> "inform";
      case 9 -> "force renew";
      case 10 -> "lease query";
      case 11 -> "lease unassigned";
      case 12 -> "lease unknown";
      case 13 -> "lease active";
      default -> "unknown";
    };
  }

  private static String suboptionName(int type) {
    return switch (type) {
      case 1 -> "circuit ID";
      case 2 -> "remote ID";
      case 5 -> "link selection";
      case 6 -> "subscriber ID";
      case 9 -> "vendor";
      case 11 -> "server ID override";
      default -> "unknown";
    };
  }

  private static String name(int code) {
    return switch (code) {
      case PAD -> "padding";
      case 1 -> "subnet mask";
      case 2 -> "time offset";
      case 3 -> "router";
      case 4 -> "time server";
      case 6 -> "name server";
      case 7 -> "log server";
      case 12 -> "host name";
      case 15 -> "domain";
      case 17 -> "root path";
      case 26 -> "MTU";
      case 28 -> "broadcast address";
      case 33 -> "static route";
      case 42 -> "NTP server";
      case 43 -> "vendor";
      case 44 -> "NetBIOS name server";
      case 46 -> "NetBIOS node type";
      case 50 -> "requested IP";
      case 51 -> "lease time";
      case 52 -> "overload";
      case MESSAGE_TYPE -> "message";
      case 54 -> "server";
      case REQUEST_LIST -> "requested options";
      case 56 -> "reason";
      case 57 -> "longest message";
      case 58 -> "renewal time";
      case 59 -> "rebinding time";
      case 60 -> "vendor class";
      case CLIENT_ID -> "client ID";
      case 66 -> "TFTP server";
      case 67 -> "boot file";
      case 77 -> "user class";
      case 80 -> "rapid commit";
      case DOMAIN_NAME -> "client name";
      case AGENT -> "relay agent";
      case 93 -> "architecture";
      case 94 -> "network interface";
      case 97 -> "machine ID";
      case 118 -> "subnet selection";
      case 119 -> "domain search";
      case 121 -> "classless routes";
      case 150 -> "TFTP server";
      case 252 -> "proxy";
      case END -> "end";
      default -> "unknown";
    };
  }
}
