package io.framering.capture;

/**
 * A capture could not be opened, or cannot go on. The message is one line for a person: what
 * failed, on what, and what to do.
 */
public final class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a program may want to tell apart. */
  public enum Reason {
    /** There is no interface of this name. */
    NO_SUCH_INTERFACE,
    /** There is no network namespace of this name. */
    NO_SUCH_NAMESPACE,
    /** The interface is down. */
    INTERFACE_DOWN,
    /** The interface was deleted while capturing. */
    INTERFACE_GONE,
    /** The right to capture is missing. */
    NOT_PERMITTED,
    /** The ring does not fit into memory. */
    NO_MEMORY,
    /** The ring holds something that the kernel does not write. */
    DAMAGED_RING,
    /** Another system call failed. */
    SYSTEM
  }

  private final Reason reason;
  private final int errno;

  CaptureException(Reason reason, int errno, String message) {
    super(message);
    this.reason = reason;
    this.errno = errno;
  }

  /** What happened. */
  public Reason reason() {
    return reason;
  }

  /** The system's error number, {@code errno(3)}; 0 when no system call failed. */
  public int errno() {
    return errno;
  }
}
