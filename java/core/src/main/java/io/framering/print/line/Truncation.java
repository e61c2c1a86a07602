// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/**
 * Thrown when the bytes end inside a field. A single object without a stack trace, so it costs
 * nothing.
 */
final class Truncation extends RuntimeException {
  static final Truncation INSTANCE = new Truncation();

  private static final long serialVersionUID = 1;

  private Truncation() {
    super("truncated", null, false, false);
  }
}
