// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An LLDP packet (IEEE 802.1AB, section 8): TLVs up to the one of type 0.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------+-----------------+-------------------------------+
 * |    Type     |     Length      |    value; further TLVs
 * +-------------+-----------------+-------------------------------
 * </pre>
 */
public final class Lldp extends Header {
  /** Bytes of the shortest packet: a TLV without a value. */
  public static final int MINIMUM_LENGTH = 2;

  private static final int PREFIX = 2;
  private static final int LENGTH_BITS = 9;
  private static final int LENGTH_MASK = 0x1FF;

  private static final int CHASSIS = 1;
  private static final int PORT = 2;
  private static final int TIME_TO_LIVE = 3;
  private static final int PORT_DESCRIPTION = 4;
  private static final int SYSTEM_NAME = 5;
  private static final int SYSTEM_DESCRIPTION = 6;
  private static final int CAPABILITIES = 7;
  private static final int MANAGEMENT = 8;
  private static final int ORGANIZATION = 127;

  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int IPV4_LENGTH = 4;
  private static final int IPV6_LENGTH = 16;
  private static final int MAC_LENGTH = 6;
  private static final int INTERFACE_LENGTH = 5;

  private static final Field HEADING = Field.of("LLDP Packet", "lldp");
  private static final Field TLVS = Field.of("TLVs", "lldp.tlv");
  private static final Field TLV = Field.of("TLV", "lldp.tlv.type");
  private static final Field LENGTH = Field.of("Length", "lldp.tlv.len").hidden();
  private static final Field SECONDS = Field.of("", "lldp.time_to_live");
  private static final Field DESCRIPTION_OF_PORT = Field.of("", "lldp.port.desc");
  private static final Field NAME = Field.of("", "lldp.tlv.system.name");
  private static final Field DESCRIPTION = Field.of("", "lldp.tlv.system.desc");

  private static final Identity CHASSIS_ID = new Identity("lldp.chassis", 4, 5);
  private static final Identity PORT_ID = new Identity("lldp.port", 3, 4);

  private static final FlagsField SYSTEM = capabilities("system", "lldp.tlv.system_cap");
  private static final FlagsField ENABLED = capabilities("enabled", "lldp.tlv.enable_system_cap");

  private static final Field ADDRESS_LENGTH = Field.of("", "lldp.mgn.address.len").hidden();
  private static final Field ADDRESS_FAMILY = Field.of("", "lldp.mgn.address.subtype").hidden();
  private static final Field ADDRESS_IPV4 = Field.of("", "lldp.mgn.addr.ip4");
  private static final Field ADDRESS_IPV6 = Field.of("", "lldp.mgn.addr.ip6");
  private static final Field ADDRESS = Field.of("", "lldp.mgn.addr.hex");
  private static final Field NUMBERING = Field.of("", "lldp.mgn.interface.subtype").hidden();
  private static final Field INTERFACE = Field.of("interface", "lldp.mgn.interface.number");
  private static final Field OBJECT_LENGTH = Field.of("", "lldp.mgn.obj.len").hidden();

  private static final Problem SHORT_TLV = Problem.malformed("TLV too short for its type");
  private static final Problem BEYOND_PACKET = Problem.malformed("TLV beyond the packet");

  /** The fields of a chassis' or port's ID. */
  private static final class Identity {
    final Field subtype;
    final Field value;
    final Field mac;
    final Field ipv4;
    final Field ipv6;
    final int macSubtype;
    final int addressSubtype;

    Identity(String name, int macSubtype, int addressSubtype) {
      subtype = Field.of("", name + ".subtype").hidden();
      value = Field.of("", name + ".id.value");
      mac = Field.of("", name + ".id.mac");
      ipv4 = Field.of("", name + ".id.ip4");
      ipv6 = Field.of("", name + ".id.ip6");
      this.macSubtype = macSubtype;
      this.addressSubtype = addressSubtype;
    }
  }

  private static FlagsField capabilities(String label, String name) {
    return FlagsField.of(
        Field.hex(label, name, 4),
        new FlagsField.Flag("other", name + ".other", 1),
        new FlagsField.Flag("repeater", name + ".repeater", 2),
        new FlagsField.Flag("bridge", name + ".bridge", 4),
        new FlagsField.Flag("access-point", name + ".wlan_access_pt", 8),
        new FlagsField.Flag("router", name + ".router", 16),
        new FlagsField.Flag("telephone", name + ".telephone", 32),
        new FlagsField.Flag("DOCSIS", name + ".docsis_cable_device", 64),
        new FlagsField.Flag("station", name + ".station_only", 128));
  }

  /** A header that wraps nothing yet. */
  public Lldp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the type of the first TLV, 0 to 127: 1, a chassis ID, in a packet that is valid} */
  public int firstType() {
    return unsignedByte(0) >>> 1;
  }

  /** {@return the length of the first TLV's value in bytes, 0 to 511} */
  public int firstLength() {
    return unsignedShort(0) & LENGTH_MASK;
  }

  @Override
  public int headerLength() {
    int at = 0;
    while (holds(at + PREFIX)) {
      int prefix = unsignedShort(at);
      at += PREFIX + (prefix & LENGTH_MASK);
      if (prefix >>> LENGTH_BITS == 0) {
        return at;
      }
    }
    return at;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.group(TLVS);
    describeTlvs(visitor);
    visitor.endGroup();
  }

  private void describeTlvs(FieldVisitor visitor) {
    int at = 0;
    int type = -1;
    while (type != 0) {
      if (!holds(at + PREFIX)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      type = unsignedShort(at) >>> LENGTH_BITS;
      int length = unsignedShort(at) & LENGTH_MASK;
      visitor.item(TLV, type, name(type));
      visitor.number(LENGTH, length);
      at += PREFIX;
      if (!holds(at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      if (length < minimum(type)) {
        visitor.problem(SHORT_TLV);
        return;
      }
      describeTlv(type, at, length, visitor);
      at += length;
    }
  }

  private static int minimum(int type) {
    return switch (type) {
      case CHASSIS, PORT, TIME_TO_LIVE -> 2;
      case CAPABILITIES -> 4;
      case MANAGEMENT -> 9;
      case ORGANIZATION -> LldpOrganizations.MINIMUM_LENGTH;
      default -> 0;
    };
  }

  private void describeTlv(int type, int at, int length, FieldVisitor visitor) {
    switch (type) {
      case CHASSIS -> describeIdentity(CHASSIS_ID, at, length, visitor);
      case PORT -> describeIdentity(PORT_ID, at, length, visitor);
      case TIME_TO_LIVE -> visitor.number(SECONDS, unsignedShort(at));
      case PORT_DESCRIPTION -> describeText(DESCRIPTION_OF_PORT, at, length, visitor);
      case SYSTEM_NAME -> describeText(NAME, at, length, visitor);
      case SYSTEM_DESCRIPTION -> describeText(DESCRIPTION, at, length, visitor);
      case CAPABILITIES -> {
        visitor.flags(SYSTEM, unsignedShort(at));
        visitor.flags(ENABLED, unsignedShort(at + 2));
      }
      case MANAGEMENT -> describeManagement(at, length, visitor);
      case ORGANIZATION -> LldpOrganizations.describe(this, at, length, visitor);
      default -> {}
    }
  }

  private void describeIdentity(Identity id, int at, int length, FieldVisitor visitor) {
    int subtype = unsignedByte(at);
    int value = at + 1;
    visitor.number(id.subtype, subtype);
    if (subtype == id.macSubtype) {
      if (length > MAC_LENGTH) {
        visitor.mac(id.mac, mac(value));
      }
    } else if (subtype == id.addressSubtype) {
      int family = unsignedByte(value);
      if (family == IPV4 && length >= 2 + IPV4_LENGTH) {
        visitor.ipv4(id.ipv4, signedInt(value + 1));
      } else if (family == IPV6 && length >= 2 + IPV6_LENGTH) {
        visitor.ipv6(id.ipv6, signedLong(value + 1), signedLong(value + 9));
      } else {
        describeValue(id, value + 1, length - 2, visitor);
      }
    } else {
      describeValue(id, value, length - 1, visitor);
    }
  }

  private void describeValue(Identity id, int at, int length, FieldVisitor visitor) {
    if (id == PORT_ID) {
      describeText(id.value, at, length, visitor);
    } else {
      visitor.bytes(id.value, memory(), offset() + at, length);
    }
  }

  private void describeManagement(int at, int length, FieldVisitor visitor) {
    int addressLength = unsignedByte(at);
    int next = at + 1 + addressLength;
    visitor.number(ADDRESS_LENGTH, addressLength);
    if (addressLength < 2 || next + INTERFACE_LENGTH + 1 > at + length) {
      visitor.problem(SHORT_TLV);
      return;
    }
    int family = unsignedByte(at + 1);
    int address = at + 2;
    visitor.number(ADDRESS_FAMILY, family);
    if (family == IPV4 && addressLength == 1 + IPV4_LENGTH) {
      visitor.ipv4(ADDRESS_IPV4, signedInt(address));
    } else if (family == IPV6 && addressLength == 1 + IPV6_LENGTH) {
      visitor.ipv6(ADDRESS_IPV6, signedLong(address), signedLong(address + 8));
    } else {
      visitor.bytes(ADDRESS, memory(), offset() + address, addressLength - 1);
    }
    visitor.number(NUMBERING, unsignedByte(next));
    visitor.number(INTERFACE, unsignedInt(next + 1));
    visitor.number(OBJECT_LENGTH, unsignedByte(next + INTERFACE_LENGTH));
  }

  private static String name(int type) {
    return switch (type) {
      case 0 -> "end";
      case CHASSIS -> "chassis";
      case PORT -> "port";
      case TIME_TO_LIVE -> "TTL";
      case PORT_DESCRIPTION -> "port description";
      case SYSTEM_NAME -> "system name";
      case SYSTEM_DESCRIPTION -> "system description";
      case CAPABILITIES -> "capabilities";
      case MANAGEMENT -> "management";
      case ORGANIZATION -> "organization";
      default -> "unknown";
    };
  }
}
