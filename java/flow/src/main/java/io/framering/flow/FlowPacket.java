// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;

/** What a table needs to know of one packet: reused, and valid as long as the packet's memory. */
final class FlowPacket {
  /** A {@link #kind}. */
  static final int NO_PORTS = 0;

  /** A {@link #kind}: two ports. */
  static final int PORTS = 1;

  /** A {@link #kind}: type and code of ICMP, in the place of the ports. */
  static final int ICMP = 2;

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
}
