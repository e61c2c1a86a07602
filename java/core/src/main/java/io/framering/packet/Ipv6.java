// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.net.Inet6Address;

/**
 * An IPv6 header (RFC 8200, section 3; the traffic class as in RFC 2474 and RFC 3168).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-----------+---+---------------------------------------+
 * |Version|   DSCP    |ECN|              Flow Label               |
 * +-------+-----------+---+-------+---------------+---------------+
 * |        Payload Length         |  Next Header  |   Hop Limit   |
 * +-------------------------------+---------------+---------------+
 * |                                                               |
 * |                        Source Address                         |
 * |                                                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                                                               |
 * |                      Destination Address                      |
 * |                                                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The payload begins with extension headers, if any; each is a separate header here. The payload
 * length bounds it: the rest is padding.
 */
public final class Ipv6 extends Header {
  /** Bytes of an IPv6 header. */
  public static final int LENGTH = 40;

  private static final int SOURCE_OFFSET = 8;
  private static final int DESTINATION_OFFSET = 24;

  // In the first eight bytes.
  private static final int VERSION_SHIFT = 60;
  private static final int TRAFFIC_CLASS_SHIFT = 52;
  private static final int FLOW_LABEL_SHIFT = 32;
  private static final int FLOW_LABEL_MASK = 0xFFFFF;
  private static final int PAYLOAD_LENGTH_SHIFT = 16;
  private static final int NEXT_HEADER_SHIFT = 8;

  // The payload of an Ethernet frame is padded to this.
  private static final int LEAST_ETHERNET_PAYLOAD = 46;

  private static final Field HEADING = Field.of("IPv6 Packet", "ipv6");
  private static final Field VERSION = Field.of("Version", "ipv6.version");
  private static final Field TRAFFIC_CLASS = Field.hex("Traffic Class", "ipv6.tclass", 8).hidden();
  private static final Field DSCP = Field.of("DSCP", "ipv6.tclass.dscp").unlessZero();
  private static final Field ECN = Field.of("ECN", "ipv6.tclass.ecn").unlessZero();
  private static final Field FLOW_LABEL = Field.hex("Flow Label", "ipv6.flow", 6).unlessZero();
  private static final Field PAYLOAD_LENGTH = Field.of("Payload Length", "ipv6.plen");
  private static final Field NEXT_HEADER = Field.of("Next Header", "ipv6.nxt");
  private static final Field HOP_LIMIT = Field.of("Hop Limit", "ipv6.hlim");
  private static final Field SOURCE = Field.of("Source", "ipv6.src");
  private static final Field TARGET = Field.of("Target", "ipv6.dst");

  private static final Problem WRONG_VERSION = Problem.malformed("version is not 6");

  /** Version to hop limit. */
  private long first;

  /** A header that wraps nothing yet. */
  public Ipv6() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 15: 6, or this is not IPv6} */
  public int version() {
    return (int) (kept(first) >>> VERSION_SHIFT);
  }

  /** {@return the traffic class, 0 to 255: {@link #dscp()} and {@link #ecn()}} */
  public int trafficClass() {
    return (int) (kept(first) >>> TRAFFIC_CLASS_SHIFT) & 0xFF;
  }

  /** {@return the differentiated services code point, 0 to 63 (RFC 2474, section 3)} */
  public int dscp() {
    return trafficClass() >>> 2;
  }

  /** {@return the explicit congestion notification, 0 to 3 (RFC 3168, section 5)} */
  public int ecn() {
    return trafficClass() & 3;
  }

  /** {@return the flow label, 0 to 2^20 - 1} */
  public int flowLabel() {
    return (int) (kept(first) >>> FLOW_LABEL_SHIFT) & FLOW_LABEL_MASK;
  }

  /** {@return the number of bytes after this header, 0 to 65535, unchecked} */
  public int payloadLengthField() {
    return (int) (kept(first) >>> PAYLOAD_LENGTH_SHIFT) & 0xFFFF;
  }

  /**
   * {@return whether the payload length is 0 because the packet is too long for it: a jumbogram
   * (RFC 2675) or a packet created by segmentation offload (BIG TCP)} Then the payload extends to
   * the end. Assumed if there are more bytes than padding explains.
   */
  public boolean isLengthLeftOut() {
    return payloadLengthField() == 0
        && nextHeader() != IpProtocol.NO_NEXT_HEADER
        && end() - offset() > LEAST_ETHERNET_PAYLOAD;
  }

  /** {@return the protocol of the payload, 0 to 255, see {@link IpProtocol}} */
  public int nextHeader() {
    return (int) (kept(first) >>> NEXT_HEADER_SHIFT) & 0xFF;
  }

  /** {@return the hop limit, 0 to 255} */
  public int hopLimit() {
    return (int) kept(first) & 0xFF;
  }

  /** The offset of the two addresses in {@link #memory()}. */
  long addressesOffset() {
    return offset() + SOURCE_OFFSET;
  }

  /** {@return the first 64 bits of the source address: its first byte is bits 63 to 56} */
  public long sourceHigh() {
    return signedLong(SOURCE_OFFSET);
  }

  /** {@return the last 64 bits of the source address} */
  public long sourceLow() {
    return signedLong(SOURCE_OFFSET + Long.BYTES);
  }

  /** {@return the first 64 bits of the destination address: its first byte is bits 63 to 56} */
  public long destinationHigh() {
    return signedLong(DESTINATION_OFFSET);
  }

  /** {@return the last 64 bits of the destination address} */
  public long destinationLow() {
    return signedLong(DESTINATION_OFFSET + Long.BYTES);
  }

  /** {@return the source address as an object} Allocates. */
  public Inet6Address sourceAddress() {
    return Addresses.ofIpv6(sourceHigh(), sourceLow());
  }

  /** {@return the destination address as an object} Allocates. */
  public Inet6Address destinationAddress() {
    return Addresses.ofIpv6(destinationHigh(), destinationLow());
  }

  @Override
  protected Problem examine() {
    first = signedLong(0);
    return version() == 6 ? Problem.NONE : WRONG_VERSION;
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
  protected long wireEnd(long outer) {
    int length = payloadLengthField();
    return length == 0 && isLengthLeftOut() ? outer : offset() + LENGTH + length;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(VERSION, version());
    if (problem() == WRONG_VERSION) {
      return;
    }
    describePayloadLength(visitor);
    visitor.number(HOP_LIMIT, hopLimit());
    visitor.line();
    visitor.number(NEXT_HEADER, nextHeader(), IpProtocol.name(nextHeader()));
    visitor.ipv6(SOURCE, sourceHigh(), sourceLow());
    visitor.ipv6(TARGET, destinationHigh(), destinationLow());
    visitor.line();
    visitor.number(TRAFFIC_CLASS, trafficClass());
    visitor.number(DSCP, dscp());
    visitor.number(ECN, ecn(), Ipv4.ecnName(ecn()));
    visitor.number(FLOW_LABEL, flowLabel());
  }

  private void describePayloadLength(FieldVisitor visitor) {
    if (isLengthLeftOut()) {
      visitor.number(PAYLOAD_LENGTH, payloadLengthField(), "left out");
    } else {
      visitor.number(PAYLOAD_LENGTH, payloadLengthField());
    }
  }
}
