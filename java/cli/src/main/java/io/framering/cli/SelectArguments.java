// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.Filter;
import io.framering.filter.FilterExpression;
import java.io.InputStream;

/** The options of {@code sniff} for selecting packets. */
final class SelectArguments {
  final ExpressionWords words = new ExpressionWords("packets", "port 53");
  final OptionGroup group = new OptionGroup("Which packets:");

  /** The maximum number of packets. */
  final Option<Long> count =
      group.value(
          "-c",
          "COUNT",
          new Range(1, Long.MAX_VALUE),
          Long.MAX_VALUE,
          "End after COUNT packets. Default: never");

  private final Option<String> file =
      group.text("-F", "FILE", null, "Read the expression from a file; - is standard input");
  private final Option<Integer> listing =
      group.count("-d", "Print the filter program and exit; -dd: for C, -ddd: as numbers");
  private final Option<Boolean> notOptimized =
      group.flag("-O, --no-optimize", "Do not optimize the filter program");

  /** The notation in which to print the filter program, or null to process packets. */
  Filter.Listing listing() {
    return switch (listing.get()) {
      case 0 -> null;
      case 1 -> Filter.Listing.ASSEMBLY;
      case 2 -> Filter.Listing.INITIALIZERS;
      default -> Filter.Listing.NUMBERS;
    };
  }

  /** The filter expression; {@code -F} overrides the words of the command line. */
  FilterExpression expression(InputStream in) {
    // In a file, # begins a comment.
    String text =
        file.get() == null
            ? words.text()
            : TextFile.read("-F", file.get(), in).replaceAll("#.*", "");
    return new FilterExpression(text, !notOptimized.get());
  }
}
