package io.framering.packet;

/**
 * What is wrong with a header.
 *
 * @param kind the kind of problem
 * @param reason for people, ASCII; empty when the kind says it all
 */
public record Problem(Kind kind, String reason) {
  /** Nothing is wrong. */
  public static final Problem NONE = new Problem(Kind.NONE, "");

  /** Bytes of the header are missing. */
  public static final Problem TRUNCATED = new Problem(Kind.TRUNCATED, "");

  /** The kinds of problems. */
  public enum Kind {
    /** None. */
    NONE,
    /** Not all bytes of the header are there. */
    TRUNCATED,
    /** The header contradicts itself or its specification, and what follows can't be found. */
    MALFORMED
  }

  static Problem malformed(String reason) {
    return new Problem(Kind.MALFORMED, reason);
  }
}
