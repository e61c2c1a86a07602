// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;

/** A complete Ethernet frame that was received: as a capture has it, in memory outside the heap. */
record OffHeapFrame(long timestampNanos, MemorySegment memory) implements Frame {
  @Override
  public int capturedLength() {
    return (int) memory.byteSize();
  }

  @Override
  public long originalLength() {
    return capturedLength();
  }

  @Override
  public int interfaceIndex() {
    return 1;
  }

  @Override
  public Direction direction() {
    return Direction.TO_US;
  }

  @Override
  public LinkType linkType() {
    return LinkType.ETHERNET;
  }

  @Override
  public VlanTag vlanTag() {
    return VlanTag.NOT_STRIPPED;
  }

  @Override
  public int vlanTpid() {
    return 0;
  }

  @Override
  public int vlanTci() {
    return 0;
  }

  @Override
  public Checksum checksum() {
    return Checksum.UNKNOWN;
  }

  @Override
  public boolean offloaded() {
    return false;
  }

  @Override
  public long offset() {
    return 0;
  }
}
