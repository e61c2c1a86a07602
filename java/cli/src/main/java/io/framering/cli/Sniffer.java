// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Moves frames from a source to a sink. The sink may buffer frames while more are available; it is
 * flushed before waiting for the next frame.
 */
final class Sniffer implements Progress {
  /** Selects all frames; it is never called. */
  static final Predicate<Frame> EVERY_FRAME = frame -> true;

  private static final Duration MOST_WAITING = Duration.ofSeconds(1);

  private final FrameSource source;
  private final Predicate<? super Frame> filter;
  private final FrameSink sink;

  /** The number of frames that the source has lost so far. */
  private final LongSupplier dropped;

  /** The sink is called at this interval even if no frame arrives. */
  private final Duration mostWaiting;

  private long lost;

  // Written by the thread that runs, read by the one that reports.
  private volatile long frames;
  private volatile long bytes;

  /**
   * @param filter selects frames
   * @param dropped the number of frames that the source has lost so far, including those after its
   *     last batch
   */
  Sniffer(
      FrameSource source, Predicate<? super Frame> filter, FrameSink sink, LongSupplier dropped) {
    this(source, filter, sink, dropped, MOST_WAITING);
  }

  /** For a sink that is called at another interval even if no frame arrives. */
  Sniffer(
      FrameSource source,
      Predicate<? super Frame> filter,
      FrameSink sink,
      LongSupplier dropped,
      Duration mostWaiting) {
    this.dropped = dropped;
    this.mostWaiting = mostWaiting;
    this.source = source;
    this.filter = filter;
    this.sink = sink;
  }

  /** For a source whose losses are not reported. */
  Sniffer(FrameSource source, Predicate<? super Frame> filter, FrameSink sink) {
    this(source, filter, sink, () -> 0);
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /**
   * Runs until the source has ended, until the sink has taken {@code limit} frames, or until it
   * takes no more. The sink is flushed in any case.
   */
  void run(long limit) throws IOException {
    try {
      boolean goesOn = true;
      while (goesOn && frames < limit) {
        try (FrameBatch batch = next()) {
          goesOn = batch != null && take(batch, limit);
        }
      }
      if (source.ended() && frames < limit) {
        tellLost(dropped.getAsLong() - lost);
      }
    } finally {
      sink.flush();
    }
  }

  /** Returns the next batch, without waiting if there is one; null at the end. */
  private FrameBatch next() throws IOException {
    sink.now();
    FrameBatch batch = source.next(Duration.ZERO);
    while (batch == null && !source.ended()) {
      sink.flush();
      batch = source.next(mostWaiting);
      sink.now();
    }
    return batch;
  }

  private void tellLost(long count) throws IOException {
    if (count > 0) {
      sink.lost(count, frames);
      lost += count;
    }
  }

  /**
   * @return false if the sink takes no more
   */
  private boolean take(FrameBatch batch, long limit) throws IOException {
    tellLost(batch.lostBefore());
    if (filter != EVERY_FRAME) {
      batch.select(filter);
      if (batch.size() == 0) {
        return true;
      }
    }
    boolean wantsAll = batch.size() <= limit - frames;
    if (!wantsAll) {
      return take(batch.cursor(), limit);
    }
    boolean taken = true; // also by a sink that fails: it reports the loss
    try {
      taken = takeAll(batch);
    } finally {
      if (taken) {
        bytes += batch.originalBytes();
        frames += batch.size();
      }
    }
    return taken || take(batch.cursor(), limit);
  }

  private boolean takeAll(FrameBatch batch) throws IOException {
    return sink.isNowhere() || sink.takeAll(batch);
  }

  private boolean take(FrameCursor frame, long limit) throws IOException {
    long taken = frames;
    long length = bytes;
    try {
      while (taken < limit && frame.advance()) {
        taken++; // also by a sink that fails
        length += frame.originalLength();
        if (!sink.take(frame)) {
          taken--;
          length -= frame.originalLength();
          return false;
        }
      }
      return true;
    } finally {
      frames = taken;
      bytes = length;
    }
  }
}
