package io.framering.frame;

import java.time.Duration;

/** Where frames come from, batch by batch. */
public interface FrameSource extends AutoCloseable {
  /**
   * The next batch. The batch before it is released, if it was not closed.
   *
   * @param timeout how long to wait: zero looks and does not wait; {@link #FOREVER} waits until
   *     there is a batch or the source has ended
   * @return the batch, lent until it is closed or this method is called again; null when none came
   *     in time, or when the source {@linkplain #ended() has ended}
   */
  FrameBatch next(Duration timeout);

  /** Whether no further batch will come. */
  boolean ended();

  /** Hands every frame to {@code handler}, in this thread, until this source has ended. */
  void run(FrameHandler handler);

  @Override
  void close();

  /** A timeout that never passes. */
  Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
}
