package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.savefile.FrameWriter;

/** Writes frames to capture files. */
final class RecordSink implements FrameSink {
  private final FrameWriter writer;

  RecordSink(FrameWriter writer) {
    this.writer = writer;
  }

  @Override
  public boolean take(Frame frame) {
    return writer.write(frame) || !writer.finished();
  }

  @Override
  public void flush() {
    writer.flush();
  }
}
