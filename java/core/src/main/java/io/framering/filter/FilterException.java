package io.framering.filter;

/** A filter expression could not be compiled. The message is one line for a person. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a program may want to tell apart. */
  public enum Reason {
    /** libpcap, which compiles, is not installed. Everything without a filter works without it. */
    NO_LIBPCAP,
    /** The expression is wrong, or means nothing on this link type; the message is libpcap's. */
    SYNTAX,
    /** The link type of the frames has no number: they are live, and not decoded here. */
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
