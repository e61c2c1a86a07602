// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import io.framering.packet.Protocols;
import java.util.TimeZone;
import java.util.function.IntFunction;

/** Options of printers. Each format uses those that apply to it. */
public interface TextOptions {
  /**
   * {@return the name of the interface with an index; looked up once per index} The default is "if"
   * and the index.
   */
  IntFunction<String> interfaceNames();

  /**
   * {@return the protocols that are decoded, in formats that show headers; default: the library's}
   */
  Protocols protocols();

  /** {@return the time zone in which times are shown; the default is the JVM's} */
  TimeZone zone();

  /** {@return the style in which the frame's bytes are shown; default {@link DumpStyle#NONE}} */
  DumpStyle dump();

  /** {@return the verbosity, 0 (default) to 3: tcpdump's {@code -v}, {@code -vv}, {@code -vvv}} */
  int verbosity();

  /** {@return the brevity, 0 (default) to 2: tcpdump's {@code -q}} */
  int quiet();

  /** {@return whether the link-layer header is printed; default false: tcpdump's {@code -e}} */
  boolean linkLevel();

  /**
   * {@return whether each line begins with the interface and the direction, as in tcpdump with
   * {@code -i any}; default false}
   */
  boolean interfaces();

  /**
   * {@return whether TCP sequence numbers are absolute, not relative to the connection's first;
   * default false: tcpdump's {@code -S}}
   */
  boolean absoluteSequence();

  /**
   * {@return whether each line begins with the frame's number; default false: tcpdump's {@code -#}}
   */
  boolean numbered();

  /** {@return the style of times; default {@link TimeStyle#TIME_OF_DAY}: tcpdump's {@code -t}} */
  TimeStyle time();

  /** {@return whether times have nanoseconds, not microseconds; default false: {@code --nano}} */
  boolean nanos();

  /**
   * {@return whether checksums of IPv4, TCP and UDP are verified; default true, false for tcpdump's
   * {@code -K}}
   */
  boolean checksums();

  /**
   * {@return the protocol over UDP and TCP, whatever the ports are; default {@link
   * PayloadType#BY_PORT}: tcpdump's {@code -T}}
   */
  PayloadType payloadType();
}
