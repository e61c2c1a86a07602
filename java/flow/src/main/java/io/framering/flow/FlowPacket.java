// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;

/** What a {@link FlowTable} knows of one packet, for a {@link FlowMeasurement}: reused. */
public final class FlowPacket {
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
  boolean fromSource;

  FlowPacket() {}

  /** {@return the time of the packet: nanoseconds since 1970-01-01T00:00:00 UTC} */
  public long timestampNanos() {
    return timestampNanos;
  }

  /** {@return the number of bytes on the wire, with the link header} */
  public long bytes() {
    return wireBytes;
  }

  /** {@return the number of bytes after the transport header, on the wire} */
  public long payloadBytes() {
    return payloadBytes;
  }

  /** {@return whether the flow's {@link Flow#source()} sent it} */
  public boolean fromSource() {
    return fromSource;
  }

  /** {@return the protocol in IP, 0 to 255, see {@link io.framering.packet.IpProtocol}} */
  public int protocol() {
    return protocol;
  }

  /** {@return the TTL or hop limit, 0 to 255} */
  public int ttl() {
    return ttl;
  }

  /** {@return whether it has a TCP header and is no fragment, so that the following are valid} */
  public boolean isTcp() {
    return tcp;
  }

  /** {@return the TCP flags, see {@link io.framering.packet.Tcp}} */
  public int tcpFlags() {
    return flags;
  }

  /** {@return the TCP sequence number, 0 to 2^32 - 1} */
  public long tcpSequence() {
    return Integer.toUnsignedLong(sequence);
  }

  /** {@return the TCP acknowledgment number, 0 to 2^32 - 1} */
  public long tcpAcknowledgment() {
    return Integer.toUnsignedLong(acknowledgment);
  }

  /** {@return the TCP window, 0 to 65535, unscaled} */
  public int tcpWindow() {
    return window;
  }

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
