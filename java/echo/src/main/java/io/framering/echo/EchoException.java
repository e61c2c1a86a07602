package io.framering.echo;

import java.io.IOException;

/**
 * Something failed between this host and another, or on the way to it. The message is one line for
 * a person: what failed, on what, and what to do about it.
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
