package io.framering.cli;

import io.framering.frame.Frame;
import java.io.IOException;

/** Where frames go. */
interface FrameSink {
  /**
   * Takes a frame, which is lent for the time of this call.
   *
   * @return false when it is not taken, as there is no room for any further one
   */
  boolean take(Frame frame) throws IOException;

  /** Lets go of what was taken: no frame comes for a moment, or none will. */
  void flush() throws IOException;

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

  /** Hands each frame to this sink, then, if it was taken, to {@code other}. */
  default FrameSink and(FrameSink other) {
    FrameSink first = this;
    return new FrameSink() {
      @Override
      public boolean take(Frame frame) throws IOException {
        return first.take(frame) && other.take(frame);
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
