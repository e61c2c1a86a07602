// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

import java.time.Duration;
import java.util.function.Consumer;

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

  /** {@return whether no further batch will come} */
  boolean ended();

  /**
   * Passes every frame to {@code handler}, in this thread, until this source has ended: after
   * {@link #stop()}, when the handler has seen all frames that were still lent; after {@link
   * #close()}, at once. Both may be called from any thread, including the handler's. If the handler
   * throws, the batch is released and the exception is passed on. An interrupt does not end it and
   * stays visible to the handler.
   *
   * <p>Each frame is a separate object. It costs nothing if the compiler proves that the handler
   * does not keep it, and 24 bytes otherwise; {@link FrameBatch#cursor()} allocates none.
   *
   * @param handler receives each frame, which is lent during the call
   * @throws IllegalStateException if another thread is reading
   */
  default void run(FrameHandler handler) {
    Consumer<Frame> action = handler::onFrame;
    while (next(FOREVER) instanceof FrameBatch batch) {
      try (batch) {
        batch.forEach(action);
      }
    }
  }

  /**
   * Ends this source: {@link #run} returns, and {@link #next} returns null, when the frames that a
   * capture has received by now have been lent; files end at once. The lent batch stays valid.
   * Idempotent. Any thread.
   */
  void stop();

  /**
   * Stops at once and frees the memory. Every frame throws {@link IllegalStateException} from now
   * on. Idempotent. Any thread.
   */
  @Override
  void close();

  /** A timeout that never expires. */
  Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
}
