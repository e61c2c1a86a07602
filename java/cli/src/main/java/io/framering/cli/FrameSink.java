package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.io.IOException;

/** Where frames go. */
interface FrameSink {
  /**
   * Takes a frame, which is lent for the time of this call.
   *
   * @return false when it is not taken, as there is no room for any further one
   */
  boolean take(Frame frame) throws IOException;

  /**
   * Takes all frames of a batch at once, if it can.
   *
   * @return false when it took none of them: then they are handed over one by one
   */
  default boolean takeAll(FrameBatch batch) throws IOException {
    return false;
  }

  /** Lets go of what was taken: no frame comes for a moment, or none will. */
  void flush() throws IOException;

  /**
   * Is told that frames were lost between the one before and the next.
   *
   * @param frames how many
   * @param after how many were taken from the source up to then
   */
  default void lost(long frames, long after) throws IOException {}

  /** Is called now and then, at least once a second, between two batches of frames. */
  default void now() throws IOException {}

  /** Whether nothing is done with frames, so that they need not be handed over. */
  default boolean isNowhere() {
    return this == NOWHERE;
  }

  /** Takes frames and does nothing with them: they are counted. */
  FrameSink NOWHERE =
      new FrameSink() {
        @Override
        public boolean take(Frame frame) {
          return true;
        }

        @Override
        public void flush() {}
      };

  /** Hands each frame to this sink alone, and tells {@code watcher}, before it, of all else. */
  default FrameSink watchedBy(FrameSink watcher) {
    FrameSink told =
        new FrameSink() {
          @Override
          public boolean take(Frame frame) {
            return true;
          }

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

          @Override
          public void flush() {}
        };
    return told.and(this);
  }

  /** Hands each frame to this sink, then, if it was taken, to {@code other}. */
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
