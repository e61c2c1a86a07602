// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.frame.Frame;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.text.TextBuffer;

/** What a format prints of a frame: ASCII that a terminal takes as text, and not without end. */
final class Printed {
  private static final int LONGEST = 100_000;
  private static final int LONGEST_PER_BYTE = 100;

  private Printed() {}

  /** Prints the input in this format, with its options. */
  static TextBuffer in(OutputFormat format, byte[] input) {
    FuzzedFrame fuzzed = new FuzzedFrame(input);
    return by(format.printer(fuzzed.options()), fuzzed);
  }

  /** Prints it twice: a printer may remember what it saw. */
  static TextBuffer by(FramePrinter printer, FuzzedFrame fuzzed) {
    Frame frame = fuzzed.frame();
    TextBuffer text = new TextBuffer();
    printer.print(frame, text);
    check(text, fuzzed.length());
    printer.print(frame, text.clear());
    check(text, fuzzed.length());
    return text;
  }

  private static void check(TextBuffer text, int length) {
    byte[] printed = text.toByteArray();
    if (printed.length > LONGEST + LONGEST_PER_BYTE * length) {
      throw new AssertionError(printed.length + " characters of a frame of " + length + " bytes");
    }
    for (byte b : printed) {
      if (b != '\n' && b != '\t' && (b < ' ' || b > '~')) {
        throw new AssertionError("byte " + b + " in " + text);
      }
    }
  }
}
