package io.framering.capture;

/** A filter expression could not be compiled. The message is one line for a person. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a program may want to tell apart. */
  public enum Reason {
    /** libpcap, which compiles, is not installed. Everything without a filter works without it. */
    NO_LIBPCAP,
    /** The expression is wrong, or means nothing on this link type; the message is libpcap's. */
    SYNTAX,
    /** Frames of this link type are not known well enough to filter them. */
    LINK_TYPE,
    /** A system call failed. */
    SYSTEM
  }

  private final Reason reason;

  FilterException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What happened. */
  public Reason reason() {
    return reason;
  }
}
