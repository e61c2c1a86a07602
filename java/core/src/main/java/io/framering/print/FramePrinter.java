package io.framering.print;

import io.framering.frame.Frame;

/** Writes frames as text. Belongs to one thread. */
@FunctionalInterface
public interface FramePrinter {
  /**
   * Appends {@code frame} to {@code text}. No frame makes this throw, however broken its bytes are.
   */
  void print(Frame frame, TextBuffer text);
}
