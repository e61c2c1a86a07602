package io.framering.cli;

import io.framering.filter.Filter;
import io.framering.filter.FilterExpression;
import java.io.InputStream;
import java.util.List;

/** The options of {@code sniff} for selecting packets. */
final class SelectArguments {
  private long count = Long.MAX_VALUE;
  private String file;
  private int listing;
  private boolean notOptimized;

  OptionGroup group() {
    return new OptionGroup("Which packets:")
        .value(
            "-c",
            "COUNT",
            new Range.Count(),
            value -> count = value,
            "End after COUNT packets. Default: never")
        .value(
            "-F",
            "FILE",
            name -> name,
            name -> file = name,
            "Read the expression from a file; - is standard input")
        .flag(
            "-d",
            () -> listing++,
            "Print the filter program and exit; -dd: for C, -ddd: as numbers")
        .flag("-O, --no-optimize", () -> notOptimized = true, "Do not optimize the filter program");
  }

  /** The maximum number of packets. */
  long count() {
    return count;
  }

  /** The notation in which to print the filter program, or null to process packets. */
  Filter.Listing listing() {
    return switch (listing) {
      case 0 -> null;
      case 1 -> Filter.Listing.ASSEMBLY;
      case 2 -> Filter.Listing.INITIALIZERS;
      default -> Filter.Listing.NUMBERS;
    };
  }

  /**
   * The filter expression.
   *
   * @param words of the command line; {@code -F} overrides them
   */
  FilterExpression expression(List<String> words, InputStream in) {
    // In a file, # begins a comment.
    String text =
        file == null
            ? String.join(" ", words)
            : TextFile.read("-F", file, in).replaceAll("#.*", "");
    return new FilterExpression(text, !notOptimized);
  }
}
