// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.savefile.FrameWriter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Writes frames to capture files, and the current counts from time to time. */
final class RecordSink implements FrameSink {
  /** If the writer is killed, the counts in the file are at most this old. */
  static final Duration COUNTS_INTERVAL = Duration.ofSeconds(10);

  private final FrameWriter writer;
  private final Consumer<FrameWriter> counts;
  private final LongSupplier nanoTime;

  /** The index of the interface that loses frames; 0 if there are several. */
  private final IntSupplier lostOf;

  private final Duration flushInterval;
  private long countedAt;
  private long flushedAt;
  private long framesThen;

  /**
   * @param lostOf the index of the interface that loses frames; 0 if there are several
   * @param counts writes the counts
   * @param flushInterval the minimum between two flushes
   * @param nanoTime {@link System#nanoTime}, or a test's
   */
  RecordSink(
      FrameWriter writer,
      IntSupplier lostOf,
      Consumer<FrameWriter> counts,
      Duration flushInterval,
      LongSupplier nanoTime) {
    this.writer = writer;
    this.lostOf = lostOf;
    this.counts = counts;
    this.flushInterval = flushInterval;
    this.nanoTime = nanoTime;
    countedAt = nanoTime.getAsLong();
    flushedAt = countedAt;
  }

  @Override
  public boolean take(Frame frame) {
    return writer.write(frame) || !writer.finished();
  }

  @Override
  public boolean takeAll(FrameBatch batch) {
    return writer.writeAll(batch);
  }

  @Override
  public void lost(long frames, long after) {
    writer.lost(lostOf.getAsInt(), frames);
  }

  @Override
  public void now() {
    long now = nanoTime.getAsLong();
    if (now - countedAt >= COUNTS_INTERVAL.toNanos() && writer.frames() != framesThen) {
      counts.accept(writer);
      countedAt = now;
      framesThen = writer.frames();
    }
  }

  @Override
  public void flush() {
    long now = nanoTime.getAsLong();
    if (now - flushedAt >= flushInterval.toNanos()) {
      writer.flush();
      flushedAt = now;
    }
  }
}
