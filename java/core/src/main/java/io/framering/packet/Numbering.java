package io.framering.packet;

/** The lists of numbers by which one protocol names the next. */
enum Numbering {
  /** {@link EtherType}, 16 bits. */
  ETHER_TYPE,
  /** {@link IpProtocol}, 8 bits. */
  IP_PROTOCOL,
  /** There is no next protocol, or nothing says which. */
  NONE
}
