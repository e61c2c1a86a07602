// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;

/** A packet that was put together: the first fragment's headers, and the last one's time. */
final class WholeFrame implements Frame {
  private final MemorySegment memory;
  private IncompletePacket packet;
  private int length;
  private long timestampNanos;

  WholeFrame(MemorySegment memory) {
    this.memory = memory.asReadOnly();
  }

  WholeFrame set(IncompletePacket newPacket, int newLength, long nanos) {
    packet = newPacket;
    length = newLength;
    timestampNanos = nanos;
    return this;
  }

  @Override
  public long timestampNanos() {
    return timestampNanos;
  }

  @Override
  public int capturedLength() {
    return length;
  }

  @Override
  public long originalLength() {
    return length;
  }

  @Override
  public int interfaceIndex() {
    return packet.interfaceIndex;
  }

  @Override
  public Direction direction() {
    return packet.direction;
  }

  @Override
  public LinkType linkType() {
    return packet.linkType;
  }

  @Override
  public int linkTypeNumber() {
    return packet.linkTypeNumber;
  }

  @Override
  public VlanTag vlanTag() {
    return packet.vlanTag;
  }

  @Override
  public int vlanTpid() {
    return packet.vlanTpid;
  }

  @Override
  public int vlanTci() {
    return packet.vlanTci;
  }

  @Override
  public Checksum checksum() {
    return packet.checksum;
  }

  @Override
  public boolean offloaded() {
    return false;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long offset() {
    return 0;
  }
}
