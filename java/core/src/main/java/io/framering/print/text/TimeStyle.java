// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/** The styles of times in {@code line}. In tcpdump, each has one more {@code t}. */
public enum TimeStyle {
  /** Local time of day. */
  TIME_OF_DAY,
  /** No time: {@code -t}. */
  NONE,
  /** Seconds since 1970-01-01T00:00:00 UTC: {@code -tt}. */
  UNIX,
  /** Time since the previous frame: {@code -ttt}. */
  SINCE_PREVIOUS,
  /** Local date and time of day: {@code -tttt}. */
  DATE,
  /** Time since the first frame: {@code -ttttt}. */
  SINCE_FIRST
}
