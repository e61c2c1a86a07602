// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Bytes of packets as visible characters. */
final class Characters {
  private static final int DELETE = 0x7F;
  private static final String UPPER_DIGITS = "0123456789ABCDEF";

  private Characters() {}

  /** Appends a byte: {@code a}, {@code ^A} for a control character, {@code M-a} beyond ASCII. */
  static void visible(int value, TextBuffer out) {
    if (value > DELETE) {
      out.text("M-");
    }
    int ascii = value & 0x7F;
    if (ascii < ' ' || ascii == DELETE) {
      out.character('^').character((char) (ascii ^ 0x40));
    } else {
      out.character((char) ascii);
    }
  }

  /** Whether a byte is a character of ASCII that can be seen, or a space. */
  static boolean isPrintable(int value) {
    return value >= ' ' && value < DELETE;
  }

  /** Whether a byte is {@linkplain #isPrintable printable} or a tab. */
  static boolean isPrintableOrTab(int value) {
    return isPrintable(value) || value == '\t';
  }

  /** Appends a text of up to {@code count} bytes, or up to the first zero. */
  static void padded(CapturedBytes in, long at, int count, TextBuffer out) {
    ended(in, at, count, out);
  }

  /**
   * Appends a text of up to {@code count} bytes, which a zero ends.
   *
   * @return false if there is none
   */
  static boolean ended(CapturedBytes in, long at, int count, TextBuffer out) {
    for (int i = 0; i < count; i++) {
      int value = in.u8(at + i);
      if (value == 0) {
        return true;
      }
      visible(value, out);
    }
    return false;
  }

  /** Appends {@code count} bytes, zeros too. */
  static void visible(CapturedBytes in, long at, int count, TextBuffer out) {
    for (int i = 0; i < count; i++) {
      visible(in.u8(at + i), out);
    }
  }

  /** Appends a byte as two hexadecimal digits in upper case. */
  static void upperHex(int value, TextBuffer out) {
    out.character(UPPER_DIGITS.charAt(value >>> 4)).character(UPPER_DIGITS.charAt(value & 0xF));
  }

  /** Appends {@code count} bytes as hexadecimal digits. */
  static void hex(CapturedBytes in, long at, int count, TextBuffer out) {
    for (int i = 0; i < count; i++) {
      out.hex(in.u8(at + i), 2);
    }
  }

  /** Appends {@code count} bytes as hexadecimal digits, with colons between: {@code 0a:00}. */
  static void colons(CapturedBytes in, long at, int count, TextBuffer out) {
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.character(':');
      }
      out.hex(in.u8(at + i), 2);
    }
  }
}
