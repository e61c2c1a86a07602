// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import io.framering.packet.Protocols;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TimeStyle;
import java.time.ZoneId;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Options of the printers. Start from {@link #defaults()} and change single options; each change
 * returns new options and does not modify the old ones:
 *
 * <pre>{@code
 * PrintOptions.defaults().verbosity(1).time(TimeStyle.DATE)
 * }</pre>
 *
 * <p>Time zone, interface names and dump apply to all formats for people, protocols to those that
 * show headers, the other options only to {@link OutputFormat#LINE}.
 */
public final class PrintOptions implements TextOptions, Cloneable {
  private static final PrintOptions DEFAULTS = new PrintOptions();

  // Changed only in with(), before the copy is published.
  private IntFunction<String> interfaceNames = index -> "if" + index;
  private Protocols protocols = Protocols.builtIn();
  private TimeZone zone;
  private DumpStyle dump = DumpStyle.NONE;
  private int verbosity;
  private int quiet;
  private boolean linkLevel;
  private boolean interfaces;
  private boolean absoluteSequence;
  private boolean numbered;
  private TimeStyle time = TimeStyle.TIME_OF_DAY;
  private boolean nanos;
  private boolean checksums = true;
  private PayloadType payloadType = PayloadType.BY_PORT;

  private PrintOptions() {}

  /** {@return options with everything at its default} */
  public static PrintOptions defaults() {
    return DEFAULTS;
  }

  private PrintOptions with(Consumer<PrintOptions> change) {
    try {
      PrintOptions copy = (PrintOptions) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The name of the interface with an index; looked up once per index. The default is "if" and the
   * index.
   *
   * @param names returns the name of an index
   * @return a copy of these options with this setting
   */
  public PrintOptions interfaceNames(IntFunction<String> names) {
    return with(copy -> copy.interfaceNames = names);
  }

  @Override
  public IntFunction<String> interfaceNames() {
    return interfaceNames;
  }

  /**
   * The protocols that {@link OutputFormat#TREE} and {@link OutputFormat#JSON} decode, with
   * decoders of the program's own; default {@link Protocols#builtIn()}.
   *
   * @param decoded the protocols
   * @return a copy of these options with this setting
   */
  public PrintOptions protocols(Protocols decoded) {
    return with(copy -> copy.protocols = decoded);
  }

  @Override
  public Protocols protocols() {
    return protocols;
  }

  /**
   * The time zone in which times are shown; the default is the JVM's.
   *
   * @param other the time zone
   * @return a copy of these options with this setting
   */
  public PrintOptions zone(ZoneId other) {
    return with(copy -> copy.zone = TimeZone.getTimeZone(other));
  }

  @Override
  public TimeZone zone() {
    return zone == null ? TimeZone.getDefault() : zone;
  }

  /**
   * The style in which the frame's bytes are shown; default {@link DumpStyle#NONE}.
   *
   * @param style the style
   * @return a copy of these options with this setting
   */
  public PrintOptions dump(DumpStyle style) {
    return with(copy -> copy.dump = style);
  }

  @Override
  public DumpStyle dump() {
    return dump;
  }

  /**
   * The verbosity, 0 (default) to 3: tcpdump's {@code -v}, {@code -vv}, {@code -vvv}.
   *
   * @param level the level; more than the maximum means the maximum
   * @return a copy of these options with this setting
   */
  public PrintOptions verbosity(int level) {
    return with(copy -> copy.verbosity = level);
  }

  @Override
  public int verbosity() {
    return verbosity;
  }

  /**
   * The brevity, 0 (default) to 2: tcpdump's {@code -q}.
   *
   * @param level the level; more than the maximum means the maximum
   * @return a copy of these options with this setting
   */
  public PrintOptions quiet(int level) {
    return with(copy -> copy.quiet = level);
  }

  @Override
  public int quiet() {
    return quiet;
  }

  /**
   * Whether the link-layer header is printed; default false: tcpdump's {@code -e}.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions linkLevel(boolean on) {
    return with(copy -> copy.linkLevel = on);
  }

  @Override
  public boolean linkLevel() {
    return linkLevel;
  }

  /**
   * Whether each line begins with the interface and the direction, as in tcpdump with {@code -i
   * any}; default false.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions interfaces(boolean on) {
    return with(copy -> copy.interfaces = on);
  }

  @Override
  public boolean interfaces() {
    return interfaces;
  }

  /**
   * Whether TCP sequence numbers are absolute, not relative to the connection's first; default
   * false: tcpdump's {@code -S}.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions absoluteSequence(boolean on) {
    return with(copy -> copy.absoluteSequence = on);
  }

  @Override
  public boolean absoluteSequence() {
    return absoluteSequence;
  }

  /**
   * Whether each line begins with the frame's number; default false: tcpdump's {@code -#}.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions numbered(boolean on) {
    return with(copy -> copy.numbered = on);
  }

  @Override
  public boolean numbered() {
    return numbered;
  }

  /**
   * The style of times; default {@link TimeStyle#TIME_OF_DAY}: tcpdump's {@code -t}.
   *
   * @param style the style
   * @return a copy of these options with this setting
   */
  public PrintOptions time(TimeStyle style) {
    return with(copy -> copy.time = style);
  }

  @Override
  public TimeStyle time() {
    return time;
  }

  /**
   * Whether times have nanoseconds, not microseconds; default false: {@code --nano}.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions nanos(boolean on) {
    return with(copy -> copy.nanos = on);
  }

  @Override
  public boolean nanos() {
    return nanos;
  }

  /**
   * Whether checksums of IPv4, TCP and UDP are verified; default true, false for tcpdump's {@code
   * -K}.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public PrintOptions checksums(boolean on) {
    return with(copy -> copy.checksums = on);
  }

  @Override
  public boolean checksums() {
    return checksums;
  }

  /**
   * The protocol over UDP and TCP, whatever the ports are; default {@link PayloadType#BY_PORT}:
   * tcpdump's {@code -T}. The payload of packets that cannot have it is not printed.
   *
   * @param type the protocol
   * @return a copy of these options with this setting
   */
  public PrintOptions payloadType(PayloadType type) {
    return with(copy -> copy.payloadType = type);
  }

  @Override
  public PayloadType payloadType() {
    return payloadType;
  }
}
