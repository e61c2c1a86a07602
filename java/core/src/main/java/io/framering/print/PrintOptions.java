package io.framering.print;

import java.time.ZoneId;
import java.util.TimeZone;
import java.util.function.IntFunction;

/**
 * What the printers have to be told. The formats take from it what concerns them: {@code zone},
 * {@code interfaceNames} and {@code dump} concern all that are for people, the rest {@link
 * OutputFormat#LINE} alone.
 *
 * @param interfaceNames the name of the interface that has this index; asked once for each index
 * @param zone the time zone in which times are shown; not to be changed
 * @param dump how the frame's bytes are shown
 * @param verbosity how much is told, 0 to 3: tcpdump's {@code -v}, {@code -vv}, {@code -vvv}
 * @param quiet how much is left out, 0 to 2: tcpdump's {@code -q}
 * @param linkLevel whether the link-layer header is printed: tcpdump's {@code -e}
 * @param interfaces whether each line begins with the interface and the direction, as tcpdump's do
 *     with {@code -i any}
 * @param absoluteSequence whether TCP sequence numbers are those of the packet, not relative to the
 *     connection's first: tcpdump's {@code -S}
 * @param numbered whether each line begins with the frame's number: tcpdump's {@code -#}
 * @param time how times are shown: tcpdump's {@code -t}
 * @param nanos whether times have nanoseconds, not microseconds: tcpdump's {@code --nano}
 * @param checksums whether checksums of IPv4, TCP and UDP are verified: not with tcpdump's {@code
 *     -K}
 */
public record PrintOptions(
    IntFunction<String> interfaceNames,
    TimeZone zone,
    DumpStyle dump,
    int verbosity,
    int quiet,
    boolean linkLevel,
    boolean interfaces,
    boolean absoluteSequence,
    boolean numbered,
    TimeStyle time,
    boolean nanos,
    boolean checksums) {
  /** Interfaces are called "if" and their index; times are local; nothing more is asked for. */
  public static PrintOptions defaults() {
    return new PrintOptions(
        index -> "if" + index,
        TimeZone.getDefault(),
        DumpStyle.NONE,
        0,
        0,
        false,
        false,
        false,
        false,
        TimeStyle.TIME_OF_DAY,
        false,
        true);
  }

  /** These options, with other interface names. */
  public PrintOptions withInterfaceNames(IntFunction<String> names) {
    return new PrintOptions(
        names,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with another time zone. */
  public PrintOptions withZone(ZoneId otherZone) {
    return new PrintOptions(
        interfaceNames,
        TimeZone.getTimeZone(otherZone),
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with the bytes shown in this style. */
  public PrintOptions withDump(DumpStyle style) {
    return new PrintOptions(
        interfaceNames,
        zone,
        style,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with this verbosity, 0 to 3. */
  public PrintOptions withVerbosity(int level) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        level,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with this much left out, 0 to 2. */
  public PrintOptions withQuiet(int level) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        level,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with or without the link-layer header. */
  public PrintOptions withLinkLevel(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        on,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with or without interface and direction before each line. */
  public PrintOptions withInterfaces(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        on,
        absoluteSequence,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with or without the TCP sequence numbers of the packet. */
  public PrintOptions withAbsoluteSequence(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        on,
        numbered,
        time,
        nanos,
        checksums);
  }

  /** These options, with or without the frame's number before each line. */
  public PrintOptions withNumbered(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        on,
        time,
        nanos,
        checksums);
  }

  /** These options, with times in this style. */
  public PrintOptions withTime(TimeStyle style) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        style,
        nanos,
        checksums);
  }

  /** These options, with or without nanoseconds. */
  public PrintOptions withNanos(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        on,
        checksums);
  }

  /** These options, with checksums verified or not. */
  public PrintOptions withChecksums(boolean on) {
    return new PrintOptions(
        interfaceNames,
        zone,
        dump,
        verbosity,
        quiet,
        linkLevel,
        interfaces,
        absoluteSequence,
        numbered,
        time,
        nanos,
        on);
  }
}
