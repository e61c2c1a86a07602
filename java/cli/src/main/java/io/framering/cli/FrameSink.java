// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.io.IOException;

/** Receives frames. By default it ignores them. */
interface FrameSink {
  /**
   * Takes a frame, which is lent for the duration of this call.
   *
   * @return false if it was not taken; then the sink takes no further frame
   */
  default boolean take(Frame frame) throws IOException {
    return true;
  }

  /**
   * Takes all frames of a batch at once, if it can.
   *
   * @return false if it took none of them; then they are passed one by one
   */
  default boolean takeAll(FrameBatch batch) throws IOException {
    return false;
  }

  /** Writes out all frames taken so far: no frame arrives for a moment, or none will. */
  default void flush() throws IOException {}

  /**
   * Called when frames were lost before the next one.
   *
   * @param frames the number of lost frames
   * @param after the number of frames read from the source before the loss
   */
  default void lost(long frames, long after) throws IOException {}

  /** Called between two batches of frames, at least once a second. */
  default void now() throws IOException {}

  /** Whether the sink ignores frames, so that they need not be passed to it. */
  default boolean isNowhere() {
    return this == NOWHERE;
  }

  /** Ignores frames: they are only counted. */
  FrameSink NOWHERE = new FrameSink() {};

  /** Passes frames only to this sink; all other events go to {@code watcher} first. */
  default FrameSink watchedBy(FrameSink watcher) {
    FrameSink reporting =
        new FrameSink() {
          @Override
          public boolean isNowhere() {
            return true;
          }

          @Override
          public void lost(long frames, long after) throws IOException {
            watcher.lost(frames, after);
          }

          @Override
          public void now() throws IOException {
            watcher.now();
          }
        };
    return reporting.and(this);
  }

  /** Passes each frame to this sink and, if it was taken, to {@code other}. */
  default FrameSink and(FrameSink other) {
    FrameSink first = this;
    return new FrameSink() {
      @Override
      public boolean take(Frame frame) throws IOException {
        return first.take(frame) && other.take(frame);
      }

      @Override
      public boolean takeAll(FrameBatch batch) throws IOException {
        return first.isNowhere() ? other.takeAll(batch) : other.isNowhere() && first.takeAll(batch);
      }

      @Override
      public boolean isNowhere() {
        return first.isNowhere() && other.isNowhere();
      }

      @Override
      public void lost(long frames, long after) throws IOException {
        first.lost(frames, after);
        other.lost(frames, after);
      }

      @Override
      public void now() throws IOException {
        first.now();
        other.now();
      }

      @Override
      public void flush() throws IOException {
        try {
          first.flush();
        } finally {
          other.flush();
        }
      }
    };
  }
}
