package io.framering.packet;

/** The lists of numbers by which one protocol names the next. */
enum Numbering {
  /** LINKTYPE_ values of the tcpdump group, 16 bits. */
  LINK_TYPE(1 << Short.SIZE),
  /** {@link EtherType}, 16 bits. */
  ETHER_TYPE(1 << Short.SIZE),
  /** {@link IpProtocol}, 8 bits. */
  IP_PROTOCOL(1 << Byte.SIZE),
  /** What follows a length field of 802.3, which names nothing: the one number is 0. */
  LENGTH_FIELD(1),
  /** There is no next protocol, or nothing says which. */
  NONE(0);

  private final int count;

  Numbering(int count) {
    this.count = count;
  }

  /** How many numbers there are: 0 to this, exclusive. */
  int count() {
    return count;
  }
}
