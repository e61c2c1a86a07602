// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Options of a {@link FlowTable}. Start from {@link #defaults()} and change single options; each
 * change returns new options and does not modify the old ones:
 *
 * <pre>{@code
 * FlowOptions.defaults().maxFlows(500_000).listener((flow, end) -> print(flow))
 * }</pre>
 *
 * <p>A value out of range throws an {@link IllegalArgumentException} that names the range.
 */
public final class FlowOptions implements Cloneable {
  /** The greatest number of flows in a table. */
  public static final int MAXIMUM_FLOWS = 1 << 26;

  private static final FlowOptions DEFAULTS = new FlowOptions();

  // Changed only in with(), before the copy is published.
  private int maxFlows = 1 << 16;
  private Duration idleTimeout = Duration.ofMinutes(2);
  private Duration closedTimeout = Duration.ofSeconds(5);
  private boolean byVlan;
  private boolean byInterface;
  private FlowListener listener = (flow, end) -> {};
  private List<FlowMeasurement<?>> measurements = List.of();

  private FlowOptions() {}

  /** {@return options with everything at its default} */
  public static FlowOptions defaults() {
    return DEFAULTS;
  }

  private FlowOptions with(Consumer<FlowOptions> change) {
    try {
      FlowOptions copy = (FlowOptions) clone();
      change.accept(copy);
      copy.check();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void check() {
    require(
        maxFlows >= 1 && maxFlows <= MAXIMUM_FLOWS,
        "flows " + maxFlows + ": must be 1 to " + MAXIMUM_FLOWS);
    check("idle timeout", idleTimeout);
    check("closed timeout", closedTimeout);
    require(listener != null, "listener: must not be null");
    for (FlowMeasurement<?> each : measurements) {
      require(
          each.bytes() >= 1 && each.bytes() <= FlowMeasurement.MAXIMUM_BYTES,
          "measurement of " + each.bytes() + " bytes: must be 1 to 4096");
    }
  }

  private static void check(String what, Duration timeout) {
    require(timeout != null, what + ": must not be null");
    require(
        !timeout.isNegative() && timeout.compareTo(Duration.ofDays(365)) <= 0,
        what + " " + timeout + ": must be 0 to 365 days");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Sets the maximum number of flows in the table, 1 to {@value #MAXIMUM_FLOWS}; default 65,536. A
   * new flow beyond that evicts one that has had no packet for long. A flow takes 400 bytes, which
   * are reserved when they are needed.
   *
   * @param flows the number of flows
   * @return a copy of these options with this setting
   */
  public FlowOptions maxFlows(int flows) {
    return with(copy -> copy.maxFlows = flows);
  }

  /** {@return the value of {@link #maxFlows(int)}} */
  public int maxFlows() {
    return maxFlows;
  }

  /**
   * Sets the time after which a flow without packets ends; default 2 minutes, 0 for never. A flow
   * may stay longer, by up to a sixteenth of it.
   *
   * @param timeout up to 365 days
   * @return a copy of these options with this setting
   */
  public FlowOptions idleTimeout(Duration timeout) {
    return with(copy -> copy.idleTimeout = timeout);
  }

  /** {@return the value of {@link #idleTimeout(Duration)}} */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /**
   * Sets the time after which a TCP flow ends that has been reset, or that both sides have ended;
   * default 5 seconds, 0 for never. Until then it counts late packets.
   *
   * @param timeout up to 365 days
   * @return a copy of these options with this setting
   */
  public FlowOptions closedTimeout(Duration timeout) {
    return with(copy -> copy.closedTimeout = timeout);
  }

  /** {@return the value of {@link #closedTimeout(Duration)}} */
  public Duration closedTimeout() {
    return closedTimeout;
  }

  /**
   * Sets whether packets with different outer VLAN identifiers belong to different flows; default
   * false.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public FlowOptions byVlan(boolean on) {
    return with(copy -> copy.byVlan = on);
  }

  /** {@return the value of {@link #byVlan(boolean)}} */
  public boolean byVlan() {
    return byVlan;
  }

  /**
   * Sets whether packets of different interfaces belong to different flows; default false: a
   * capture from several interfaces then counts a forwarded packet once for each.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public FlowOptions byInterface(boolean on) {
    return with(copy -> copy.byInterface = on);
  }

  /** {@return the value of {@link #byInterface(boolean)}} */
  public boolean byInterface() {
    return byInterface;
  }

  /**
   * Sets the receiver of flows that leave the table; by default, they are dropped.
   *
   * @param receiver is called by the thread that uses the table
   * @return a copy of these options with this setting
   */
  public FlowOptions listener(FlowListener receiver) {
    return with(copy -> copy.listener = receiver);
  }

  /** {@return the value of {@link #listener(FlowListener)}} */
  public FlowListener listener() {
    return listener;
  }

  /**
   * Adds a measurement of a program's own.
   *
   * @param measurement is called by the thread that uses the table
   * @return a copy of these options with this measurement, too
   */
  public FlowOptions measure(FlowMeasurement<?> measurement) {
    List<FlowMeasurement<?>> more = new ArrayList<>(measurements);
    more.add(measurement);
    return with(copy -> copy.measurements = List.copyOf(more));
  }

  /** {@return the measurements that were added} */
  public List<FlowMeasurement<?>> measurements() {
    return measurements;
  }
}
