package io.framering.frame;

import java.time.Duration;

/** A source of frames, in batches. */
public interface FrameSource extends AutoCloseable {
  /**
   * Returns the next batch. The previous batch is released if it was not closed.
   *
   * @param timeout how long to wait: zero does not wait; {@link #FOREVER} waits until there is a
   *     batch or the source has ended
   * @return the batch, lent until it is closed or this method is called again; null if none came in
   *     time, or if the source {@linkplain #ended() has ended}
   */
  FrameBatch next(Duration timeout);

  /** Whether no further batch will come. */
  boolean ended();

  /** Passes every frame to {@code handler}, in this thread, until this source has ended. */
  void run(FrameHandler handler);

  @Override
  void close();

  /** A timeout that never expires. */
  Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
}
