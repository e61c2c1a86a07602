// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import io.framering.packet.Arp;
import io.framering.packet.EtherType;

/** The fields of an ARP packet for Ethernet and IPv4 (RFC 826). */
public final class ArpBuilder extends HeaderBuilder {
  static final int LENGTH = 28;

  private static final int HARDWARE_TYPE = 0;
  private static final int PROTOCOL_TYPE = 2;
  private static final int HARDWARE_SIZE = 4;
  private static final int PROTOCOL_SIZE = 5;
  private static final int OPERATION = 6;
  private static final int SENDER_MAC = 8;
  private static final int SENDER_IPV4 = 14;
  private static final int TARGET_MAC = 18;
  private static final int TARGET_IPV4 = 24;

  ArpBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "ARP";
  }

  @Override
  int etherType() {
    return EtherType.ARP;
  }

  @Override
  void initialize() {
    put16(HARDWARE_TYPE, Arp.ETHERNET, "hardware type");
    put16(PROTOCOL_TYPE, EtherType.IPV4, "protocol type");
    put8(HARDWARE_SIZE, 6, "hardware size");
    put8(PROTOCOL_SIZE, 4, "protocol size");
    operation(Arp.REQUEST);
  }

  /**
   * Sets the operation.
   *
   * @param operation such as {@link Arp#REPLY}
   * @return this
   */
  public ArpBuilder operation(int operation) {
    put16(OPERATION, operation, "operation");
    return this;
  }

  /**
   * Sets the sender's MAC address.
   *
   * @param address its 48 bits
   * @return this
   */
  public ArpBuilder senderMac(long address) {
    put48(SENDER_MAC, address, "sender MAC");
    return this;
  }

  /**
   * Sets the sender's IPv4 address.
   *
   * @param address its 32 bits
   * @return this
   */
  public ArpBuilder senderIpv4(int address) {
    put32(SENDER_IPV4, address & 0xFFFF_FFFFL, "sender IPv4");
    return this;
  }

  /**
   * Sets the target's MAC address.
   *
   * @param address its 48 bits
   * @return this
   */
  public ArpBuilder targetMac(long address) {
    put48(TARGET_MAC, address, "target MAC");
    return this;
  }

  /**
   * Sets the target's IPv4 address.
   *
   * @param address its 32 bits
   * @return this
   */
  public ArpBuilder targetIpv4(int address) {
    put32(TARGET_IPV4, address & 0xFFFF_FFFFL, "target IPv4");
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    // Nothing depends on what follows.
  }
}
