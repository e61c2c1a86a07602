// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An OSPF packet, version 2 (RFC 2328, appendix A.3) and 3 (RFC 5340, appendix A.3). Hello packets
 * are described further.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Version    |      Type     |         Packet Length         |
 * +---------------+---------------+-------------------------------+
 * |                           Router ID                           |
 * +---------------------------------------------------------------+
 * |                            Area ID                            |
 * +-------------------------------+-------------------------------+
 * |            Checksum           | Auth Type (2) / Instance, 0 (3)|
 * +-------------------------------+-------------------------------+
 * |                Authentication, 8 bytes (2) ...
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Ospf extends Header {
  /** Bytes of a header of version 3; version 2 has 24. */
  public static final int MINIMUM_LENGTH = 16;

  private static final int LENGTH_2 = 24;
  private static final int VERSION_OFFSET = 0;
  private static final int TYPE_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;
  private static final int ROUTER_OFFSET = 4;
  private static final int AREA_OFFSET = 8;
  private static final int CHECKSUM_OFFSET = 12;
  private static final int AUTHENTICATION_OFFSET = 14;
  private static final int HELLO = 1;
  private static final int HELLO_LENGTH = 20;

  private static final Field HEADING = Field.of("OSPF Packet", "ospf");
  private static final Field VERSION = Field.of("Version", "ospf.version");
  private static final Field TYPE = Field.of("Type", "ospf.msg");
  private static final Field LENGTH = Field.of("Length", "ospf.packet_length");
  private static final Field ROUTER = Field.of("Router", "ospf.srcrouter");
  private static final Field AREA = Field.of("Area", "ospf.area_id");
  private static final Field CHECKSUM = Field.hex("Checksum", "ospf.checksum", 4).hidden();
  private static final Field AUTHENTICATION =
      Field.of("Authentication", "ospf.auth.type").unlessZero();
  private static final Field INSTANCE = Field.of("Instance", "ospf.instance_id").unlessZero();
  private static final Field MASK = Field.of("Mask", "ospf.hello.network_mask");
  private static final Field INTERFACE = Field.of("Interface", "ospf.hello.interface_id");
  private static final Field PRIORITY = Field.of("Priority", "ospf.hello.router_priority");
  private static final Field INTERVAL = Field.of("Hello Interval", "ospf.hello.hello_interval");
  private static final Field DEAD_INTERVAL =
      Field.of("Dead Interval", "ospf.hello.router_dead_interval");
  private static final Field DESIGNATED =
      Field.of("Designated Router", "ospf.hello.designated_router");
  private static final Field BACKUP = Field.of("Backup", "ospf.hello.backup_designated_router");
  private static final Field NEIGHBOR = Field.of("Neighbor", "ospf.hello.active_neighbor");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 2 or 3");
  private static final Problem SHORT_LENGTH = Problem.malformed("length below the header length");

  /** A header that wraps nothing yet. */
  public Ospf() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the version, 0 to 255: 2 or 3} */
  public int version() {
    return unsignedByte(VERSION_OFFSET);
  }

  /** {@return the type, 0 to 255: 1 hello, 2 database description, 3 request, 4 update, 5 ack} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /** {@return the length of header and body, 0 to 65535} */
  public int length() {
    return unsignedShort(LENGTH_OFFSET);
  }

  /** {@return the sender's identifier, often one of its IPv4 addresses} */
  public int routerId() {
    return signedInt(ROUTER_OFFSET);
  }

  /** {@return the area: 0 is the backbone} */
  public int areaId() {
    return signedInt(AREA_OFFSET);
  }

  /** {@return the checksum, 0 to 65535; not verified here} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  @Override
  public int headerLength() {
    return version() == 2 ? LENGTH_2 : MINIMUM_LENGTH;
  }

  @Override
  protected Problem examine() {
    int version = version();
    if (version != 2 && version != 3) {
      return OTHER_VERSION;
    }
    int header = version == 2 ? LENGTH_2 : MINIMUM_LENGTH;
    if (length() < header) {
      return SHORT_LENGTH;
    }
    return holds(header) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected long wireEnd(long outer) {
    return Math.min(outer, offset() + length());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int version = version();
    visitor.line();
    visitor.number(VERSION, version);
    if (problem() == OTHER_VERSION) {
      return;
    }
    int type = type();
    visitor.number(TYPE, type, name(type));
    int length = length();
    visitor.number(LENGTH, length);
    visitor.ipv4(ROUTER, routerId());
    visitor.ipv4(AREA, areaId());
    visitor.number(CHECKSUM, checksum());
    if (version == 2) {
      visitor.number(AUTHENTICATION, unsignedShort(AUTHENTICATION_OFFSET));
    } else {
      visitor.number(INSTANCE, unsignedByte(AUTHENTICATION_OFFSET));
    }
    int body = version == 2 ? LENGTH_2 : MINIMUM_LENGTH;
    if (problem() == Problem.NONE && type == HELLO) {
      describeHello(visitor, version, body, length);
    }
  }

  private void describeHello(FieldVisitor visitor, int version, int at, int length) {
    if (!holds(at + HELLO_LENGTH) || length < at + HELLO_LENGTH) {
      visitor.problem(Problem.TRUNCATED);
      return;
    }
    visitor.line();
    if (version == 2) {
      visitor.ipv4(MASK, signedInt(at));
      visitor.number(INTERVAL, unsignedShort(at + 4));
      visitor.number(PRIORITY, unsignedByte(at + 7));
      visitor.number(DEAD_INTERVAL, unsignedInt(at + 8));
    } else {
      visitor.number(INTERFACE, unsignedInt(at));
      visitor.number(PRIORITY, unsignedByte(at + 4));
      visitor.number(INTERVAL, unsignedShort(at + 8));
      visitor.number(DEAD_INTERVAL, unsignedShort(at + 10));
    }
    visitor.line();
    visitor.ipv4(DESIGNATED, signedInt(at + 12));
    visitor.ipv4(BACKUP, signedInt(at + 16));
    for (int next = at + HELLO_LENGTH; next + Integer.BYTES <= length; next += Integer.BYTES) {
      if (!holds(next + Integer.BYTES)) {
        visitor.problem(Problem.TRUNCATED);
        return;
      }
      visitor.ipv4(NEIGHBOR, signedInt(next));
    }
  }

  private static String name(int type) {
    return switch (type) {
      case HELLO -> "hello";
      case 2 -> "database description";
      case 3 -> "link state request";
      case 4 -> "link state update";
      case 5 -> "link state acknowledgment";
      default -> "unknown";
    };
  }
}
