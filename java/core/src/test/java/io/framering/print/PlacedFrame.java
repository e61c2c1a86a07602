// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A frame that lies anywhere in a memory, and can be moved: what a ring's frames are like. */
final class PlacedFrame implements Frame {
  long timestampNanos;
  int originalLength;
  LinkType linkType = LinkType.ETHERNET;
  List<String> comments = List.of();
  private MemorySegment memory = MemorySegment.NULL;
  private long offset;
  private int length;

  PlacedFrame at(MemorySegment newMemory, long newOffset, int newLength) {
    memory = newMemory;
    offset = newOffset;
    length = newLength;
    originalLength = newLength;
    return this;
  }

  @Override
  public List<String> comments() {
    return comments;
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
    return originalLength;
  }

  @Override
  public int interfaceIndex() {
    return 1000;
  }

  @Override
  public Direction direction() {
    return Direction.OUTGOING;
  }

  @Override
  public LinkType linkType() {
    return linkType;
  }

  @Override
  public VlanTag vlanTag() {
    return VlanTag.RESTORED;
  }

  @Override
  public int vlanTpid() {
    return 0x8100;
  }

  @Override
  public int vlanTci() {
    return 1;
  }

  @Override
  public Checksum checksum() {
    return Checksum.UNKNOWN;
  }

  @Override
  public boolean offloaded() {
    return true;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long offset() {
    return offset;
  }
}
