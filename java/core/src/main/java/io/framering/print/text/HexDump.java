// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import io.framering.frame.Frame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes as hexadecimal digits and characters. */
public final class HexDump {
  private static final int BYTES_PER_LINE = 16;
  private static final int OFFSET_DIGITS = 4;
  private static final int ASCII_COLUMN = 42;

  private HexDump() {}

  /**
   * Appends the captured bytes of {@code frame} in {@code style}, and ends the line.
   *
   * @param frame a frame that is lent now
   * @param linkHeaderLength see {@link TextPrinter#linkHeaderLength}
   * @param style what is shown
   * @param text the buffer that it is appended to
   */
  public static void frame(Frame frame, int linkHeaderLength, DumpStyle style, TextBuffer text) {
    long at = frame.offset() + (style.link() ? 0 : linkHeaderLength);
    if (linkHeaderLength >= 0 && at < frame.end()) {
      if (style.hex()) {
        hex(frame.memory(), at, frame.end(), style.ascii(), "\t", text);
      } else {
        ascii(frame.memory(), at, frame.end(), text);
      }
      text.newline();
    }
  }

  /**
   * Appends lines of 16 bytes each, in groups of two, each after its offset: {@code 0x0010: 4500
   * 0054}. The last line has no line end.
   *
   * @param memory contains the bytes
   * @param from the offset of the first byte
   * @param end the offset after the last byte
   * @param withAscii whether the bytes are also shown as characters
   * @param indent the beginning of each line
   * @param text the buffer that it is appended to
   */
  public static void hex(
      MemorySegment memory,
      long from,
      long end,
      boolean withAscii,
      String indent,
      TextBuffer text) {
    for (long line = from; line < end; line += BYTES_PER_LINE) {
      long lineEnd = Math.min(line + BYTES_PER_LINE, end);
      text.text(line == from ? "" : "\n").text(indent).text("0x");
      offset(line - from, text);
      text.text(": ");
      int start = text.length();
      for (long at = line; at < lineEnd; at++) {
        if ((at - line) % 2 == 0) {
          text.character(' ');
        }
        text.hex(unsigned(memory, at), 2);
      }
      if (withAscii) {
        text.repeat(' ', ASCII_COLUMN - (text.length() - start));
        for (long at = line; at < lineEnd; at++) {
          int value = unsigned(memory, at);
          text.character(isGraphic(value) ? (char) value : '.');
        }
      }
    }
  }

  private static void offset(long offset, TextBuffer text) {
    if (offset >>> OFFSET_DIGITS * 4 == 0) {
      text.hex(offset, OFFSET_DIGITS);
    } else {
      text.hex(offset);
    }
  }

  // A carriage return is omitted before a line feed, and if at most one byte follows.
  private static void ascii(MemorySegment memory, long from, long end, TextBuffer text) {
    for (long at = from; at < end; at++) {
      int value = unsigned(memory, at);
      if (value == '\r') {
        if (end - at > 2 && unsigned(memory, at + 1) != '\n') {
          text.character('.');
        }
      } else {
        boolean shown = isGraphic(value) || value == '\t' || value == ' ' || value == '\n';
        text.character(shown ? (char) value : '.');
      }
    }
  }

  private static int unsigned(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  private static boolean isGraphic(int value) {
    return value > ' ' && value <= '~';
  }
}
