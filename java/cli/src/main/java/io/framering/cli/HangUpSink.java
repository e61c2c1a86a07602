package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.savefile.RotatingWriter;

/**
 * Begins a new file at SIGHUP, as logrotate expects it, which has moved the present one away
 * before.
 */
final class HangUpSink implements FrameSink {
  private final Environment environment;
  private RotatingWriter writer;
  private volatile boolean hungUp;

  HangUpSink(Environment environment) {
    this.environment = environment;
  }

  /** From now on SIGHUP does not end the process. */
  void listen() {
    Signals.handle("HUP", () -> hungUp = true);
  }

  /** A SIGHUP from now on is for these files, which have just begun. */
  HangUpSink of(RotatingWriter files) {
    writer = files;
    hungUp = false;
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
