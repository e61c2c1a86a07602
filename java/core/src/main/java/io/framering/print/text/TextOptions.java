package io.framering.print.text;

import java.util.TimeZone;
import java.util.function.IntFunction;

/** What printers need to know. Each format takes what concerns it. */
public interface TextOptions {
  /**
   * The name of the interface that has an index; asked once for each index. The default calls them
   * "if" and the index.
   */
  IntFunction<String> interfaceNames();

  /** The time zone in which times are shown; the default is the JVM's. */
  TimeZone zone();

  /** How the frame's bytes are shown; default {@link DumpStyle#NONE}. */
  DumpStyle dump();

  /** How much is said, 0, the default, to 3: tcpdump's {@code -v}, {@code -vv}, {@code -vvv}. */
  int verbosity();

  /** How much is left out, 0, the default, to 2: tcpdump's {@code -q}. */
  int quiet();

  /** Whether the link-layer header is printed; default false: tcpdump's {@code -e}. */
  boolean linkLevel();

  /**
   * Whether each line begins with the interface and the direction, as tcpdump's do with {@code -i
   * any}; default false.
   */
  boolean interfaces();

  /**
   * Whether TCP sequence numbers are those of the packet, not relative to the connection's first;
   * default false: tcpdump's {@code -S}.
   */
  boolean absoluteSequence();

  /** Whether each line begins with the frame's number; default false: tcpdump's {@code -#}. */
  boolean numbered();

  /** How times are shown; default {@link TimeStyle#TIME_OF_DAY}: tcpdump's {@code -t}. */
  TimeStyle time();

  /** Whether times have nanoseconds, not microseconds; default false: {@code --nano}. */
  boolean nanos();

  /**
   * Whether checksums of IPv4, TCP and UDP are verified; default true, and not with tcpdump's
   * {@code -K}.
   */
  boolean checksums();
}
