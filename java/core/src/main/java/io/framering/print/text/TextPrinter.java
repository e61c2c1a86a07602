// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import io.framering.frame.Frame;

/** Writes frames as text in one format. Not thread-safe. */
@FunctionalInterface
public interface TextPrinter {
  /**
   * Appends {@code frame} to {@code text}. It never throws, however broken the frame is.
   *
   * @param frame a frame that is lent now
   * @param text the buffer that it is appended to
   */
  void print(Frame frame, TextBuffer text);

  /**
   * Reports frames that were lost before the next one, if the format supports it; most do not.
   *
   * @param frames the number of lost frames, 1 or more
   * @param text the buffer that it is appended to
   */
  default void lost(long frames, TextBuffer text) {}

  /**
   * {@return the length of the link-layer header of {@code frame}, the last one printed, which a
   * {@link HexDump} may omit} Negative if no byte may be shown because the frame's lengths are
   * wrong.
   *
   * @param frame a frame that is lent now
   */
  default int linkHeaderLength(Frame frame) {
    return LinkHeader.length(frame);
  }
}
