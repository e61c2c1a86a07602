package io.framering.cli;

import io.framering.frame.Frame;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Lets so many frames through that several sinks take together, and then has all end. */
final class LimitSink implements FrameSink {
  private final FrameSink sink;
  private final AtomicLong left;
  private final Runnable stop;

  /**
   * @param left how many may come yet, to all who share it
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

  /** What is lost after the last one that is wanted is not missed. */
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
