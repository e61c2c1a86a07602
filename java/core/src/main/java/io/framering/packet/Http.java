// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * The beginning of an HTTP/1 message (RFC 9112, section 2.1): its first line and its header lines.
 * The body is its payload. A segment of TCP that does not begin with a message is not one.
 *
 * <pre>
 * GET /index.html HTTP/1.1       HTTP/1.1 200 OK
 * Host: example.org              Server: example
 *                                                   (an empty line)
 * </pre>
 */
public final class Http extends Header {
  /** Bytes that the shortest message has. */
  public static final int LENGTH = 1;

  /** The TCP port that IANA assigned. */
  public static final int PORT = 80;

  /** The TCP port that is used instead of {@link #PORT}. */
  public static final int OTHER_PORT = 8080;

  private static final String VERSION_NAME = "HTTP/";
  private static final String HOST_NAME = "host:";
  private static final int CODE_DIGITS = 3;
  private static final int LONGEST_METHOD = 20;
  private static final int UPPER_TO_LOWER = 0x20;

  private static final Field HEADING = Field.of("HTTP Message", "http");
  private static final Field METHOD = Field.of("Method", "http.request.method");
  private static final Field URI = Field.of("URI", "http.request.uri");
  private static final Field REQUEST_VERSION = Field.of("Version", "http.request.version");
  private static final Field RESPONSE_VERSION = Field.of("Version", "http.response.version");
  private static final Field CODE = Field.of("Code", "http.response.code");
  private static final Field PHRASE = Field.of("Phrase", "http.response.phrase");
  private static final Field HOST = Field.of("Host", "http.host");

  private int firstSpace;
  private int secondSpace;
  private int lineEnd;

  /** A header that wraps nothing yet. */
  public Http() {
    super(HEADING, LENGTH);
  }

  @Override
  protected Problem examine() {
    lineEnd = lineEnd(0);
    firstSpace = space(0);
    secondSpace = space(firstSpace + 1);
    return isResponse() || isRequest() ? Problem.NONE : Problem.FOREIGN;
  }

  /** The offset of the next space in the first line, or the line's end. */
  private int space(int from) {
    int at = from;
    while (at < lineEnd && unsignedByte(at) != ' ') {
      at++;
    }
    return Math.min(at, lineEnd);
  }

  /** The offset of the end of the line that {@code from} is in, before CR and LF. */
  private int lineEnd(int from) {
    int at = from;
    while (holds(at + 1L) && unsignedByte(at) != '\n') {
      at++;
    }
    return at > from && unsignedByte(at - 1) == '\r' ? at - 1 : at;
  }

  /** The offset of the line after the one that ends at {@code end}. */
  private int afterLine(int end) {
    int at = end;
    if (holds(at + 1L) && unsignedByte(at) == '\r') {
      at++;
    }
    return holds(at + 1L) ? at + 1 : at;
  }

  private boolean isResponse() {
    return begins(0, VERSION_NAME)
        && secondSpace - firstSpace == 1 + CODE_DIGITS
        && isDigit(firstSpace + 1)
        && isDigit(firstSpace + 2)
        && isDigit(firstSpace + 3);
  }

  private boolean isRequest() {
    for (int i = 0; i < firstSpace; i++) {
      int character = unsignedByte(i);
      if ((character < 'A' || character > 'Z') && character != '-') {
        return false;
      }
    }
    return firstSpace > 0
        && firstSpace < LONGEST_METHOD
        && secondSpace > firstSpace + 1
        && begins(secondSpace + 1, VERSION_NAME);
  }

  private boolean begins(int at, String text) {
    if (at + text.length() > lineEnd) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (unsignedByte(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDigit(int at) {
    int character = unsignedByte(at);
    return character >= '0' && character <= '9';
  }

  @Override
  public int headerLength() {
    int at = 0;
    int end = lineEnd;
    while (end > at) {
      at = afterLine(end);
      end = lineEnd(at);
    }
    return afterLine(end);
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    if (isResponse()) {
      text(visitor, RESPONSE_VERSION, 0, firstSpace);
      int code = 0;
      for (int i = 1; i <= CODE_DIGITS; i++) {
        code = code * 10 + unsignedByte(firstSpace + i) - '0';
      }
      visitor.number(CODE, code);
      text(visitor, PHRASE, secondSpace + 1, lineEnd);
    } else {
      text(visitor, METHOD, 0, firstSpace);
      text(visitor, URI, firstSpace + 1, secondSpace);
      text(visitor, REQUEST_VERSION, secondSpace + 1, lineEnd);
    }
    int at = 0;
    int end = lineEnd;
    while (end > at) {
      at = afterLine(end);
      end = lineEnd(at);
      if (end - at > HOST_NAME.length() && isHost(at)) {
        int value = at + HOST_NAME.length();
        while (value < end && (unsignedByte(value) == ' ' || unsignedByte(value) == '\t')) {
          value++;
        }
        text(visitor, HOST, value, end);
      }
    }
  }

  private boolean isHost(int at) {
    for (int i = 0; i < HOST_NAME.length(); i++) {
      if ((unsignedByte(at + i) | UPPER_TO_LOWER) != HOST_NAME.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void text(FieldVisitor visitor, Field field, int start, int end) {
    if (end > start) {
      visitor.text(field, memory(), offset() + start, end - start);
    }
  }
}
