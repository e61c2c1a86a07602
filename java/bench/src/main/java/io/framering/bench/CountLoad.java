// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;

/** Adds up the lengths: each frame is visited, but its bytes are not read. */
final class CountLoad implements Load {
  private long bytes;

  @Override
  public void take(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      bytes += frame.originalLength();
    }
  }

  @Override
  public String summary() {
    return "sum " + bytes;
  }
}
