// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import java.util.stream.LongStream;

/** Values as a line of bars, the latest at the right. */
final class Sparkline {
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
  private static final String ASCII = " .:-=+*%#";

  private Sparkline() {}

  /** The last {@code width} values, scaled to the greatest of them. */
  static String of(long[] values, int width, boolean unicode) {
    String levels = unicode ? BLOCKS : ASCII;
    int most = levels.length() - 1;
    int from = Math.max(0, values.length - width);
    long greatest = greatest(values, width);
    StringBuilder line = new StringBuilder(" ".repeat(Math.max(0, width - values.length)));
    for (int i = from; i < values.length; i++) {
      long level = greatest == 0 ? 0 : Math.ceilDiv(values[i] * most, greatest);
      line.append(levels.charAt((int) level)); // anything above 0 is seen
    }
    return line.toString();
  }

  /** The greatest of the last {@code width} values. */
  static long greatest(long[] values, int width) {
    return LongStream.of(values).skip(Math.max(0, values.length - width)).max().orElse(0);
  }

  /** A mark where a value is not 0. */
  static String marks(long[] values, int width) {
    StringBuilder line = new StringBuilder(" ".repeat(Math.max(0, width - values.length)));
    LongStream.of(values)
        .skip(Math.max(0, values.length - width))
        .forEach(value -> line.append(value > 0 ? '!' : '.'));
    return line.toString();
  }
}
