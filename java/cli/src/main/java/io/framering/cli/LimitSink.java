// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Passes a limited number of frames, which several sinks may share, and then stops them all. */
final class LimitSink implements FrameSink {
  private final FrameSink sink;
  private final AtomicLong left;
  private final Runnable stop;

  /**
   * @param left the number of frames left, shared by all sinks
   * @param stop called after the last one
   */
  LimitSink(FrameSink sink, AtomicLong left, Runnable stop) {
    this.sink = sink;
    this.left = left;
    this.stop = stop;
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    long before = left.getAndDecrement();
    if (before <= 0) {
      return false;
    }
    boolean taken = sink.take(frame);
    if (before == 1) {
      stop.run();
    }
    return taken;
  }

  /** Losses after the last requested frame do not matter. */
  @Override
  public void lost(long frames, long after) throws IOException {
    if (left.get() > 0) {
      sink.lost(frames, after);
    }
  }

  @Override
  public void now() throws IOException {
    sink.now();
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }
}
