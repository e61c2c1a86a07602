// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import io.framering.print.text.TextBuffer;
import io.framering.print.text.UntrustedText;

/**
 * Writes JSON that may stand in a script element of HTML: in a text, {@code <}, {@code >} and
 * {@code &} are escapes, and so are the line separators U+2028 and U+2029, control characters and
 * changes of direction.
 */
final class Json {
  private static final String MARKUP = "<>&";
  private static final int HEX_DIGITS = 4;

  private final TextBuffer out = new TextBuffer();
  private final TextBuffer escaped = new TextBuffer(256);
  private boolean needsComma;

  /** What was written. */
  TextBuffer text() {
    return out;
  }

  private Json before() {
    if (needsComma) {
      out.character(',');
    }
    needsComma = true;
    return this;
  }

  private Json open(char bracket) {
    before();
    out.character(bracket);
    needsComma = false;
    return this;
  }

  private Json close(char bracket) {
    out.character(bracket);
    needsComma = true;
    return this;
  }

  Json beginObject() {
    return open('{');
  }

  Json endObject() {
    return close('}');
  }

  Json beginList() {
    return open('[');
  }

  Json endList() {
    return close(']');
  }

  /** The name of the next value: a word of ours. */
  Json name(String name) {
    before();
    out.character('"').text(name).text("\":");
    needsComma = false;
    return this;
  }

  Json number(long value) {
    before();
    out.decimal(value);
    return this;
  }

  /** A number, or null if it is {@code none}. */
  Json numberUnless(long none, long value) {
    return value == none ? nothing() : number(value);
  }

  /** A number that is not negative, with two decimals. */
  Json hundredths(long value) {
    number(value / 100);
    if (value % 100 != 0) {
      out.character('.').decimal(value % 100, 2);
    }
    return this;
  }

  Json truth(boolean value) {
    before();
    out.text(value ? "true" : "false");
    return this;
  }

  Json nothing() {
    before();
    out.text("null");
    return this;
  }

  /** Any text; null is null. */
  Json string(String text) {
    if (text == null) {
      return nothing();
    }
    before();
    out.character('"');
    int begin = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (MARKUP.indexOf(character) >= 0) {
        append(text.substring(begin, at));
        out.text("\\u").hex(character, HEX_DIGITS);
        begin = at + 1;
      }
    }
    append(text.substring(begin));
    out.character('"');
    return this;
  }

  private void append(String text) {
    UntrustedText.appendJson(text, escaped.clear());
    out.part(escaped, 0, escaped.length());
  }
}
