// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.FrameCursor;

/** The frame that moves through its batch. */
final class FileCursor extends FileFrame implements FrameCursor {
  private int next;
  private int passed;

  FileCursor(FileBatch batch) {
    super(batch, NOWHERE);
    next = batch.first();
  }

  @Override
  public boolean advance() {
    batch.checkMove();
    if (passed == batch.size()) {
      return false;
    }
    number = next;
    next = batch.following(number, ++passed);
    return true;
  }
}
