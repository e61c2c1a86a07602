// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Text padded to a column. Wider text is not truncated. */
final class Columns {
  private Columns() {}

  /** {@code text}, and then blanks. */
  static void left(String text, int width, TextBuffer out) {
    out.text(text).repeat(' ', Math.max(0, width - text.length()));
  }

  /** Blanks, and then {@code text}. */
  static void right(String text, int width, TextBuffer out) {
    out.repeat(' ', Math.max(0, width - text.length())).text(text);
  }

  /** Blanks, and then {@code number}, 0 or more. */
  static void right(long number, int width, TextBuffer out) {
    long bound = 10;
    for (int blanks = width - 1; blanks > 0; blanks--) {
      if (number < bound) {
        out.repeat(' ', blanks);
        break;
      }
      bound *= 10;
    }
    out.decimal(number);
  }
}
