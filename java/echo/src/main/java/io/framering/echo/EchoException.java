// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;

/**
 * Communication with another host failed. The message is one readable line: what failed, on what,
 * and what to do.
 */
public final class EchoException extends IOException {
  private static final long serialVersionUID = 1;

  EchoException(String message) {
    super(message);
  }

  EchoException(String message, Throwable cause) {
    super(message, cause);
  }
}
