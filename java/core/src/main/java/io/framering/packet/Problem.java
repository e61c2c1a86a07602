// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A problem of a header.
 *
 * @param kind the kind of problem
 * @param reason readable text, ASCII; empty if the kind is sufficient
 */
public record Problem(Kind kind, String reason) {
  /** No problem. */
  public static final Problem NONE = new Problem(Kind.NONE, "");

  /** Bytes of the header are missing. */
  public static final Problem TRUNCATED = new Problem(Kind.TRUNCATED, "");

  /**
   * The bytes are not of this protocol, although a number says so: a segment of TCP may begin
   * anywhere in a stream. {@link Packet} leaves them to the payload of the header around.
   */
  public static final Problem FOREIGN = new Problem(Kind.MALFORMED, "another protocol");

  /** The kinds of problems. */
  public enum Kind {
    /** None. */
    NONE,
    /** Bytes of the header are missing. */
    TRUNCATED,
    /** The header contradicts itself or its specification, so its payload cannot be located. */
    MALFORMED
  }

  /**
   * {@return a header that contradicts itself or its specification} There is one constant per
   * reason.
   *
   * @param reason readable text, ASCII
   */
  public static Problem malformed(String reason) {
    return new Problem(Kind.MALFORMED, reason);
  }
}
