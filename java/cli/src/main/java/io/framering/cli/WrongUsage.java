// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/**
 * The options of a command do not fit together: exit status 2; the message says why in one line.
 */
final class WrongUsage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message);
  }
}
