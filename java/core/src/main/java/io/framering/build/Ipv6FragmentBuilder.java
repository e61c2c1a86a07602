// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.packet.IpProtocol;

/** The fields of a fragment header of IPv6 (RFC 8200, 4.5). */
public final class Ipv6FragmentBuilder extends HeaderBuilder {
  static final int LENGTH = 8;

  private static final int NEXT_HEADER = 0;
  private static final int OFFSET_AND_FLAG = 2;
  private static final int IDENTIFICATION = 4;

  private int offsetAndFlag;

  Ipv6FragmentBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "IPv6 fragment";
  }

  @Override
  int ipProtocol() {
    return IpProtocol.FRAGMENT;
  }

  @Override
  void initialize() {
    offsetAndFlag = 0;
  }

  /**
   * Sets the number of the next header; otherwise it is that of the header that follows.
   *
   * @param nextHeader 0 to 255
   * @return this
   */
  public Ipv6FragmentBuilder nextHeader(int nextHeader) {
    put8(NEXT_HEADER, nextHeader, "next header");
    give(TYPE);
    return this;
  }

  /**
   * Sets the fragment offset.
   *
   * @param bytes a multiple of 8, 0 to 65528
   * @return this
   */
  public Ipv6FragmentBuilder fragmentOffset(int bytes) {
    check(bytes, 16, "fragment offset");
    if (bytes % 8 != 0) {
      throw new IllegalArgumentException(
          "IPv6 fragment: fragment offset " + bytes + ": must be a multiple of 8");
    }
    return put(offsetAndFlag & 1 | bytes);
  }

  /**
   * Sets whether more fragments follow.
   *
   * @param more false for the last one
   * @return this
   */
  public Ipv6FragmentBuilder moreFragments(boolean more) {
    return put(offsetAndFlag & ~1 | (more ? 1 : 0));
  }

  private Ipv6FragmentBuilder put(int value) {
    offsetAndFlag = value;
    put16(OFFSET_AND_FLAG, value, "fragment offset");
    return this;
  }

  /**
   * Sets the identification.
   *
   * @param identification 0 to 4294967295
   * @return this
   */
  public Ipv6FragmentBuilder identification(long identification) {
    put32(IDENTIFICATION, identification, "identification");
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, TYPE)) {
      memory().set(JAVA_BYTE, from + NEXT_HEADER, (byte) packet.nextProtocol(header));
    }
  }
}
