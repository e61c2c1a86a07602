package io.framering.print.line;

/**
 * The bytes end before a field does. There is one object, without a stack trace: it costs nothing.
 */
final class Truncation extends RuntimeException {
  static final Truncation INSTANCE = new Truncation();

  private static final long serialVersionUID = 1;

  private Truncation() {
    super("truncated", null, false, false);
  }
}
