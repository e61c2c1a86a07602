// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import io.framering.frame.Frame;

/** Writes frames as text in one format. Not thread-safe. */
@FunctionalInterface
public interface TextPrinter {
  /** Appends {@code frame} to {@code text}. It never throws, however broken the frame is. */
  void print(Frame frame, TextBuffer text);

  /** Reports frames that were lost before the next one, if the format supports it; most do not. */
  default void lost(long frames, TextBuffer text) {}

  /**
   * The length of the link-layer header of {@code frame}, the last one printed, which a {@link
   * HexDump} may omit. Negative if no byte may be shown because the frame's lengths are wrong.
   */
  default int linkHeaderLength(Frame frame) {
    return LinkHeader.length(frame);
  }
}
