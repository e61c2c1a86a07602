package io.framering.packet;

/** The lists of numbers that identify the next protocol. */
enum Numbering {
  /** LINKTYPE_ values of the tcpdump group, 16 bits. */
  LINK_TYPE,
  /** {@link EtherType}, 16 bits. */
  ETHER_TYPE,
  /** {@link IpProtocol}, 8 bits. */
  IP_PROTOCOL,
  /** UDP ports, 16 bits: of the source or the destination. */
  UDP_PORT,
  /** TCP ports, 16 bits: of the source or the destination. */
  TCP_PORT,
  /** The protocol after a length field of 802.3, which has no number: always 0. */
  LENGTH_FIELD,
  /** There is no next protocol, or it is not identified. */
  NONE
}
