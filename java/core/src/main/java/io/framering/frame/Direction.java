// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/** The direction of a frame: the packet types of {@code linux/if_packet.h}, in their order. */
public enum Direction {
  /** Received, addressed to this host ({@code PACKET_HOST}). */
  TO_US,
  /** Received, link-layer broadcast ({@code PACKET_BROADCAST}). */
  BROADCAST,
  /** Received, link-layer multicast ({@code PACKET_MULTICAST}). */
  MULTICAST,
  /** Received in promiscuous mode, addressed to another host ({@code PACKET_OTHERHOST}). */
  TO_OTHERS,
  /** Sent by this host ({@code PACKET_OUTGOING}). */
  OUTGOING,
  /** None of these. */
  UNKNOWN;

  private static final Direction[] VALUES = values();

  /**
   * {@return the direction that has this number in {@code linux/if_packet.h}}
   *
   * @param packetType a packet type, 0 or more
   */
  public static Direction ofPacketType(int packetType) {
    return packetType >= 0 && packetType < VALUES.length ? VALUES[packetType] : UNKNOWN;
  }
}
