// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.savefile.RotatingWriter;

/** Begins a new file on SIGHUP, for logrotate, which has moved the current file away before. */
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

  /** From now on SIGHUP applies to these files, which have just begun. */
  HangUpSink of(RotatingWriter files) {
    writer = files;
    hungUp = false;
    return this;
  }

  @Override
  public void now() {
    if (hungUp) {
      hungUp = false;
      if (!writer.reopen()) {
        environment.tell("SIGHUP: the file was not moved and is still written; move it first");
      }
    }
  }
}
