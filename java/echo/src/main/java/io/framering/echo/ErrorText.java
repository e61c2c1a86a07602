// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

/** Why something failed, for a message. Some exceptions have no text. */
final class ErrorText {
  private ErrorText() {}

  static String of(Throwable e) {
    boolean silent = e.getMessage() == null || e.getMessage().isBlank();
    return silent ? e.getClass().getSimpleName() : e.getMessage();
  }
}
