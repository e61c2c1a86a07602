package io.framering.cli;

import io.framering.capture.Filter;
import io.framering.capture.FilterExpression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code sniff} that say which packets are wanted. */
final class SelectArguments {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "-c",
      paramLabel = "COUNT",
      converter = Range.Count.class,
      description = "End after so many packets. Default: never")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "-F",
      paramLabel = "FILE",
      description = "Take the expression from a file; - is standard input")
  private String file;

  @Option(
      names = "-d",
      description = "Print the filter program and end; -dd: for C, -ddd: as numbers")
  private boolean[] listing = {};

  @Option(
      names = {"-O", "--no-optimize"},
      description = "Leave the filter program as it was generated")
  private boolean notOptimized;

  /** Most packets that are wanted. */
  long count() {
    return count;
  }

  /** How the filter program is to be shown, or null when packets are wanted instead. */
  Filter.Listing listing() {
    return switch (listing.length) {
      case 0 -> null;
      case 1 -> Filter.Listing.ASSEMBLY;
      case 2 -> Filter.Listing.INITIALIZERS;
      default -> Filter.Listing.NUMBERS;
    };
  }

  /**
   * The filter expression.
   *
   * @param words of the command line; {@code -F} counts more
   */
  FilterExpression expression(List<String> words, InputStream in) {
    String text = file == null ? String.join(" ", words) : read(in);
    return new FilterExpression(text, !notOptimized);
  }

  /** In a file, {@code #} begins a comment. */
  private String read(InputStream in) {
    try {
      byte[] bytes =
          file.equals(STANDARD_INPUT) ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
      return new String(bytes, StandardCharsets.UTF_8).replaceAll("#.*", "");
    } catch (NoSuchFileException e) {
      throw new Failure("-F " + file + ": no such file");
    } catch (IOException e) {
      throw new Failure("-F " + file + ": " + e.getMessage());
    }
  }
}
