// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TextPrinter;

/** {@code line}: prints the frame's own information, then its link layer. */
public final class LinePrinter implements TextPrinter {
  // The maximum frame length of tcpdump.
  private static final int LONGEST = 262_144;
  private static final int NOTHING_TO_SHOW = -1;
  private static final int NUMBER_WIDTH = 5;

  private final LineContext line;
  private final Dispatch dispatch;
  private final LineClock clock;
  private final boolean numbered;
  private final boolean interfaces;

  private long number;
  private int linkHeaderLength;

  /** Creates a printer, which keeps TCP connections and the time of the last frame. */
  public LinePrinter(TextOptions options) {
    line = new LineContext(options);
    dispatch = new Dispatch(line);
    clock = new LineClock(options);
    numbered = options.numbered();
    interfaces = options.interfaces();
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    number++;
    if (numbered) {
      Columns.right(number, NUMBER_WIDTH, text);
      text.text("  ");
    }
    if (isInvalid(frame, text)) {
      linkHeaderLength = NOTHING_TO_SHOW;
    } else {
      clock.print(frame.timestampNanos(), text);
      if (interfaces) {
        printInterface(frame, text);
      }
      line.begin(frame, text);
      dispatch.begin();
      try {
        linkHeaderLength = (int) Math.min(dispatch.link(frame), frame.capturedLength());
      } catch (Truncation e) {
        line.truncated();
        linkHeaderLength = 0;
      }
    }
    text.newline();
  }

  @Override
  public int linkHeaderLength(Frame frame) {
    return linkHeaderLength;
  }

  /** Prints an error if the lengths are invalid, and returns whether they are. */
  private static boolean isInvalid(Frame frame, TextBuffer text) {
    int captured = frame.capturedLength();
    long original = frame.originalLength();
    if (captured > 0 && captured <= original && original <= LONGEST) {
      return false;
    }
    String separator = "[Invalid header:";
    if (captured == 0) {
      text.text(separator).text(" caplen==0");
      separator = ",";
    }
    if (original == 0) {
      text.text(separator).text(" len==0");
      separator = ",";
    } else if (original < captured) {
      text.text(separator).text(" len(").decimal(original);
      text.text(") < caplen(").decimal(captured).character(')');
      separator = ",";
    }
    if (captured > LONGEST) {
      text.text(separator).text(" caplen(").decimal(captured).text(") > ").decimal(LONGEST);
      separator = ",";
    }
    if (original > LONGEST) {
      text.text(separator).text(" len(").decimal(original).text(") > ").decimal(LONGEST);
    }
    text.character(']');
    return true;
  }

  private void printInterface(Frame frame, TextBuffer text) {
    String name = line.interfaceNames.name(frame.interfaceIndex());
    Columns.left(name, CookedPrinter.NAME_WIDTH, text);
    text.character(' ');
    Direction direction = frame.direction();
    Columns.left(CookedPrinter.word(direction.ordinal()), CookedPrinter.WORD_WIDTH, text);
    text.character(' ');
  }
}
