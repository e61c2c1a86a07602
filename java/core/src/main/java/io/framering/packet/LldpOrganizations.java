// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * LLDP's TLVs of organizations: of IEEE 802.1 and 802.3, and for media endpoints (ANSI/TIA-1057).
 */
final class LldpOrganizations {
  /** Bytes of the shortest value: the organization and its subtype. */
  static final int MINIMUM_LENGTH = 4;

  private static final int BRIDGES = 0x0080C2;
  private static final int ETHERNET = 0x00120F;
  private static final int MEDIA = 0x0012BB;

  private static final int SUBTYPE_OFFSET = 3;
  private static final int INFORMATION = 4;

  private static final Field OUI = Field.of("", "lldp.orgtlv.oui").hidden();
  private static final Field OTHER_OUI = Field.of("", "lldp.orgtlv.oui");

  private static final String OF_BRIDGES = "lldp.ieee.802_1.";
  private static final Field BRIDGES_SUBTYPE = Field.hex("802.1", OF_BRIDGES + "subtype", 2);
  private static final Field PORT_VLAN = Field.of("port VLAN", OF_BRIDGES + "port_vlan.id");
  private static final FlagsField PROTOCOL_VLAN_FLAGS =
      FlagsField.of(
          Field.hex("flags", OF_BRIDGES + "port_and_vlan_id_flag", 2),
          new FlagsField.Flag("supported", OF_BRIDGES + "port_and_vlan_id_flag.supported", 2),
          new FlagsField.Flag("enabled", OF_BRIDGES + "port_and_vlan_id_flag.enabled", 4));
  private static final Field PROTOCOL_VLAN =
      Field.of("protocol VLAN", OF_BRIDGES + "port_proto_vlan.id");
  private static final Field VLAN = Field.of("VLAN", OF_BRIDGES + "vlan.id");
  private static final Field VLAN_NAME_LENGTH = Field.of("", OF_BRIDGES + "vlan.name_len").hidden();
  private static final Field VLAN_NAME = Field.of("name", OF_BRIDGES + "vlan.name");
  private static final Field PROTOCOL_LENGTH =
      Field.of("", OF_BRIDGES + "proto.id_length").hidden();
  private static final Field PROTOCOL = Field.of("protocol", OF_BRIDGES + "proto.id");

  private static final String OF_ETHERNET = "lldp.ieee.802_3.";
  private static final Field ETHERNET_SUBTYPE = Field.hex("802.3", OF_ETHERNET + "subtype", 2);
  private static final FlagsField NEGOTIATION =
      FlagsField.of(
          Field.hex("negotiation", OF_ETHERNET + "mac_phy_auto_neg_status", 2),
          new FlagsField.Flag("supported", OF_ETHERNET + "mac_phy_auto_neg_status.supported", 1),
          new FlagsField.Flag("enabled", OF_ETHERNET + "mac_phy_auto_neg_status.enabled", 2));
  private static final Field ATTACHMENT = Field.hex("MAU", OF_ETHERNET + "pmd_mau_type", 4);
  private static final FlagsField POWER =
      FlagsField.of(
          Field.hex("power", OF_ETHERNET + "mdi_power_support", 2),
          new FlagsField.Flag("PSE", OF_ETHERNET + "mdi_power_support.port_class", 1),
          new FlagsField.Flag("supported", OF_ETHERNET + "mdi_power_support.supported", 2),
          new FlagsField.Flag("enabled", OF_ETHERNET + "mdi_power_support.enabled", 4),
          new FlagsField.Flag("pairs", OF_ETHERNET + "mdi_power_support.pse_pairs", 8));
  private static final Field POWER_CLASS =
      Field.of("class", OF_ETHERNET + "mdi_power_class").hidden();
  private static final FlagsField AGGREGATION =
      FlagsField.of(
          Field.hex("aggregation", OF_ETHERNET + "aggregation_status", 2),
          new FlagsField.Flag("supported", OF_ETHERNET + "aggregation_status.cap", 1),
          new FlagsField.Flag("enabled", OF_ETHERNET + "aggregation_status.enabled", 2));
  private static final Field AGGREGATED_PORT = Field.of("port", OF_ETHERNET + "aggregated_port_id");
  private static final Field MAXIMUM_FRAME =
      Field.of("maximum frame", OF_ETHERNET + "max_frame_size");

  private static final Field MEDIA_SUBTYPE = Field.hex("media", "lldp.media.subtype.value", 2);
  private static final FlagsField MEDIA_CAPABILITIES =
      FlagsField.of(
          Field.hex("capabilities", "lldp.media.subtype.caps", 4),
          new FlagsField.Flag("capabilities", "lldp.media.subtype.caps.llpd", 1),
          new FlagsField.Flag("policy", "lldp.media.subtype.caps.network_policy", 2),
          new FlagsField.Flag("location", "lldp.media.subtype.caps.location_id", 4),
          new FlagsField.Flag("PSE", "lldp.media.subtype.caps.mdi_pse", 8),
          new FlagsField.Flag("PD", "lldp.media.subtype.caps.mid_pd", 16),
          new FlagsField.Flag("inventory", "lldp.media.subtype.caps.inventory", 32));
  private static final Field MEDIA_CLASS = Field.of("class", "lldp.media.subtype.class");
  private static final Field APPLICATION = Field.of("application", "lldp.media.app_type");
  private static final Field MEDIA_VLAN = Field.of("VLAN", "lldp.media.vlan_id");
  private static final Field PRIORITY = Field.of("priority", "lldp.media.l2_prio");
  private static final Field DSCP = Field.of("DSCP", "lldp.media.dscp");

  private static final Field HARDWARE = Field.of("hardware", "lldp.media.hardware");
  private static final Field FIRMWARE = Field.of("firmware", "lldp.media.firmware");
  private static final Field SOFTWARE = Field.of("software", "lldp.media.software");
  private static final Field SERIAL = Field.of("serial number", "lldp.media.sn");
  private static final Field MANUFACTURER = Field.of("manufacturer", "lldp.media.manufacturer");
  private static final Field MODEL = Field.of("model", "lldp.media.model");
  private static final Field ASSET = Field.of("asset", "lldp.media.asset");

  private LldpOrganizations() {}

  /** Describes a value of {@link #MINIMUM_LENGTH} bytes or more. */
  static void describe(Lldp lldp, int at, int length, FieldVisitor visitor) {
    int organization = lldp.unsignedShort(at) << Byte.SIZE | lldp.unsignedByte(at + 2);
    int subtype = lldp.unsignedByte(at + SUBTYPE_OFFSET);
    int value = at + INFORMATION;
    int size = length - INFORMATION;
    switch (organization) {
      case BRIDGES -> {
        visitor.number(OUI, organization);
        visitor.number(BRIDGES_SUBTYPE, subtype);
        describeBridges(lldp, subtype, value, size, visitor);
      }
      case ETHERNET -> {
        visitor.number(OUI, organization);
        visitor.number(ETHERNET_SUBTYPE, subtype);
        describeEthernet(lldp, subtype, value, size, visitor);
      }
      case MEDIA -> {
        visitor.number(OUI, organization);
        visitor.number(MEDIA_SUBTYPE, subtype);
        describeMedia(lldp, subtype, value, size, visitor);
      }
      default -> visitor.number(OTHER_OUI, organization);
    }
  }

  private static void describeBridges(
      Lldp lldp, int subtype, int at, int size, FieldVisitor visitor) {
    if (subtype == 1 && size >= 2) {
      visitor.number(PORT_VLAN, lldp.unsignedShort(at));
    } else if (subtype == 2 && size >= 3) {
      visitor.flags(PROTOCOL_VLAN_FLAGS, lldp.unsignedByte(at));
      visitor.number(PROTOCOL_VLAN, lldp.unsignedShort(at + 1));
    } else if (subtype == 3 && size >= 3 && lldp.unsignedByte(at + 2) <= size - 3) {
      int count = lldp.unsignedByte(at + 2);
      visitor.number(VLAN, lldp.unsignedShort(at));
      visitor.number(VLAN_NAME_LENGTH, count);
      lldp.describeText(VLAN_NAME, at + 3, count, visitor);
    } else if (subtype == 4 && size >= 1 && lldp.unsignedByte(at) < size) {
      int count = lldp.unsignedByte(at);
      visitor.number(PROTOCOL_LENGTH, count);
      visitor.bytes(PROTOCOL, lldp.memory(), lldp.offset() + at + 1, count);
    }
  }

  private static void describeEthernet(
      Lldp lldp, int subtype, int at, int size, FieldVisitor visitor) {
    if (subtype == 1 && size >= 5) {
      visitor.flags(NEGOTIATION, lldp.unsignedByte(at));
      visitor.number(ATTACHMENT, lldp.unsignedShort(at + 3));
    } else if (subtype == 2 && size >= 3) {
      visitor.flags(POWER, lldp.unsignedByte(at));
      visitor.number(POWER_CLASS, lldp.unsignedByte(at + 2));
    } else if (subtype == 3 && size >= 5) {
      visitor.flags(AGGREGATION, lldp.unsignedByte(at));
      visitor.number(AGGREGATED_PORT, lldp.unsignedInt(at + 1));
    } else if (subtype == 4 && size >= 2) {
      visitor.number(MAXIMUM_FRAME, lldp.unsignedShort(at));
    }
  }

  private static void describeMedia(
      Lldp lldp, int subtype, int at, int size, FieldVisitor visitor) {
    Field text = inventory(subtype);
    if (text != null) {
      lldp.describeText(text, at, size, visitor);
    } else if (subtype == 1 && size >= 3) {
      visitor.flags(MEDIA_CAPABILITIES, lldp.unsignedShort(at));
      visitor.number(MEDIA_CLASS, lldp.unsignedByte(at + 2));
    } else if (subtype == 2 && size >= 4) {
      int policy = lldp.signedInt(at);
      visitor.number(APPLICATION, policy >>> 24);
      visitor.number(MEDIA_VLAN, policy >>> 9 & 0xFFF);
      visitor.number(PRIORITY, policy >>> 6 & 7);
      visitor.number(DSCP, policy & 0x3F);
    }
  }

  /** The field of a text about a device, or null. */
  private static Field inventory(int subtype) {
    return switch (subtype) {
      case 5 -> HARDWARE;
      case 6 -> FIRMWARE;
      case 7 -> SOFTWARE;
      case 8 -> SERIAL;
      case 9 -> MANUFACTURER;
      case 10 -> MODEL;
      case 11 -> ASSET;
      default -> null;
    };
  }
}
