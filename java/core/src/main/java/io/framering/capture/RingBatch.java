package io.framering.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.LentBatch;
import io.framering.jni.Tpacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A lent block.
 *
 * <p>Its segment has its own arena, confined to the thread that fetched it: closing the arena
 * invalidates every view of the block and costs tens of nanoseconds.
 */
final class RingBatch extends LentBatch {
  final MemorySegment block;

  private final Ring ring;
  private final Arena lifetime;
  private final long lostBefore;
  private FrameSelection selection;
  private int size;

  /** The maximum number of visible bytes of a frame. */
  int snapLength = Integer.MAX_VALUE;

  /** Takes over one {@link Ring#enter()}, and leaves the ring when it is closed. */
  RingBatch(Ring ring, int index, long lostBefore) {
    this.ring = ring;
    this.lostBefore = lostBefore;
    lifetime = Arena.ofConfined();
    block = ring.block(index, lifetime);
    size = block.get(JAVA_INT, Tpacket.NUM_PKTS);
  }

  /**
   * Reduces the batch to the selected frames; the selection belongs to this batch until the next
   * one.
   */
  void narrow(FrameSelection selection) {
    selection.select(new RingCursor(this));
    this.selection = selection;
    size = selection.size();
    snapLength = selection.snapLength();
  }

  /** Whether frames of its block are missing or truncated. */
  boolean isNarrowed() {
    return selection != null;
  }

  /** The interfaces of its frames. */
  InterfaceTable interfaces() {
    return ring.interfaces();
  }

  /** Offset in the block of the first frame's header. */
  @Override
  protected int first() {
    return selection == null
        ? block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT)
        : selection.header(0);
  }

  /**
   * Offset of the header of the frame with this many frames before it; undefined after the last.
   */
  @Override
  protected int following(int header, int before) {
    return selection == null
        ? header + block.get(JAVA_INT, (long) header + Tpacket.TP_NEXT_OFFSET) // 0 at the last
        : selection.header(before);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long lostBefore() {
    return lostBefore;
  }

  @Override
  public long originalBytes() {
    checkMove();
    return isNarrowed() ? super.originalBytes() : ring.lentBytes();
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
