package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;

/** Adds up the lengths: each frame is visited, none is looked into. */
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
