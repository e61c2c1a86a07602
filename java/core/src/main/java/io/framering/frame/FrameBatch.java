package io.framering.frame;

import java.util.Iterator;

/**
 * Frames that arrived together, lent until {@link #close()}.
 *
 * <p>A batch and its frames belong to the thread that fetched it; another thread that touches them
 * gets a {@link WrongThreadException}.
 *
 * <p>Two ways lead through a batch. {@code for (Frame frame : batch)} gives each frame as an object
 * of its own, valid until the batch is closed: these may be gathered and compared. {@link
 * #cursor()} gives one object that moves from frame to frame, and never allocates.
 */
public interface FrameBatch extends Iterable<Frame>, AutoCloseable {
  /** Number of frames in this batch. */
  int size();

  /**
   * Frames that were lost between the batch before and this one, for want of room: they would be
   * here, had they been read in time. 0 for files.
   */
  default long lostBefore() {
    return 0;
  }

  /** Bytes that all of them had on the wire: the sum of {@link Frame#originalLength()}. */
  default long originalBytes() {
    long sum = 0;
    for (FrameCursor frame = cursor(); frame.advance(); ) {
      sum += frame.originalLength();
    }
    return sum;
  }

  /** The frames, each an object of its own, valid until this batch is closed. */
  @Override
  Iterator<Frame> iterator();

  /** A cursor before the first frame; each call begins anew. */
  FrameCursor cursor();

  /** Gives the memory back. Every frame of this batch throws from now on. Idempotent. */
  @Override
  void close();
}
