package io.framering.capture;

import io.framering.frame.FrameCursor;

/** The frame that moves through its batch. */
final class RingCursor extends RingFrame implements FrameCursor {
  /** Far before any block: reading a frame there is out of bounds. */
  private static final int NOWHERE = Integer.MIN_VALUE;

  private int next;
  private int left;

  RingCursor(RingBatch batch, int first, int frames) {
    super(batch, NOWHERE);
    next = first;
    left = frames;
  }

  @Override
  public boolean advance() {
    batch.checkOpen();
    if (left == 0) {
      return false;
    }
    header = next;
    next += intAt(Tpacket.TP_NEXT_OFFSET); // 0 at the last frame
    left--;
    return true;
  }
}
