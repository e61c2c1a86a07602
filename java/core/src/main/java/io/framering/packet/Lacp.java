// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A slow protocol of IEEE 802.3, of which LACP (802.1AX, section 6.4.2) is described further: the
 * system and port of the sender, and what it knows of its partner.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |    Subtype    |    Version    |    TLV Type   |   TLV Length  |
 * +---------------+---------------+---------------+---------------+
 * |        System Priority        |             System
 * +-------------------------------+                               |
 * |                                                               |
 * +-------------------------------+-------------------------------+
 * |              Key              |         Port Priority         |
 * +-------------------------------+---------------+---------------+
 * |              Port             |     State     |    Reserved   |
 * +-------------------------------+---------------+---------------+
 * </pre>
 */
public final class Lacp extends Header {
  /** Bytes of the shortest packet. */
  public static final int MINIMUM_LENGTH = 1;

  private static final int SUBTYPE_OFFSET = 0;
  private static final int VERSION_OFFSET = 1;
  private static final int FIRST_TLV = 2;
  private static final int LACP = 1;

  private static final int TLV_HEADER = 2;
  private static final int ACTOR = 1;
  private static final int PARTNER = 2;
  private static final int COLLECTOR = 3;
  private static final int PORT_LENGTH = 20;
  private static final int COLLECTOR_LENGTH = 16;

  private static final Field HEADING = Field.of("Slow Protocol", "slow");
  private static final Field SUBTYPE = Field.hex("Subtype", "slow.subtype", 2);
  private static final Field VERSION = Field.hex("Version", "lacp.version", 2);
  private static final Field TLVS = Field.of("TLVs", "lacp.tlv");
  private static final Field TLV = Field.hex("TLV", "lacp.tlv_type", 2);
  private static final Field LENGTH = Field.hex("Length", "lacp.tlv_length", 2).hidden();
  private static final Port ACTOR_FIELDS = new Port("lacp.actor");
  private static final Port PARTNER_FIELDS = new Port("lacp.partner");
  private static final Field MAXIMUM_DELAY = Field.of("max delay", "lacp.collector.max_delay");

  private static final Problem BEYOND_PACKET = Problem.malformed("TLV beyond the packet");

  /** The fields of a system's port. */
  private static final class Port {
    final Field systemPriority;
    final Field system;
    final Field key;
    final Field portPriority;
    final Field port;
    final FlagsField state;

    Port(String name) {
      systemPriority = Field.of("system priority", name + ".sys_priority");
      system = Field.of("system", name + ".sysid");
      key = Field.of("key", name + ".key");
      portPriority = Field.of("port priority", name + ".port_priority");
      port = Field.of("port", name + ".port");
      state =
          FlagsField.of(
              Field.hex("state", name + ".state", 2),
              new FlagsField.Flag("activity", name + ".state.activity", 1),
              new FlagsField.Flag("timeout", name + ".state.timeout", 2),
              new FlagsField.Flag("aggregation", name + ".state.aggregation", 4),
              new FlagsField.Flag("synchronization", name + ".state.synchronization", 8),
              new FlagsField.Flag("collecting", name + ".state.collecting", 16),
              new FlagsField.Flag("distributing", name + ".state.distributing", 32),
              new FlagsField.Flag("defaulted", name + ".state.defaulted", 64),
              new FlagsField.Flag("expired", name + ".state.expired", 128));
    }
  }

  /** A header that wraps nothing yet. */
  public Lacp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the subtype, 0 to 255: 1 is LACP, 2 its marker protocol, 3 OAM} */
  public int subtype() {
    return unsignedByte(SUBTYPE_OFFSET);
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int subtype = subtype();
    visitor.line();
    visitor.number(SUBTYPE, subtype, name(subtype));
    if (subtype != LACP) {
      return;
    }
    if (!holds(FIRST_TLV)) {
      visitor.problem(Problem.TRUNCATED);
      return;
    }
    visitor.number(VERSION, unsignedByte(VERSION_OFFSET));
    visitor.line();
    visitor.group(TLVS);
    describeTlvs(visitor);
    visitor.endGroup();
  }

  private void describeTlvs(FieldVisitor visitor) {
    int at = FIRST_TLV;
    while (holds(at + TLV_HEADER)) {
      int type = unsignedByte(at);
      int length = unsignedByte(at + 1);
      visitor.item(TLV, type, tlvName(type));
      visitor.number(LENGTH, length);
      if (type == 0) {
        return;
      }
      if (length < TLV_HEADER || !holds(at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      if (type == ACTOR && length == PORT_LENGTH) {
        describePort(visitor, ACTOR_FIELDS, at);
      } else if (type == PARTNER && length == PORT_LENGTH) {
        describePort(visitor, PARTNER_FIELDS, at);
      } else if (type == COLLECTOR && length == COLLECTOR_LENGTH) {
        visitor.number(MAXIMUM_DELAY, unsignedShort(at + 2));
      }
      at += length;
    }
  }

  private void describePort(FieldVisitor visitor, Port port, int at) {
    visitor.number(port.systemPriority, unsignedShort(at + 2));
    visitor.mac(port.system, mac(at + 4));
    visitor.number(port.key, unsignedShort(at + 10));
    visitor.number(port.portPriority, unsignedShort(at + 12));
    visitor.number(port.port, unsignedShort(at + 14));
    visitor.flags(port.state, unsignedByte(at + 16));
  }

  private static String name(int subtype) {
    return switch (subtype) {
      case LACP -> "LACP";
      case 2 -> "marker";
      case 3 -> "OAM";
      case 10 -> "OSSP";
      default -> "unknown";
    };
  }

  private static String tlvName(int type) {
    return switch (type) {
      case 0 -> "end";
      case ACTOR -> "Actor";
      case PARTNER -> "Partner";
      case COLLECTOR -> "Collector";
      default -> "unknown";
    };
  }
}
