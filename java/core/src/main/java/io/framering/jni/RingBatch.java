package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.LentBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

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
  private int size;

  /** Offsets of the headers of the selected frames, with one extra element; null: all frames. */
  private int[] selected;

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
   * Reduces the batch to the frames that match.
   *
   * @param snapLength the number of visible bytes of a frame
   */
  public void select(Predicate<Frame> matches, int snapLength) {
    int[] headers = new int[size + 1];
    int count = 0;
    for (RingCursor frame = new RingCursor(this); frame.advance(); ) {
      if (matches.test(frame)) {
        headers[count++] = frame.header;
      }
    }
    selected = headers;
    size = count;
    this.snapLength = snapLength;
  }

  /** Whether frames of its block are missing or truncated. */
  boolean isSelected() {
    return selected != null;
  }

  boolean exceedsMtu(Frame frame) {
    return ring.mtu().isExceeded(frame.originalLength(), frame.linkType(), frame.interfaceIndex());
  }

  /** Offset in the block of the first frame's header. */
  @Override
  protected int first() {
    return selected == null ? block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT) : selected[0];
  }

  /**
   * Offset of the header of the frame with this many frames before it; undefined after the last.
   */
  @Override
  protected int following(int header, int before) {
    return selected == null
        ? header + block.get(JAVA_INT, (long) header + Tpacket.TP_NEXT_OFFSET) // 0 at the last
        : selected[before];
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
    return isSelected() ? super.originalBytes() : ring.lentBytes();
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
