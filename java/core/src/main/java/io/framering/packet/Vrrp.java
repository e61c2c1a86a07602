// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A VRRP advertisement, version 2 (RFC 3768) and 3 (RFC 5798). In version 3, the interval has 12
 * bits and is in hundredths of a second.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+---------------+---------------+
 * |Version|  Type |   Router ID   |    Priority   | Address Count |
 * +-------+-------+---------------+---------------+---------------+
 * |   Auth Type   |    Interval   |            Checksum           |
 * +---------------+---------------+-------------------------------+
 * |                       IP addresses ...
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Vrrp extends Header {
  /** Bytes before the addresses. */
  public static final int LENGTH = 8;

  private static final int VERSION_AND_TYPE_OFFSET = 0;
  private static final int ROUTER_OFFSET = 1;
  private static final int PRIORITY_OFFSET = 2;
  private static final int COUNT_OFFSET = 3;
  private static final int AUTHENTICATION_OFFSET = 4;
  private static final int INTERVAL_OFFSET = 5;
  private static final int CHECKSUM_OFFSET = 6;
  private static final int INTERVAL_MASK = 0xFFF;
  private static final int VERSION_3 = 3;

  private static final Field HEADING = Field.of("VRRP Packet", "vrrp");
  private static final Field TYPE_VERSION = Field.of("", "vrrp.typever").hidden();
  private static final Field VERSION = Field.of("Version", "vrrp.version");
  private static final Field TYPE = Field.of("Type", "vrrp.type");
  private static final Field ROUTER = Field.of("Router ID", "vrrp.virt_rtr_id");
  private static final Field PRIORITY = Field.of("Priority", "vrrp.prio");
  private static final Field COUNT = Field.of("Addresses", "vrrp.addr_count");
  private static final Field AUTHENTICATION =
      Field.of("Authentication", "vrrp.auth_type").unlessZero();
  private static final Field INTERVAL = Field.of("Interval", "vrrp.adver_int");
  private static final Field RESERVED = Field.of("Reserved", "vrrp.reserved_mbz").unlessZero();
  private static final Field SHORT_INTERVAL =
      Field.of("Interval (1/100 s)", "vrrp.short_adver_int");
  private static final Field CHECKSUM = Field.hex("Checksum", "vrrp.checksum", 4).hidden();
  private static final Field ADDRESS = Field.of("Address", "vrrp.ip_addr");
  private static final Field ADDRESS_6 = Field.of("Address", "vrrp.ipv6_addr");

  /** A header that wraps nothing yet. */
  public Vrrp() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 15: 2 or 3} */
  public int version() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) >>> 4;
  }

  /** {@return the type, 0 to 15: 1, an advertisement} */
  public int type() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) & 0xF;
  }

  /** {@return the virtual router's identifier, 0 to 255} */
  public int routerId() {
    return unsignedByte(ROUTER_OFFSET);
  }

  /** {@return the priority, 0 to 255: 0 if the master resigns, 255 if it owns the addresses} */
  public int priority() {
    return unsignedByte(PRIORITY_OFFSET);
  }

  /** {@return the number of addresses, 0 to 255} */
  public int addressCount() {
    return unsignedByte(COUNT_OFFSET);
  }

  /** {@return the checksum, 0 to 65535; covers addresses in version 3} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  private void describeChecksum(FieldVisitor visitor, int version) {
    int checksum = checksum();
    long pseudoHeader = version == VERSION_3 ? pseudoHeader() : 0;
    if (isVerifiable() && pseudoHeader >= 0) {
      long sum = InternetChecksum.add(pseudoHeader, memory(), offset(), end());
      visitor.checksum(CHECKSUM, checksum, InternetChecksum.expected(checksum, sum));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum, true);
    }
  }

  /** The sum of the addresses, the protocol and the length; -1 without an IP header. */
  private long pseudoHeader() {
    long sum = end() - offset() + IpProtocol.VRRP;
    if (outer() instanceof Ipv6 ip) {
      return InternetChecksum.add(
          sum, ip.memory(), ip.addressesOffset(), ip.offset() + Ipv6.LENGTH);
    }
    if (outer() instanceof Ipv4 ip) {
      return sum + Integer.toUnsignedLong(ip.source()) + Integer.toUnsignedLong(ip.destination());
    }
    return -1;
  }

  /** The whole message: its addresses are fields, and there is no payload. */
  @Override
  public int headerLength() {
    return (int) (end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    int versionAndType = unsignedByte(VERSION_AND_TYPE_OFFSET);
    int version = versionAndType >>> 4;
    visitor.number(TYPE_VERSION, versionAndType);
    visitor.number(VERSION, version);
    visitor.number(
        TYPE, versionAndType & 0xF, (versionAndType & 0xF) == 1 ? "advertisement" : "unknown");
    visitor.number(ROUTER, routerId());
    visitor.number(PRIORITY, priority());
    int count = addressCount();
    visitor.number(COUNT, count);
    if (version == VERSION_3) {
      int interval = unsignedShort(AUTHENTICATION_OFFSET);
      visitor.number(RESERVED, interval >>> 12);
      visitor.number(SHORT_INTERVAL, interval & INTERVAL_MASK);
    } else {
      visitor.number(AUTHENTICATION, unsignedByte(AUTHENTICATION_OFFSET));
      visitor.number(INTERVAL, unsignedByte(INTERVAL_OFFSET));
    }
    describeChecksum(visitor, version);
    boolean six = outer() instanceof Ipv6;
    int size = six ? 16 : Integer.BYTES;
    int at = LENGTH;
    for (int i = 0; i < count; i++) {
      if (!holds(at + size)) {
        visitor.problem(Problem.TRUNCATED);
        return;
      }
      if (i % 4 == 0) {
        visitor.line();
      }
      if (six) {
        visitor.ipv6(ADDRESS_6, signedLong(at), signedLong(at + Long.BYTES));
      } else {
        visitor.ipv4(ADDRESS, signedInt(at));
      }
      at += size;
    }
  }
}
