// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 8259, read strictly. */
final class JsonSyntax {
  private static final Pattern STRING =
      Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1F]|\\\\(?:[\"\\\\/bfnrt]|u[0-9A-Fa-f]{4}))*+\"");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");
  private static final Pattern WORD = Pattern.compile("true|false|null");

  private final String text;
  private int at;

  private JsonSyntax(String text) {
    this.text = text;
  }

  /** Throws when {@code text} is no object, or more than one. */
  static void checkObject(String text) {
    JsonSyntax syntax = new JsonSyntax(text);
    syntax.object();
    if (syntax.at != text.length()) {
      throw syntax.error("the end");
    }
  }

  private void object() {
    expect('{');
    if (!skip('}')) {
      do {
        token(STRING, "a name");
        expect(':');
        value();
      } while (skip(','));
      expect('}');
    }
  }

  private void array() {
    expect('[');
    if (!skip(']')) {
      do {
        value();
      } while (skip(','));
      expect(']');
    }
  }

  private void value() {
    switch (at < text.length() ? text.charAt(at) : 0) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> token(STRING, "a string");
      case 't', 'f', 'n' -> token(WORD, "true, false or null");
      default -> token(NUMBER, "a value");
    }
  }

  private void token(Pattern pattern, String what) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw error(what);
    }
    at = matcher.end();
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw error("'" + c + "'");
    }
  }

  private AssertionError error(String expected) {
    return new AssertionError("no JSON: " + expected + " expected at " + at + " of " + text);
  }
}
