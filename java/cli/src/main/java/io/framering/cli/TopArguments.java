// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code top}. */
final class TopArguments {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 40;
  private static final int LARGEST = 1000;

  /**
   * A number of columns and lines.
   *
   * @param width columns
   * @param height lines
   */
  record Size(int width, int height) {
    private static Size parse(String text) {
      String[] parts = text.split("x", -1);
      try {
        Size size = new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        if (parts.length == 2 && size.isSensible()) {
          return size;
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // It is refused like a size out of bounds.
      }
      throw new TypeConversionException("'" + text + "' is not a size such as 100x40, up to 1000");
    }

    private boolean isSensible() {
      return width > 0 && width <= LARGEST && height > 0 && height <= LARGEST;
    }
  }

  final OptionGroup group = new OptionGroup("Screen:");

  /** The time between two screens. */
  final Option<Duration> every =
      group.value(
          "--every",
          "SECONDS",
          FlowsArguments::interval,
          Duration.ofSeconds(1),
          "Interval between two screens. Default: 1");

  /** Whether to print one screen and exit. */
  final Option<Boolean> once =
      group.flag("--once", "Print one screen after one interval, without a terminal, and exit");

  /** The size of that screen. */
  final Option<Size> size =
      group.value(
          "--size",
          "COLUMNSxLINES",
          Size::parse,
          new Size(WIDTH, HEIGHT),
          "Size of the screen of --once. Default: 100x40");

  final FlowArguments counting = new FlowArguments();
  final SniffArguments sniffing = new SniffArguments();

  /** All options, in the order of the help. */
  OptionGroup[] groups() {
    return new OptionGroup[] {
      new OptionGroup("Help:").withHelp(),
      group,
      counting.group,
      sniffing.capturing().live(),
      sniffing.selecting().group.only("-F", "-O")
    };
  }
}
