// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Frames, time and processor time of the whole process, all threads, at one moment.
 *
 * @param frames handled so far
 * @param nanos of {@link System#nanoTime()}
 * @param processorNanos in user and kernel mode since the process started
 */
record Pace(long frames, long nanos, long processorNanos) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Pace now(long frames) {
    return new Pace(frames, System.nanoTime(), SYSTEM.getProcessCpuTime());
  }

  /** Frames per second since then. */
  double rateSince(Pace then) {
    return (frames - then.frames) * 1e9 / Math.max(1, nanos - then.nanos);
  }

  /** Microseconds of processor time per frame since then. */
  double costSince(Pace then) {
    return (processorNanos - then.processorNanos) / 1e3 / Math.max(1, frames - then.frames);
  }
}
