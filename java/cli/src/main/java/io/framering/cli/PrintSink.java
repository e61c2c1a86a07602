// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextPrinter;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Prints frames, many with one write. */
final class PrintSink implements FrameSink {
  private static final int FLUSH_BYTES = 64 << 10;

  private TextPrinter printer;
  private final WritableByteChannel out;
  private final AtomicLong unprinted;
  private final TextBuffer text = new TextBuffer();
  private boolean stalled;

  /** Where in the text each frame ends. */
  private int[] ends = new int[1024];

  private int frames;

  /**
   * @param out each write takes all bytes or throws
   */
  PrintSink(TextPrinter printer, WritableByteChannel out) {
    this(printer, out, new AtomicLong());
  }

  /**
   * @param unprinted counts the frames that were not printed when the reader was given up
   */
  PrintSink(TextPrinter printer, WritableByteChannel out, AtomicLong unprinted) {
    this.printer = printer;
    this.out = out;
    this.unprinted = unprinted;
  }

  /** Prints the next frames with another printer. */
  void printWith(TextPrinter other) {
    printer = other;
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    if (stalled) { // a capture file may still be written
      unprinted.incrementAndGet();
      return true;
    }
    printer.print(frame, text);
    if (frames == ends.length) {
      ends = Arrays.copyOf(ends, 2 * frames);
    }
    ends[frames++] = text.length();
    if (text.length() >= FLUSH_BYTES) {
      flush();
    }
    return true;
  }

  @Override
  public void lost(long count, long after) {
    if (!stalled) {
      printer.lost(count, text);
    }
  }

  @Override
  public void flush() throws IOException {
    int length = text.length();
    try {
      text.writeTo(out);
    } catch (StandardOutput.Stalled e) {
      stalled = true;
      int written = length - text.length();
      unprinted.addAndGet(Arrays.stream(ends, 0, frames).filter(end -> end > written).count());
    } finally {
      text.clear();
      frames = 0;
    }
  }
}
