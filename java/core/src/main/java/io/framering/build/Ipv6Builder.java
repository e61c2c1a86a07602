// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.packet.EtherType;
import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import java.lang.foreign.MemorySegment;

/** The fields of an IPv6 header (RFC 8200, 3). */
public final class Ipv6Builder extends HeaderBuilder {
  static final int LENGTH = 40;

  private static final int VERSION_CLASS_AND_LABEL = 0;
  private static final int PAYLOAD_LENGTH = 4;
  private static final int NEXT_HEADER = 6;
  private static final int HOP_LIMIT = 7;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;

  private int first;

  Ipv6Builder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "IPv6";
  }

  @Override
  int etherType() {
    return EtherType.IPV6;
  }

  @Override
  int ipProtocol() {
    return IpProtocol.IPV6;
  }

  @Override
  void initialize() {
    first(6 << 28);
    hopLimit(64);
  }

  private Ipv6Builder first(int value) {
    first = value;
    put32(VERSION_CLASS_AND_LABEL, value & 0xFFFF_FFFFL, "version");
    return this;
  }

  /**
   * Sets the traffic class: DSCP and ECN.
   *
   * @param trafficClass 0 to 255
   * @return this
   */
  public Ipv6Builder trafficClass(int trafficClass) {
    return first(first & ~0xFF0_0000 | (int) check(trafficClass, 8, "traffic class") << 20);
  }

  /**
   * Sets the flow label.
   *
   * @param flowLabel 0 to 1048575
   * @return this
   */
  public Ipv6Builder flowLabel(int flowLabel) {
    return first(first & ~0xF_FFFF | (int) check(flowLabel, 20, "flow label"));
  }

  /**
   * Sets the payload length; otherwise it is the actual one.
   *
   * @param length 0 to 65535 bytes
   * @return this
   */
  public Ipv6Builder payloadLength(int length) {
    put16(PAYLOAD_LENGTH, length, "payload length");
    give(LENGTH_FIELD);
    return this;
  }

  /**
   * Sets the number of the next header; otherwise it is that of the header that follows.
   *
   * @param nextHeader 0 to 255
   * @return this
   */
  public Ipv6Builder nextHeader(int nextHeader) {
    put8(NEXT_HEADER, nextHeader, "next header");
    give(TYPE);
    return this;
  }

  /**
   * Sets the hop limit.
   *
   * @param hopLimit 0 to 255
   * @return this
   */
  public Ipv6Builder hopLimit(int hopLimit) {
    put8(HOP_LIMIT, hopLimit, "hop limit");
    return this;
  }

  /**
   * Sets the source address.
   *
   * @param high its first 64 bits
   * @param low its last 64 bits
   * @return this
   */
  public Ipv6Builder source(long high, long low) {
    put64(SOURCE, high);
    put64(SOURCE + Long.BYTES, low);
    return this;
  }

  /**
   * Sets the destination address.
   *
   * @param high its first 64 bits
   * @param low its last 64 bits
   * @return this
   */
  public Ipv6Builder destination(long high, long low) {
    put64(DESTINATION, high);
    put64(DESTINATION + Long.BYTES, low);
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, LENGTH_FIELD)) {
      long length = check(end - from - LENGTH, 16, "payload length");
      memory().set(PacketBuilder.SHORT, from + PAYLOAD_LENGTH, (short) length);
    }
    if (!packet.isGiven(header, TYPE)) {
      memory().set(JAVA_BYTE, from + NEXT_HEADER, (byte) packet.nextProtocol(header));
    }
  }

  static long addresses(MemorySegment memory, long from) {
    return InternetChecksum.add(0, memory, from + SOURCE, from + LENGTH);
  }
}
