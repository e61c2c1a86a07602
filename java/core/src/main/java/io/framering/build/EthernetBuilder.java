// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

/** The fields of an Ethernet II header (IEEE 802.3). */
public final class EthernetBuilder extends HeaderBuilder {
  static final int LENGTH = 14;

  private static final int DESTINATION = 0;
  private static final int SOURCE = 6;
  private static final int ETHER_TYPE = 12;

  EthernetBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "Ethernet";
  }

  /**
   * Sets the destination address.
   *
   * @param address its 48 bits
   * @return this
   */
  public EthernetBuilder destination(long address) {
    put48(DESTINATION, address, "destination");
    return this;
  }

  /**
   * Sets the source address.
   *
   * @param address its 48 bits
   * @return this
   */
  public EthernetBuilder source(long address) {
    put48(SOURCE, address, "source");
    return this;
  }

  /**
   * Sets the EtherType, or the length of IEEE 802.3; otherwise it is that of the next header.
   *
   * @param etherType 0 to 65535
   * @return this
   */
  public EthernetBuilder etherType(int etherType) {
    put16(ETHER_TYPE, etherType, "EtherType");
    give(TYPE);
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, TYPE)) {
      memory().set(PacketBuilder.SHORT, from + ETHER_TYPE, (short) packet.nextEtherType(header));
    }
  }
}
