// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;

/** Decodes each frame. */
final class DecodeLoad implements Load {
  private final Addresses addresses = new Addresses();
  private long sum;

  @Override
  public void take(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      sum += addresses.sum(frame);
    }
  }

  /** The same through {@code FrameSource.run}. */
  void take(Frame frame) {
    sum += addresses.sum(frame);
  }

  @Override
  public String summary() {
    return "sum " + Long.toUnsignedString(sum);
  }
}
