// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.jni.Native;
import io.framering.jni.Ring;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts the frames of a capture. Any thread. */
final class CaptureCounts {
  private final Ring ring;
  private final List<String> interfaceNames;
  private final MissedFrames missed;

  /** Frames of the lent blocks. Written by the reading thread. */
  private volatile long lent;

  /**
   * Counts from now on.
   *
   * @param indices of the interfaces; empty for all
   */
  CaptureCounts(Ring ring, int[] indices, List<String> interfaceNames) {
    this.ring = ring;
    this.interfaceNames = interfaceNames;
    Set<Integer> wanted = Arrays.stream(indices).boxed().collect(Collectors.toSet());
    missed = new MissedFrames(wanted, NetworkInterfaces.of(ring));
  }

  /** Also counts what these interfaces miss. */
  void follow(int[] indices) {
    missed.follow(indices);
  }

  /** Counts the frames of a lent block. For the reading thread. */
  void countLent(int frames) {
    lent += frames;
  }

  /**
   * The current counts; after the ring was freed, the last ones.
   *
   * @param ended whether no frame will be lent any more
   */
  CaptureStatistics read(boolean ended) {
    long lentBefore = lent; // first, since a frame is received before it is lent
    long[] counts = new long[Native.STATISTICS_LENGTH];
    int error = ring.statistics(counts);
    if (error != 0) {
      throw CaptureErrors.onStatistics(error, interfaceNames);
    }
    long received = counts[Native.RECEIVED];
    long dropped = counts[Native.DROPPED];
    return new CaptureStatistics(
        received,
        dropped,
        counts[Native.FREEZES],
        missed.count(() -> NetworkInterfaces.of(ring)),
        ended ? Math.max(0, received - dropped - lentBefore) : 0);
  }
}
