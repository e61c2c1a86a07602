package io.framering.capture;

/**
 * A capture could not be opened, or cannot go on. The message is one line for a person: what
 * failed, on what, and what to do.
 */
public class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  CaptureException(String message, int errno) {
    super(message);
    this.errno = errno;
  }

  /** The system's error number, {@code errno(3)}; 0 when no system call failed. */
  public int errno() {
    return errno;
  }
}
