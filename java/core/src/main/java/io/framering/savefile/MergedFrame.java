// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.FrameCursor;

/** A frame of a file in a {@link MergedBatch}: valid as long as that batch. */
class MergedFrame extends FileFrame {
  final MergedBatch merged;

  /** Its place in the merged batch. */
  int place;

  MergedFrame(MergedBatch merged, int place) {
    super(null, 0);
    this.merged = merged;
    moveTo(place);
  }

  final void moveTo(int to) {
    place = to;
    if (to >= 0) {
      batch = merged.batch(to);
      number = merged.number(to);
    }
  }

  @Override
  FileBatch batch() {
    merged.checkOpen();
    return merged.batch(place);
  }

  @Override
  public int interfaceIndex() {
    return merged.interfaceNumber(place, numberInFile());
  }

  /** The frame that moves through its batch. */
  static final class Cursor extends MergedFrame implements FrameCursor {
    private int next;
    private int passed;

    Cursor(MergedBatch merged) {
      super(merged, NOWHERE);
      next = merged.first();
    }

    @Override
    public boolean advance() {
      merged.checkMove();
      if (passed == merged.size()) {
        return false;
      }
      moveTo(next);
      next = merged.following(place, ++passed);
      return true;
    }
  }
}
