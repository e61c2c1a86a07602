package io.framering.cli;

/** The command failed, for the reason that the message tells in one line; exit status 1. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String message) {
    super(message);
  }
}
