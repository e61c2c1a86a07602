// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

/** A filter expression could not be compiled. The message is one readable line. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons that a program can distinguish. */
  public enum Reason {
    /** libpcap, which compiles filters, is not installed. Everything else works without it. */
    NO_LIBPCAP,
    /**
     * The expression is wrong or not supported for this link type; the message comes from libpcap.
     */
    SYNTAX,
    /** The link type of live frames has no LINKTYPE_ number and is not decoded here. */
    LINK_TYPE,
    /** A system call failed. */
    SYSTEM
  }

  /** See {@link #reason()}. */
  private final Reason reason;

  FilterException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** {@return the reason of the failure} */
  public Reason reason() {
    return reason;
  }
}
