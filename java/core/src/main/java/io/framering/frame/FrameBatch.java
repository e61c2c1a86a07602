// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

import java.util.Iterator;
import java.util.function.Predicate;

/**
 * Frames that arrived together, lent until {@link #close()}.
 *
 * <p>A batch and its frames belong to the thread that fetched it; access from another thread throws
 * {@link WrongThreadException}.
 *
 * <p>There are two ways to iterate over a batch. {@code for (Frame frame : batch)} returns each
 * frame as a separate object, valid until the batch is closed: these may be collected and compared.
 * {@link #cursor()} returns one object that moves from frame to frame and never allocates. {@link
 * #forEach} ends early, without an exception, if its action closes the batch or another thread
 * closes the source.
 */
public interface FrameBatch extends Iterable<Frame>, AutoCloseable {
  /** {@return the number of frames in this batch} */
  int size();

  /**
   * {@return the number of frames that were lost between the previous batch and this one because
   * the ring was full} 0 for files.
   */
  default long lostBefore() {
    return 0;
  }

  /**
   * {@return the number of bytes of all frames on the wire: the sum of {@link
   * Frame#originalLength()}}
   */
  default long originalBytes() {
    long sum = 0;
    for (FrameCursor frame = cursor(); frame.advance(); ) {
      sum += frame.originalLength();
    }
    return sum;
  }

  /**
   * Keeps the frames for which the condition is true: the batch then has these only, in the same
   * order. A filter over a batch of a file is one native call.
   *
   * <pre>{@code
   * batch.select(Filter.compile("tcp port 443", LinkType.ETHERNET));
   * }</pre>
   *
   * @param condition is given a cursor, and must not keep it
   */
  void select(Predicate<? super Frame> condition);

  /** The frames, each as a separate object, valid until this batch is closed. */
  @Override
  Iterator<Frame> iterator();

  /** {@return a cursor before the first frame; each call starts from the beginning} */
  FrameCursor cursor();

  /** Releases the memory. Every frame of this batch throws from now on. Idempotent. */
  @Override
  void close();
}
