// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/**
 * Text from a file or another program as UTF-8 in which nothing is left that a terminal would
 * execute or that changes what is around it: control characters, invisible ones, changes of
 * direction, and line ends become escapes as in JSON.
 */
public final class UntrustedText {
  private static final String SHORT_ESCAPES = "\b\f\n\r\t";
  private static final String LETTERS = "bfnrt";
  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_ASCII = '~';
  private static final int HEX_DIGITS = 4;

  private UntrustedText() {}

  /**
   * Appends a text.
   *
   * @param text the text
   * @param to its destination
   */
  public static void append(String text, TextBuffer to) {
    append(text, false, to);
  }

  /**
   * Appends a text for a JSON string: quotation marks and backslashes are escaped, too.
   *
   * @param text the text
   * @param to its destination
   */
  public static void appendJson(String text, TextBuffer to) {
    append(text, true, to);
  }

  private static void append(String text, boolean quoted, TextBuffer to) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character >= FIRST_PRINTABLE && character <= LAST_ASCII) {
        to.text(quoted && (character == '"' || character == '\\') ? "\\" : "").character(character);
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        appendOther(codePoint, to);
      }
    }
  }

  private static void appendOther(int codePoint, TextBuffer to) {
    int letter = SHORT_ESCAPES.indexOf(codePoint);
    if (letter >= 0) {
      to.character('\\').character(LETTERS.charAt(letter));
    } else if (isSafe(codePoint)) {
      to.utf8(codePoint);
    } else {
      for (char half : Character.toChars(codePoint)) {
        to.text("\\u").hex(half, HEX_DIGITS);
      }
    }
  }

  private static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
