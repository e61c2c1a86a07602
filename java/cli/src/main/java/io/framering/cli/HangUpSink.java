package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.savefile.RotatingWriter;

/**
 * Begins a new file at SIGHUP, as logrotate expects it, which has moved the present one away
 * before.
 */
final class HangUpSink implements FrameSink {
  private final Environment environment;
  private final RotatingWriter writer;
  private volatile boolean hungUp;

  HangUpSink(Environment environment, RotatingWriter writer) {
    this.environment = environment;
    this.writer = writer;
  }

  /** From now on SIGHUP does not end the process. */
  HangUpSink listen() {
    try {
      Signals.handle("HUP", () -> hungUp = true);
    } catch (ReflectiveOperationException e) {
      // A JVM that has not even these: then SIGHUP ends the process.
    }
    return this;
  }

  @Override
  public boolean take(Frame frame) {
    return true;
  }

  @Override
  public void now() {
    if (hungUp) {
      hungUp = false;
      if (!writer.reopen()) {
        environment.tell("SIGHUP: the file is still in its place and is written on; move it first");
      }
    }
  }

  @Override
  public void flush() {}
}
