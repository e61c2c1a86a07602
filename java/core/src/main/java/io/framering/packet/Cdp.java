// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.ValueLayout;

/**
 * A packet of the Cisco Discovery Protocol, versions 1 and 2.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Version    |      TTL      |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |             Type              |            Length             |
 * +-------------------------------+-------------------------------+
 * |                    value; further TLVs
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Cdp extends Header {
  /** Bytes before the first TLV. */
  public static final int LENGTH = 4;

  /** The protocol's number among those of Cisco. */
  static final int PROTOCOL_ID = 0x2000;

  private static final int TTL_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int PREFIX = 4;
  private static final int LENGTH_OFFSET = 2;

  private static final int DEVICE = 1;
  private static final int ADDRESSES = 2;
  private static final int PORT = 3;
  private static final int CAPABILITIES = 4;
  private static final int VERSION_TEXT = 5;
  private static final int PLATFORM = 6;
  private static final int DOMAIN = 9;
  private static final int NATIVE_VLAN = 10;
  private static final int DUPLEX = 11;
  private static final int VOICE_VLAN = 14;
  private static final int VOICE_VLAN_QUERY = 15;
  private static final int POWER = 16;
  private static final int MTU = 17;
  private static final int TRUST = 18;
  private static final int UNTRUSTED = 19;
  private static final int SYSTEM_NAME = 20;
  private static final int MANAGEMENT = 22;

  private static final int NLPID_OF_IPV4 = 0xCC;

  /** LLC and SNAP, with the EtherType of IPv6. */
  private static final long LLC_OF_IPV6 = 0xAAAA_0300_0000_86DDL;

  private static final int LLC_LENGTH = 8;

  private static final Field HEADING = Field.of("CDP Packet", "cdp");
  private static final Field VERSION = Field.of("Version", "cdp.version");
  private static final Field TIME_TO_LIVE = Field.of("TTL", "cdp.ttl");
  private static final Field CHECKSUM = Field.hex("Checksum", "cdp.checksum", 4).hidden();
  private static final Field TLVS = Field.of("TLVs", "cdp.tlv");
  private static final Field TLV = Field.hex("TLV", "cdp.tlv.type", 4);
  private static final Field TLV_LENGTH = Field.of("Length", "cdp.tlv.len").hidden();

  private static final Field NUMBER_OF_ADDRESSES = Field.of("", "cdp.number_of_addresses").hidden();
  private static final Field PROTOCOL_TYPE = Field.hex("", "cdp.protocol_type", 2).hidden();
  private static final Field PROTOCOL_LENGTH = Field.of("", "cdp.protocol_length").hidden();
  private static final Field PROTOCOL = Field.of("", "cdp.protocol").hidden();
  private static final Field ADDRESS_LENGTH = Field.of("", "cdp.address_length").hidden();
  private static final Field IPV4 = Field.of("", "cdp.nrgyz.ip_address");
  private static final Field IPV6 = Field.of("", "cdp.nrgyz.ipv6_address");
  private static final Field ADDRESS = Field.of("", "cdp.address");

  private static final FlagsField CAPABILITY =
      FlagsField.of(
          Field.hex("", "cdp.capabilities", 8),
          new FlagsField.Flag("router", "cdp.capabilities.router", 0x01),
          new FlagsField.Flag("bridge", "cdp.capabilities.trans_bridge", 0x02),
          new FlagsField.Flag("source-route", "cdp.capabilities.src_bridge", 0x04),
          new FlagsField.Flag("switch", "cdp.capabilities.switch", 0x08),
          new FlagsField.Flag("host", "cdp.capabilities.host", 0x10),
          new FlagsField.Flag("IGMP", "cdp.capabilities.igmp_capable", 0x20),
          new FlagsField.Flag("repeater", "cdp.capabilities.repeater", 0x40),
          new FlagsField.Flag("phone", "cdp.capabilities.voip_phone", 0x80),
          new FlagsField.Flag("remote", "cdp.capabilities.remote", 0x100),
          new FlagsField.Flag("camera", "cdp.capabilities.cvta", 0x200),
          new FlagsField.Flag("relay", "cdp.capabilities.mac_relay", 0x400));

  private static final Field DEVICE_ID = Field.of("", "cdp.deviceid");
  private static final Field PORT_ID = Field.of("", "cdp.portid");
  private static final Field SOFTWARE_VERSION = Field.of("", "cdp.software_version");
  private static final Field PLATFORM_NAME = Field.of("", "cdp.platform");
  private static final Field DOMAIN_NAME = Field.of("", "cdp.vtp_management_domain");
  private static final Field SYSTEM = Field.of("", "cdp.system_name");
  private static final Field VLAN = Field.of("", "cdp.native_vlan");
  private static final Field FULL_DUPLEX = Field.of("", "cdp.duplex");
  private static final Field PHONE_VLAN = Field.of("", "cdp.voice_vlan");
  private static final Field MILLIWATTS = Field.of("", "cdp.power_consumption");
  private static final Field MAXIMUM = Field.of("", "cdp.mtu");
  private static final Field TRUST_BITMAP = Field.hex("", "cdp.trust_bitmap", 2);
  private static final Field UNTRUSTED_COS = Field.hex("", "cdp.untrusted_port_cos", 2);

  private static final Problem SHORT_TLV = Problem.malformed("TLV too short for its type");
  private static final Problem SHORT_LENGTH = Problem.malformed("TLV length below 4");
  private static final Problem BEYOND_PACKET = Problem.malformed("TLV beyond the packet");

  /** A header that wraps nothing yet. */
  public Cdp() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 255: 1 or 2} */
  public int version() {
    return unsignedByte(0);
  }

  /** {@return the number of seconds for which the receiver keeps this, 0 to 255} */
  public int timeToLive() {
    return unsignedByte(TTL_OFFSET);
  }

  /** {@return the checksum of the packet, 0 to 65535} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  @Override
  public int headerLength() {
    return (int) wireLength();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(VERSION, version());
    visitor.number(TIME_TO_LIVE, timeToLive());
    if (isVerifiable()) {
      visitor.checksum(CHECKSUM, checksum(), InternetChecksum.expected(checksum(), sum()));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    }
    visitor.line();
    visitor.group(TLVS);
    describeTlvs(visitor);
    visitor.endGroup();
  }

  // Senders add the last byte of an odd number as a word with a sign, and are off by one.
  private long sum() {
    if ((end() - offset()) % 2 == 0) {
      return InternetChecksum.add(0, memory(), offset(), end());
    }
    int last = memory().get(ValueLayout.JAVA_BYTE, end() - 1);
    return InternetChecksum.add(last < 0 ? last - 1 & 0xFFFF : last, memory(), offset(), end() - 1);
  }

  private void describeTlvs(FieldVisitor visitor) {
    int at = LENGTH;
    while (at < wireLength()) {
      if (!holds(at + PREFIX)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int type = unsignedShort(at);
      int length = unsignedShort(at + LENGTH_OFFSET);
      visitor.item(TLV, type, name(type));
      visitor.number(TLV_LENGTH, length);
      if (length < PREFIX) {
        visitor.problem(SHORT_LENGTH);
        return;
      }
      if (!holds(at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      if (length - PREFIX < minimum(type)) {
        visitor.problem(SHORT_TLV);
        return;
      }
      describe(type, at + PREFIX, length - PREFIX, visitor);
      at += length;
    }
  }

  private static int minimum(int type) {
    return switch (type) {
      case DUPLEX, TRUST, UNTRUSTED -> 1;
      case NATIVE_VLAN, POWER -> 2;
      case VOICE_VLAN -> 3;
      case ADDRESSES, CAPABILITIES, MTU, MANAGEMENT -> 4;
      default -> 0;
    };
  }

  private void describe(int type, int at, int length, FieldVisitor visitor) {
    switch (type) {
      case DEVICE -> describeText(DEVICE_ID, at, length, visitor);
      case PORT -> describeText(PORT_ID, at, length, visitor);
      case VERSION_TEXT -> describeText(SOFTWARE_VERSION, at, length, visitor);
      case PLATFORM -> describeText(PLATFORM_NAME, at, length, visitor);
      case DOMAIN -> describeText(DOMAIN_NAME, at, length, visitor);
      case SYSTEM_NAME -> describeText(SYSTEM, at, length, visitor);
      case ADDRESSES, MANAGEMENT -> describeAddresses(at, at + length, visitor);
      case CAPABILITIES -> visitor.flags(CAPABILITY, signedInt(at));
      case NATIVE_VLAN -> visitor.number(VLAN, unsignedShort(at));
      case DUPLEX -> {
        int full = unsignedByte(at) == 0 ? 0 : 1;
        visitor.number(FULL_DUPLEX, full, full == 0 ? "half" : "full");
      }
      case VOICE_VLAN -> visitor.number(PHONE_VLAN, unsignedShort(at + 1));
      case VOICE_VLAN_QUERY -> {
        if (length > 2) {
          visitor.number(PHONE_VLAN, unsignedShort(at + 1));
        }
      }
      case POWER -> visitor.number(MILLIWATTS, unsignedShort(at));
      case MTU -> visitor.number(MAXIMUM, unsignedInt(at));
      case TRUST -> visitor.number(TRUST_BITMAP, unsignedByte(at));
      case UNTRUSTED -> visitor.number(UNTRUSTED_COS, unsignedByte(at));
      default -> {}
    }
  }

  private void describeAddresses(int first, int end, FieldVisitor visitor) {
    long count = unsignedInt(first);
    int at = first + 4;
    visitor.number(NUMBER_OF_ADDRESSES, count);
    for (long i = 0; i < count; i++) {
      int protocolLength = at + 2 <= end ? unsignedByte(at + 1) : 0;
      int address = at + 2 + protocolLength + 2;
      if (address > end || address + unsignedShort(address - 2) > end) {
        visitor.problem(SHORT_TLV);
        return;
      }
      int length = unsignedShort(address - 2);
      visitor.number(PROTOCOL_TYPE, unsignedByte(at));
      visitor.number(PROTOCOL_LENGTH, protocolLength);
      visitor.bytes(PROTOCOL, memory(), offset() + at + 2, protocolLength);
      visitor.number(ADDRESS_LENGTH, length);
      if (isIpv4(at, protocolLength, length)) {
        visitor.ipv4(IPV4, signedInt(address));
      } else if (isIpv6(at, protocolLength, length)) {
        visitor.ipv6(IPV6, signedLong(address), signedLong(address + 8));
      } else {
        visitor.bytes(ADDRESS, memory(), offset() + address, length);
      }
      at = address + length;
    }
  }

  private boolean isIpv4(int at, int protocolLength, int length) {
    return unsignedByte(at) == 1
        && protocolLength == 1
        && unsignedByte(at + 2) == NLPID_OF_IPV4
        && length == Integer.BYTES;
  }

  private boolean isIpv6(int at, int protocolLength, int length) {
    return unsignedByte(at) == 2
        && protocolLength == LLC_LENGTH
        && signedLong(at + 2) == LLC_OF_IPV6
        && length == 2 * Long.BYTES;
  }

  private static String name(int type) {
    return switch (type) {
      case DEVICE -> "device";
      case ADDRESSES -> "addresses";
      case PORT -> "port";
      case CAPABILITIES -> "capabilities";
      case VERSION_TEXT -> "version";
      case PLATFORM -> "platform";
      case 7 -> "prefixes";
      case 8 -> "hello";
      case DOMAIN -> "VTP domain";
      case NATIVE_VLAN -> "native VLAN";
      case DUPLEX -> "duplex";
      case VOICE_VLAN -> "voice VLAN";
      case VOICE_VLAN_QUERY -> "voice VLAN query";
      case POWER -> "power";
      case MTU -> "MTU";
      case TRUST -> "trust";
      case UNTRUSTED -> "untrusted CoS";
      case SYSTEM_NAME -> "system name";
      case 21 -> "system object";
      case MANAGEMENT -> "management";
      case 23 -> "location";
      case 25 -> "power request";
      case 26 -> "power available";
      default -> "unknown";
    };
  }
}
