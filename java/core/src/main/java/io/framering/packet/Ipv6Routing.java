// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An IPv6 routing header (RFC 8200, section 4.4; type 2: RFC 6275, section 6.4; type 4, segment
 * routing: RFC 8754, section 2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |  Next Header  |    Length     | Routing Type  | Segments Left |
 * +---------------+---------------+---------------+---------------+
 * |                      depends on the type                      |
 * +---------------------------------------------------------------+
 * |          addresses, in the types 0, 2 and 4
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Ipv6Routing extends Header {
  /** The minimum length in bytes. */
  public static final int MINIMUM_LENGTH = 8;

  /** A {@link #type()}: source route, deprecated. */
  public static final int SOURCE_ROUTE = 0;

  /** A {@link #type()}: home address of a mobile node. */
  public static final int MOBILE = 2;

  /** A {@link #type()}: segment routing. */
  public static final int SEGMENT_ROUTING = 4;

  private static final int NEXT_HEADER_OFFSET = 0;
  private static final int LENGTH_OFFSET = 1;
  private static final int TYPE_OFFSET = 2;
  private static final int SEGMENTS_LEFT_OFFSET = 3;
  private static final int LAST_ENTRY_OFFSET = 4;

  private static final int UNIT = 8;
  private static final int ADDRESS_LENGTH = 16;

  private static final Field HEADING = Field.of("IPv6 Routing Header", "ipv6.routing");
  private static final Field NEXT_HEADER = Field.of("Next Header", "ipv6.routing.nxt");
  private static final Field LENGTH = Field.of("Length", "ipv6.routing.len").hidden();
  private static final Field TYPE = Field.of("Type", "ipv6.routing.type");
  private static final Field SEGMENTS_LEFT = Field.of("Segments Left", "ipv6.routing.segleft");
  private static final Field SOURCE_ROUTE_ADDRESS = Field.of("Address", "ipv6.routing.src.addr");
  private static final Field HOME_ADDRESS =
      Field.of("Home Address", "ipv6.routing.mipv6.home_address");
  private static final Field SEGMENT = Field.of("Segment", "ipv6.routing.srh.addr");

  /** A header that wraps nothing yet. */
  public Ipv6Routing() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the protocol after this header, 0 to 255, see {@link IpProtocol}} */
  public int nextHeader() {
    return unsignedByte(NEXT_HEADER_OFFSET);
  }

  /** Length in bytes: 8 to 2048, in steps of 8. */
  @Override
  public int headerLength() {
    return (unsignedByte(LENGTH_OFFSET) + 1) * UNIT;
  }

  /** {@return the routing type, 0 to 255} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /** {@return the number of nodes still to be visited, 0 to 255} */
  public int segmentsLeft() {
    return unsignedByte(SEGMENTS_LEFT_OFFSET);
  }

  /** Whether the destination in the IPv6 header is not the final one yet. */
  boolean isUnderway() {
    return segmentsLeft() > 0;
  }

  /** {@return the number of complete addresses; 0 for types without addresses here} */
  public int addressCount() {
    return switch (type()) {
      case SOURCE_ROUTE, MOBILE, SEGMENT_ROUTING ->
          problem() == Problem.NONE ? (headerLength() - MINIMUM_LENGTH) / ADDRESS_LENGTH : 0;
      default -> 0;
    };
  }

  /**
   * {@return the first 64 bits of an address: 0 is the first one}
   *
   * @param index 0 to {@link #addressCount()} - 1
   */
  public long addressHigh(int index) {
    return signedLong(MINIMUM_LENGTH + index * ADDRESS_LENGTH);
  }

  /**
   * {@return the last 64 bits of an address}
   *
   * @param index 0 to {@link #addressCount()} - 1
   */
  public long addressLow(int index) {
    return signedLong(MINIMUM_LENGTH + index * ADDRESS_LENGTH + Long.BYTES);
  }

  @Override
  protected Problem examine() {
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.IP_PROTOCOL;
  }

  @Override
  protected int payloadNumber() {
    return nextHeader();
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(NEXT_HEADER, nextHeader(), IpProtocol.name(nextHeader()));
    visitor.number(LENGTH, unsignedByte(LENGTH_OFFSET));
    visitor.number(TYPE, type(), typeName(type()));
    visitor.number(SEGMENTS_LEFT, segmentsLeft());
    Field field =
        switch (type()) {
          case MOBILE -> HOME_ADDRESS;
          case SEGMENT_ROUTING -> SEGMENT;
          default -> SOURCE_ROUTE_ADDRESS;
        };
    for (int i = 0; i < describedAddresses(); i++) {
      visitor.line();
      visitor.ipv6(field, addressHigh(i), addressLow(i));
    }
  }

  // Options may follow the segments of segment routing, so their number is given.
  private int describedAddresses() {
    return switch (type()) {
      case SEGMENT_ROUTING -> Math.min(addressCount(), unsignedByte(LAST_ENTRY_OFFSET) + 1);
      case MOBILE -> Math.min(addressCount(), 1);
      default -> addressCount();
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case SOURCE_ROUTE -> "source route";
      case MOBILE -> "mobile IPv6";
      case 3 -> "RPL source route";
      case SEGMENT_ROUTING -> "segment routing";
      case 5, 6 -> "compact routing";
      default -> "unknown";
    };
  }
}
