// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;

/** What a table needs to know of one packet: reused, and valid as long as the packet's memory. */
final class FlowPacket {
  /** A {@link #kind}. */
  static final int NO_PORTS = 0;

  /** A {@link #kind}: two ports. */
  static final int PORTS = 1;

  /** A {@link #kind}: ICMP type and type of the reply, in the place of the ports. */
  static final int ICMP = 2;

  /** A {@link #kind}: ICMP type and code of a message without replies. */
  static final int ONE_WAY_ICMP = 3;

  static final int KIND_SHIFT = 9;
  static final int IPV6_SHIFT = 8;
  static final int VLAN_SHIFT = 16;

  long timestampNanos;
  long wireBytes;
  int interfaceIndex;
  int vlan;

  boolean ipv6;
  int protocol;
  int ttl;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;

  boolean fragment;
  boolean firstFragment;
  long identification;

  int kind;
  int sourceNumber;
  int destinationNumber;

  /** Bytes after the transport header, on the wire. */
  long payloadBytes;

  /** Whether the following are valid. */
  boolean tcp;

  int flags;
  int sequence;
  int acknowledgment;
  int window;

  /** The captured payload. */
  MemorySegment memory = MemorySegment.NULL;

  long payloadOffset;
  long payloadEnd;

  // The key, equal for both directions: the smaller end is side 0.
  int side;
  long high0;
  long low0;
  long high1;
  long low1;
  long numbers;
  int keyInterface;
  int hash;

  void makeKey(boolean byVlan, boolean byInterface, KeyedHash hashing) {
    boolean turned = kind != ONE_WAY_ICMP && isSourceGreater();
    side = turned ? 1 : 0;
    high0 = turned ? destinationHigh : sourceHigh;
    low0 = turned ? destinationLow : sourceLow;
    high1 = turned ? sourceHigh : destinationHigh;
    low1 = turned ? sourceLow : destinationLow;
    int first = turned ? destinationNumber : sourceNumber;
    int second = turned ? sourceNumber : destinationNumber;
    int rest =
        protocol
            | (ipv6 ? 1 << IPV6_SHIFT : 0)
            | kind << KIND_SHIFT
            | (byVlan ? vlan + 1 : 0) << VLAN_SHIFT;
    numbers =
        (long) first << 3 * Short.SIZE
            | (long) second << Integer.SIZE
            | Integer.toUnsignedLong(rest);
    keyInterface = byInterface ? interfaceIndex : 0;
    hash = hashing.of(high0, low0, high1, low1, numbers, keyInterface);
  }

  private boolean isSourceGreater() {
    int high = Long.compareUnsigned(sourceHigh, destinationHigh);
    int low = high != 0 ? high : Long.compareUnsigned(sourceLow, destinationLow);
    return low != 0 ? low > 0 : sourceNumber > destinationNumber;
  }
}
