// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/** The lists of numbers that identify the next protocol. */
public enum Numbering {
  /** LINKTYPE_ values of the tcpdump group, 16 bits. */
  LINK_TYPE(1 << Short.SIZE),
  /** {@link EtherType}, 16 bits. */
  ETHER_TYPE(1 << Short.SIZE),
  /** {@link IpProtocol}, 8 bits. */
  IP_PROTOCOL(1 << Byte.SIZE),
  /** UDP ports, 16 bits: of the source or the destination. */
  UDP_PORT(1 << Short.SIZE),
  /** TCP ports, 16 bits: of the source or the destination. */
  TCP_PORT(1 << Short.SIZE),
  /** Protocols of Cisco in SNAP, 16 bits. */
  CISCO_PROTOCOL(1 << Short.SIZE),
  /** The protocol after a length field of 802.3, which has no number: always 0. */
  LENGTH_FIELD(1),
  /** There is no next protocol, or it is not identified. */
  NONE(0);

  private final int count;

  Numbering(int count) {
    this.count = count;
  }

  /** The size of the list: numbers are smaller than this. */
  int count() {
    return count;
  }
}
