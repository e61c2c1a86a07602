package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.print.FramePrinter;
import io.framering.print.TextBuffer;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Prints frames; many go out with one write. */
final class PrintSink implements FrameSink {
  private static final int FLUSH_BYTES = 64 << 10;

  private final FramePrinter printer;
  private final WritableByteChannel out;
  private final TextBuffer text = new TextBuffer();

  /**
   * @param out takes all that it is given with each write, or throws
   */
  PrintSink(FramePrinter printer, WritableByteChannel out) {
    this.printer = printer;
    this.out = out;
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    printer.print(frame, text);
    if (text.length() >= FLUSH_BYTES) {
      flush();
    }
    return true;
  }

  @Override
  public void lost(long frames, long after) {
    printer.lost(frames, text);
  }

  @Override
  public void flush() throws IOException {
    try {
      text.writeTo(out);
    } finally {
      text.clear();
    }
  }
}
