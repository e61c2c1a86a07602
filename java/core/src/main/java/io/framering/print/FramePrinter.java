// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import io.framering.frame.Frame;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.HexDump;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextPrinter;

/** Prints frames in a format, with a dump of their bytes below. Not thread-safe. */
public final class FramePrinter implements TextPrinter {
  private final TextPrinter format;
  private final DumpStyle dump;

  /**
   * A printer for a custom format.
   *
   * @param format prints the frame itself
   * @param dump the style in which the captured bytes are shown below the output of {@code format}
   */
  public FramePrinter(TextPrinter format, DumpStyle dump) {
    this.format = format;
    this.dump = dump;
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    format.print(frame, text);
    if (dump != DumpStyle.NONE) {
      HexDump.frame(frame, format.linkHeaderLength(frame), dump, text);
    }
  }

  @Override
  public void lost(long frames, TextBuffer text) {
    format.lost(frames, text);
  }

  @Override
  public int linkHeaderLength(Frame frame) {
    return format.linkHeaderLength(frame);
  }
}
