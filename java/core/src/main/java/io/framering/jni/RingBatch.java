// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.LentBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A lent block.
 *
 * <p>Its segment has its own arena, confined to the thread that fetched it: closing the arena
 * invalidates every view of the block and costs tens of nanoseconds.
 */
public final class RingBatch extends LentBatch {
  final MemorySegment block;

  private final Ring ring;
  private final Arena lifetime;
  private final long lostBefore;

  /** The maximum number of visible bytes of a frame. */
  int snapLength = Integer.MAX_VALUE;

  /** Takes over one {@link Ring#enter()}, and leaves the ring when it is closed. */
  RingBatch(Ring ring, int index, long lostBefore) {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = ring.block(index, arena);
    super(memory.get(JAVA_INT, Tpacket.NUM_PKTS));
    this.ring = ring;
    this.lostBefore = lostBefore;
    lifetime = arena;
    block = memory;
  }

  /** Sets the number of visible bytes of a frame. */
  public void truncate(int snapLength) {
    this.snapLength = snapLength;
  }

  /** Whether frames of its block are missing or truncated. */
  boolean isReduced() {
    return isSelected() || snapLength < Integer.MAX_VALUE;
  }

  boolean exceedsMtu(Frame frame) {
    return ring.mtu().isExceeded(frame.originalLength(), frame.linkType(), frame.interfaceIndex());
  }

  /** Offset in the block of the first frame's header. */
  @Override
  protected int firstOfAll() {
    return block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT);
  }

  @Override
  protected int after(int header) {
    return header + block.get(JAVA_INT, (long) header + Tpacket.TP_NEXT_OFFSET); // 0 at the last
  }

  @Override
  protected int place(FrameCursor cursor) {
    return ((RingCursor) cursor).header;
  }

  @Override
  public long lostBefore() {
    return lostBefore;
  }

  @Override
  public long originalBytes() {
    checkMove();
    return isReduced() ? super.originalBytes() : ring.lentBytes();
  }

  @Override
  public FrameCursor cursor() {
    checkOpen();
    return new RingCursor(this);
  }

  @Override
  protected Frame frame(int header) {
    return new RingFrame(this, header);
  }

  @Override
  protected void release() {
    Ring.ensureStack();
    if (lifetime.scope().isAlive()) {
      lifetime.close();
    }
    ring.leave();
  }
}
