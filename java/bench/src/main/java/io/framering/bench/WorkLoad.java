// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;

/** Spends half a microsecond on each frame, as a program does that looks something up. */
final class WorkLoad implements Load {
  private static final long NANOS_PER_FRAME = 500;

  private long bytes;

  @Override
  public void take(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      long end = System.nanoTime() + NANOS_PER_FRAME;
      bytes += frame.originalLength();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public String summary() {
    return "sum " + bytes;
  }
}
