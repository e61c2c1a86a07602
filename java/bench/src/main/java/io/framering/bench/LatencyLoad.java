// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import java.time.Instant;
import java.util.Arrays;

/** Measures how long frames take from the kernel's time stamp to here; for a low rate. */
final class LatencyLoad implements Load {
  private static final int CAPACITY = 1 << 20;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final int[] microseconds = new int[CAPACITY];
  private int count;

  @Override
  public void take(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance() && count < CAPACITY; ) {
      Instant now = Instant.now();
      long nanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
      microseconds[count++] = (int) ((nanos - frame.timestampNanos()) / 1000);
    }
  }

  @Override
  public String summary() {
    Arrays.sort(microseconds, 0, count);
    return "p50 " + microseconds[count / 2] + " p99 " + microseconds[(int) (count * 99L / 100)];
  }
}
