// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

/**
 * A capture could not be opened or cannot continue. The message is one readable line: what failed,
 * on what, and what to do.
 */
public final class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons that a program can distinguish. */
  public enum Reason {
    /** There is no interface of this name. */
    NO_SUCH_INTERFACE,
    /** There is no network namespace of this name. */
    NO_SUCH_NAMESPACE,
    /** The interface is down. */
    INTERFACE_DOWN,
    /** The interface was deleted while capturing. */
    INTERFACE_GONE,
    /** The privilege to capture is missing. */
    NOT_PERMITTED,
    /** The ring does not fit into memory. */
    NO_MEMORY,
    /** The ring contains a value that the kernel never writes. */
    DAMAGED_RING,
    /** Another system call failed. */
    SYSTEM
  }

  /** See {@link #reason()}. */
  private final Reason reason;

  /** See {@link #errno()}. */
  private final int errno;

  CaptureException(Reason reason, int errno, String message) {
    super(message);
    this.reason = reason;
    this.errno = errno;
  }

  /** {@return the reason of the failure} */
  public Reason reason() {
    return reason;
  }

  /** {@return the system's error number, {@code errno(3)}; 0 if no system call failed} */
  public int errno() {
    return errno;
  }
}
