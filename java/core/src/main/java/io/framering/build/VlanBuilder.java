// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import io.framering.packet.EtherType;

/** The fields of a VLAN tag (IEEE 802.1Q 9.6). */
public final class VlanBuilder extends HeaderBuilder {
  static final int LENGTH = 4;

  private static final int TCI = 0;
  private static final int ETHER_TYPE = 2;

  private int tci;

  VlanBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "VLAN";
  }

  @Override
  int etherType() {
    return EtherType.VLAN;
  }

  @Override
  void initialize() {
    tci = 0;
  }

  /**
   * Sets the VLAN identifier.
   *
   * @param id 0 to 4095
   * @return this
   */
  public VlanBuilder id(int id) {
    return tci(tci & ~0xFFF | (int) check(id, 12, "identifier"));
  }

  /**
   * Sets the priority code point.
   *
   * @param priority 0 to 7
   * @return this
   */
  public VlanBuilder priority(int priority) {
    return tci(tci & ~0xE000 | (int) check(priority, 3, "priority") << 13);
  }

  /**
   * Sets the drop eligible indicator.
   *
   * @param dropEligible whether the frame may be dropped first
   * @return this
   */
  public VlanBuilder dropEligible(boolean dropEligible) {
    return tci(tci & ~0x1000 | (dropEligible ? 0x1000 : 0));
  }

  private VlanBuilder tci(int value) {
    tci = value;
    put16(TCI, value, "tag");
    return this;
  }

  /**
   * Sets the EtherType of what follows; otherwise it is that of the next header.
   *
   * @param etherType 0 to 65535
   * @return this
   */
  public VlanBuilder etherType(int etherType) {
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
