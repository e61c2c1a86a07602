package io.framering.print.text;

/** How {@code line} shows a frame's time. Each is one more {@code t} to tcpdump. */
public enum TimeStyle {
  /** Local time of day. */
  TIME_OF_DAY,
  /** Not at all: {@code -t}. */
  NONE,
  /** Seconds since 1970-01-01T00:00:00 UTC: {@code -tt}. */
  UNIX,
  /** The time that has passed since the frame before: {@code -ttt}. */
  SINCE_PREVIOUS,
  /** Local date and time of day: {@code -tttt}. */
  DATE,
  /** The time that has passed since the first frame: {@code -ttttt}. */
  SINCE_FIRST
}
