package io.framering.cli;

import io.framering.frame.Frame;
import java.io.IOException;

/** Where frames go. */
interface FrameSink {
  /** Takes a frame, which is lent for the time of this call. */
  void take(Frame frame) throws IOException;

  /** Lets go of what was taken: no frame comes for a moment, or none will. */
  void flush() throws IOException;

  /** Takes frames and does nothing with them: they are counted. */
  FrameSink NOWHERE =
      new FrameSink() {
        @Override
        public void take(Frame frame) {}

        @Override
        public void flush() {}
      };

  /** Hands each frame to this sink, then to {@code other}. */
  default FrameSink and(FrameSink other) {
    FrameSink first = this;
    return new FrameSink() {
      @Override
      public void take(Frame frame) throws IOException {
        first.take(frame);
        other.take(frame);
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
