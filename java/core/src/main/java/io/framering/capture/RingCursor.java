package io.framering.capture;

import io.framering.frame.FrameCursor;

/** The frame that moves through its batch. */
final class RingCursor extends RingFrame implements FrameCursor {
  /** Far before any block: reading a frame there is out of bounds. */
  private static final int NOWHERE = Integer.MIN_VALUE;

  private int next;
  private int passed;

  RingCursor(RingBatch batch) {
    super(batch, NOWHERE);
    next = batch.first();
  }

  @Override
  public boolean advance() {
    batch.checkMove();
    if (passed == batch.size()) {
      return false;
    }
    header = next;
    next = batch.following(header, ++passed);
    return true;
  }
}
