// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.flows.FlowCsv;
import io.framering.cli.flows.FlowFormat;
import io.framering.cli.flows.FlowJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** The options of {@code flows}. */
final class FlowsArguments {
  private static final String TABLE = "table";
  private static final String JSON = "json";
  private static final String CSV = "csv";
  private static final int WIDTH = 120;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 1000;
  private static final int MOST_ROWS = 1_000_000;

  final OptionGroup group = new OptionGroup("Output:");
  private final Option<String> format =
      group.choice(
          "--format",
          "FORMAT",
          List.of(TABLE, JSON, CSV),
          new Option<>(TABLE),
          "table, json or csv. Default: table");

  /** The time between two interim results, or null. */
  final Option<Duration> every =
      group.value(
          "--every",
          "SECONDS",
          FlowsArguments::interval,
          null,
          "Print an interim result at this interval: 10 or 10s");

  private final Option<Integer> limit =
      group.number("--limit", "COUNT", 1, MOST_ROWS, 50, "Rows of the table. Default: 50");
  private final Option<Integer> width =
      group.number(
          "--width", "COLUMNS", NARROWEST, WIDEST, WIDTH, "Width of the table. Default: 120");

  private final Option<String> streams =
      group.text(
          "--streams",
          "DIR",
          null,
          "Write each direction of each TCP stream into a file in this new or empty folder");

  final FlowArguments counting = new FlowArguments();
  final SniffArguments sniffing =
      new SniffArguments(
          new CaptureArguments(),
          new SelectArguments(),
          new RecordArguments(),
          new PrintArguments(),
          new CountArguments());

  /** All options, in the order of the help. */
  OptionGroup[] groups() {
    return new OptionGroup[] {
      new OptionGroup("Help:").withHelp(),
      group,
      counting.group,
      sniffing.capturing().live(),
      sniffing.selecting().group.only("-c", "-F", "-O"),
      sniffing.recording().group.only("-r", "-V", "--follow")
    };
  }

  /** An interval with or without its unit. */
  static Duration interval(String text) {
    return new Seconds("0.1", false).convert(text.replaceFirst("s$", ""));
  }

  /** The folder of {@code --streams}, or null. */
  StreamFolder streamFolder() {
    return streams.get() == null ? null : new StreamFolder(Path.of(streams.get()));
  }

  FlowOutput output(Environment environment, IntFunction<String> interfaceNames) {
    return switch (format.get()) {
      case JSON -> lines(new FlowJson(), environment, interfaceNames);
      case CSV -> lines(new FlowCsv(), environment, interfaceNames);
      default -> new FlowTableOutput(environment, limit.get(), width.get());
    };
  }

  private static FlowOutput lines(
      FlowFormat format, Environment environment, IntFunction<String> names) {
    return new FlowLinesOutput(
        format, environment.out(), index -> index == 0 ? null : names.apply(index));
  }
}
