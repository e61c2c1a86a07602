// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/** The command failed, with exit status 1; the message gives the reason in one line. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message);
  }
}
