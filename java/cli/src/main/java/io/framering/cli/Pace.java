// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;

/** When the frames of a file are due, in nanoseconds since the first one. */
abstract class Pace {
  private static final double SECOND = 1e9;

  private long previous;

  /** The time of the next frame, which is never before that of the frame before it. */
  final long next(Frame frame) {
    previous = Math.max(previous, due(frame));
    return previous;
  }

  abstract long due(Frame frame);

  /** Called when the file begins again: its first frame follows at once. */
  void again() {}

  /** The time of the last frame. */
  final long previous() {
    return previous;
  }

  /** The gaps of the file, divided by a factor. */
  static Pace recorded(double speed) {
    return new Pace() {
      private boolean first = true;
      private long begin;
      private long offset;

      @Override
      long due(Frame frame) {
        if (first) {
          begin = frame.timestampNanos();
          first = false;
        }
        return offset + Math.round((frame.timestampNanos() - begin) / speed);
      }

      @Override
      void again() {
        offset = previous();
        first = true;
      }
    };
  }

  /** So many frames each second. */
  static Pace framesPerSecond(long rate) {
    return new Pace() {
      private long frames;

      @Override
      long due(Frame frame) {
        return Math.round(frames++ * SECOND / rate);
      }
    };
  }

  /** So many bits of frames each second. */
  static Pace bitsPerSecond(long rate) {
    return new Pace() {
      private long bits;

      @Override
      long due(Frame frame) {
        long due = Math.round(bits * SECOND / rate);
        bits += 8L * frame.capturedLength();
        return due;
      }
    };
  }
}
