// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import io.framering.packet.IpProtocol;

/** The fields of a UDP header (RFC 768). */
public final class UdpBuilder extends HeaderBuilder {
  static final int LENGTH = 8;

  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;
  private static final int LENGTH_OFFSET = 4;
  private static final int CHECKSUM_OFFSET = 6;

  UdpBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "UDP";
  }

  @Override
  int ipProtocol() {
    return IpProtocol.UDP;
  }

  /**
   * Sets the source port.
   *
   * @param port 0 to 65535
   * @return this
   */
  public UdpBuilder sourcePort(int port) {
    put16(SOURCE_PORT, port, "source port");
    return this;
  }

  /**
   * Sets the destination port.
   *
   * @param port 0 to 65535
   * @return this
   */
  public UdpBuilder destinationPort(int port) {
    put16(DESTINATION_PORT, port, "destination port");
    return this;
  }

  /**
   * Sets the length; otherwise it is the actual one.
   *
   * @param length 0 to 65535 bytes
   * @return this
   */
  public UdpBuilder length(int length) {
    put16(LENGTH_OFFSET, length, "length");
    give(LENGTH_FIELD);
    return this;
  }

  /**
   * Sets the checksum; otherwise it is the correct one.
   *
   * @param checksum 0 to 65535; 0 means that there is none
   * @return this
   */
  public UdpBuilder checksum(int checksum) {
    put16(CHECKSUM_OFFSET, checksum, "checksum");
    give(CHECKSUM);
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, LENGTH_FIELD)) {
      long length = check(end - from, 16, "length");
      memory().set(PacketBuilder.SHORT, from + LENGTH_OFFSET, (short) length);
    }
    if (!packet.isGiven(header, CHECKSUM)) {
      // Never 0: see InternetChecksum.expected.
      long sum = packet.pseudoHeader(header, IpProtocol.UDP, end - from);
      sum(from + CHECKSUM_OFFSET, sum, from, end);
    }
  }
}
