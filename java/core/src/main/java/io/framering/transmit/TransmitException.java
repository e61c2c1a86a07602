// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

/**
 * A transmitter could not be opened or cannot send. The message is one readable line: what failed,
 * on what, and what to do.
 */
public final class TransmitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons that a program can distinguish. */
  public enum Reason {
    /** There is no interface of this name. */
    NO_SUCH_INTERFACE,
    /** The interface is down. Frames may be sent again when it is up. */
    INTERFACE_DOWN,
    /** The interface was deleted. */
    INTERFACE_GONE,
    /** The privilege to send is missing. */
    NOT_PERMITTED,
    /** Another system call failed. */
    SYSTEM
  }

  /** See {@link #reason()}. */
  private final Reason reason;

  /** See {@link #errno()}. */
  private final int errno;

  TransmitException(Reason reason, int errno, String message) {
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
