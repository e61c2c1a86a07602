// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * The identification line that both sides of an SSH connection send first (RFC 4253, section 4.2).
 * Other segments are not decoded: they are encrypted, or soon will be.
 *
 * <pre>
 * SSH-2.0-software comments
 * </pre>
 */
public final class Ssh extends Header {
  /** Bytes that all identification lines begin with. */
  public static final int LENGTH = 1;

  /** The TCP port that IANA assigned. */
  public static final int PORT = 22;

  private static final String BEGINNING = "SSH-";
  private static final int LONGEST = 255;

  private static final Field HEADING = Field.of("SSH Identification", "ssh");
  private static final Field PROTOCOL = Field.of("Protocol", "ssh.protocol");

  private int lineEnd;

  /** A header that wraps nothing yet. */
  public Ssh() {
    super(HEADING, LENGTH);
  }

  @Override
  protected Problem examine() {
    lineEnd = 0;
    for (int i = 0; i < BEGINNING.length(); i++) {
      if (!holds(i + 1L) || unsignedByte(i) != BEGINNING.charAt(i)) {
        return Problem.FOREIGN;
      }
    }
    int at = 0;
    while (at < LONGEST && holds(at + 1L) && unsignedByte(at) != '\n') {
      at++;
    }
    lineEnd = at;
    return Problem.NONE;
  }

  @Override
  public int headerLength() {
    return holds(lineEnd + 1L) ? lineEnd + 1 : lineEnd;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    if (lineEnd == 0) { // another protocol
      return;
    }
    visitor.line();
    boolean returned = holds(lineEnd + 1L) && unsignedByte(lineEnd - 1) == '\r';
    int length = returned ? lineEnd - 1 : lineEnd;
    visitor.text(PROTOCOL, memory(), offset(), length);
  }
}
