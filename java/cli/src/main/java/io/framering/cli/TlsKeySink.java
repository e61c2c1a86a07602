// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.SavefileBlock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Writes TLS keys into the recording before the frames that need them. A program logs its keys a
 * little after the packet from which it computed them, so frames wait until they are that old.
 */
final class TlsKeySink implements FrameSink {
  /** A JVM that loads its TLS classes at the first handshake needs most of it. */
  static final Duration DELAY = Duration.ofMillis(250);

  private final FrameSink record;
  private final FrameWriter writer;
  private final TlsKeys keys;
  private final LongSupplier currentMillis;
  private boolean checked;

  /**
   * @param record writes the frames to {@code writer}
   * @param currentMillis {@link System#currentTimeMillis}, or a test's
   */
  TlsKeySink(FrameSink record, FrameWriter writer, TlsKeys keys, LongSupplier currentMillis) {
    this.record = record;
    this.writer = writer;
    this.keys = keys;
    this.currentMillis = currentMillis;
  }

  /** Called before each batch. */
  @Override
  public void now() throws IOException {
    checked = false;
    record.now();
  }

  private void check(Frame first) {
    checked = true;
    long age = currentMillis.getAsLong() - first.timestampNanos() / 1_000_000;
    long wait = DELAY.toMillis() - Math.max(age, 0); // negative if the clock was set back
    if (wait > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
    }
    for (byte[] lines = keys.next(); lines.length > 0; lines = keys.next()) {
      writer.write(SavefileBlock.secrets(SavefileBlock.TLS_KEY_LOG, lines));
    }
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    if (!checked) {
      check(frame);
    }
    return record.take(frame);
  }

  @Override
  public boolean takeAll(FrameBatch batch) throws IOException {
    FrameCursor first = batch.cursor();
    if (!checked && first.advance()) {
      check(first);
    }
    return record.takeAll(batch);
  }

  @Override
  public void lost(long frames, long after) throws IOException {
    record.lost(frames, after);
  }

  @Override
  public void flush() throws IOException {
    record.flush();
  }
}
