package io.framering.cli;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.print.FramePrinter;
import io.framering.print.TextBuffer;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/**
 * Takes frames from a source and prints them. Many frames go out with one write, for as long as
 * there are more at hand; what is printed never waits for a frame that has not come yet.
 */
final class Sniffer {
  private static final int FLUSH_BYTES = 64 << 10;

  private final FrameSource source;
  private final FramePrinter printer;
  private final WritableByteChannel out;
  private final TextBuffer text = new TextBuffer();
  private long frames;

  /**
   * @param out takes all that it is given with each write, or throws
   */
  Sniffer(FrameSource source, FramePrinter printer, WritableByteChannel out) {
    this.source = source;
    this.printer = printer;
    this.out = out;
  }

  /** Frames printed so far. */
  long frames() {
    return frames;
  }

  /**
   * Prints until the source has ended, or until {@code limit} frames are printed. However it ends,
   * what was printed has been written.
   */
  void run(long limit) throws IOException {
    try {
      while (frames < limit) {
        try (FrameBatch batch = next()) {
          if (batch == null) {
            return;
          }
          print(batch.cursor(), limit);
        }
      }
    } finally {
      flush();
    }
  }

  /** The next batch, without waiting if there is one; null at the end. */
  private FrameBatch next() throws IOException {
    FrameBatch batch = source.next(Duration.ZERO);
    while (batch == null && !source.ended()) {
      flush();
      batch = source.next(FrameSource.FOREVER);
    }
    return batch;
  }

  private void print(FrameCursor frame, long limit) throws IOException {
    while (frames < limit && frame.advance()) {
      printer.print(frame, text);
      frames++;
      if (text.length() >= FLUSH_BYTES) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    try {
      text.writeTo(out);
    } finally {
      text.clear();
    }
  }
}
