// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.flow.Flow;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A field of a flow in json and csv.
 *
 * @param name in json, each dot begins an object
 * @param quoted whether it is a string in json; else a number
 * @param value the text of its value; null if the flow does not have it
 */
record FlowField(String name, boolean quoted, Function<FlowLine, String> value) {
  private static final long NANOS = 1_000_000_000;

  static FlowField text(String name, Function<Flow, String> value) {
    return new FlowField(name, true, line -> value.apply(line.flow()));
  }

  /** A number; negative ones are absent. */
  static FlowField number(String name, ToLongFunction<Flow> value) {
    return new FlowField(
        name, false, line -> unlessNegative(value.applyAsLong(line.flow()), Long::toString));
  }

  /** A duration in seconds; negative ones are absent. */
  static FlowField seconds(String name, ToLongFunction<Flow> nanos) {
    return new FlowField(
        name, false, line -> unlessNegative(nanos.applyAsLong(line.flow()), FlowField::seconds));
  }

  /** A time in seconds since 1970, as a string: a number would lose its last digits. */
  static FlowField time(String name, ToLongFunction<Flow> nanos) {
    return new FlowField(name, true, line -> seconds(nanos.applyAsLong(line.flow())));
  }

  private static String unlessNegative(long value, LongFunction<String> text) {
    return value < 0 ? null : text.apply(value);
  }

  private static String seconds(long nanos) {
    String fraction = Long.toString(NANOS + Math.floorMod(nanos, NANOS)).substring(1);
    return Math.floorDiv(nanos, NANOS) + "." + fraction;
  }
}
