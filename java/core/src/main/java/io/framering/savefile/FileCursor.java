package io.framering.savefile;

import io.framering.frame.FrameCursor;

/** The frame that moves through its batch. */
final class FileCursor extends FileFrame implements FrameCursor {
  /** Far before any batch: reading a frame there is out of bounds. */
  private static final long NOWHERE = Integer.MIN_VALUE;

  private int left;

  FileCursor(FileBatch batch) {
    super(batch, NOWHERE);
    left = batch.size();
  }

  @Override
  public boolean advance() {
    batch.checkMove();
    if (left == 0) {
      return false;
    }
    entry = entry < 0 ? 0 : entry + FrameIndex.ENTRY_BYTES;
    left--;
    return true;
  }
}
