// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.LentBatch;

/**
 * Frames of several files in their order. The place of a frame is its position in this batch. The
 * memory belongs to the batches of the files, which may be needed for the next batch, too.
 */
final class MergedBatch extends LentBatch {
  private final MergeOrder order;

  MergedBatch(MergeOrder order) {
    super(order.size());
    this.order = order;
  }

  /** The batch of the file that contains the frame at this place. */
  FileBatch batch(int place) {
    return order.file(place).batch();
  }

  /** The number of the frame at this place in the batch of its file. */
  int number(int place) {
    return order.number(place);
  }

  int interfaceNumber(int place, int numberInFile) {
    checkMove();
    return order.file(place).interfaceNumber(numberInFile);
  }

  @Override
  public FrameCursor cursor() {
    checkOpen();
    return new MergedFrame.Cursor(this);
  }

  @Override
  protected int firstOfAll() {
    return 0;
  }

  @Override
  protected int after(int place) {
    return place + 1;
  }

  @Override
  protected int place(FrameCursor cursor) {
    return ((MergedFrame) cursor).place;
  }

  @Override
  protected Frame frame(int place) {
    return new MergedFrame(this, place);
  }

  @Override
  protected void release() {}
}
