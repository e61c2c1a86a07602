package io.framering.print.text;

import io.framering.frame.Frame;

/** Writes frames as text in one format. Belongs to one thread. */
@FunctionalInterface
public interface TextPrinter {
  /**
   * Appends {@code frame} to {@code text}. No frame makes this throw, however broken its bytes are.
   */
  void print(Frame frame, TextBuffer text);

  /**
   * Appends that frames were lost between the one before and the next one, where the format has a
   * place for it: most have none.
   */
  default void lost(long frames, TextBuffer text) {}

  /**
   * How many bytes at the beginning of {@code frame}, which was the last to be printed, are its
   * link-layer header: what a {@link HexDump} may leave out. Negative when none of its bytes is to
   * be shown, as its lengths can't be right.
   */
  default int linkHeaderLength(Frame frame) {
    return LinkHeader.length(frame);
  }
}
