package io.framering.savefile;

import io.framering.frame.FrameCursor;

/** The frame that moves through its batch. */
final class FileCursor extends FileFrame implements FrameCursor {
  /** Before the first frame: no index has this number. */
  private static final int NOWHERE = -1;

  FileCursor(FileBatch batch) {
    super(batch, NOWHERE);
  }

  @Override
  public boolean advance() {
    batch.checkMove();
    if (number + 1 >= batch.size()) {
      return false;
    }
    number++;
    return true;
  }
}
