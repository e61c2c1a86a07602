// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/** The options of {@code sniff} for counting. */
final class CountArguments {
  final OptionGroup group = new OptionGroup("Counting:");
  final Option<Boolean> only = group.flag("--count", "Print only the number of packets");
  final Option<Boolean> everySecond =
      group.flag("--statistics", "Print packets, bytes and drops every second");
}
