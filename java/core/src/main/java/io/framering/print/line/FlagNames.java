// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Named bits. */
final class FlagNames {
  private final long[] bits;
  private final String[] names;

  /** The names of these bits, in the order in which they are printed. */
  FlagNames(long[] bits, String... names) {
    this.bits = bits;
    this.names = names;
  }

  /** Appends the names of the bits that are set, with commas between, or "none". */
  void print(long value, TextBuffer out) {
    print(value, "none", out);
  }

  /** Appends the names of the bits that are set, with commas between, or {@code none}. */
  void print(long value, String none, TextBuffer out) {
    String separator = "";
    for (int i = 0; i < bits.length; i++) {
      if ((value & bits[i]) != 0) {
        out.text(separator).text(names[i]);
        separator = ", ";
      }
    }
    if (separator.isEmpty()) {
      out.text(none);
    }
  }
}
