// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A syslog message (RFC 3164, section 4.1, and RFC 5424, section 6): {@code <34>} and the text, as
 * which everything after the priority is shown.
 *
 * <pre>
 * +-----+--------------+-----+----------------------------
 * | "&lt;" | 1 to 3 digits| "&gt;" | text
 * +-----+--------------+-----+----------------------------
 * </pre>
 */
public final class Syslog extends Header {
  /** Bytes that the shortest message has. */
  public static final int LENGTH = 1;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 514;

  private static final int MOST_DIGITS = 3;
  private static final int NONE = -1;

  private static final Field HEADING = Field.of("Syslog Message", "syslog");
  private static final Field FACILITY = Field.of("Facility", "syslog.facility");
  private static final Field LEVEL = Field.of("Level", "syslog.level");
  private static final Field MESSAGE = Field.of("Message", "syslog.msg");

  private int priority;
  private int textOffset;

  /** A header that wraps nothing yet. */
  public Syslog() {
    super(HEADING, LENGTH);
  }

  /** {@return 8 times the facility, plus the level: 0 to 999; -1 if there is none} */
  public int priority() {
    return (int) kept(priority);
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected Problem examine() {
    priority = NONE;
    textOffset = 0;
    if (unsignedByte(0) != '<') {
      return Problem.NONE;
    }
    priority = 0;
    textOffset = 1;
    int most = 1 + MOST_DIGITS;
    while (textOffset < most && holds(textOffset + 1L) && isDigit(unsignedByte(textOffset))) {
      priority = priority * 10 + unsignedByte(textOffset) - '0';
      textOffset++;
    }
    if (!holds(textOffset + 1L)) {
      return Problem.TRUNCATED;
    }
    textOffset += unsignedByte(textOffset) == '>' ? 1 : 0;
    return Problem.NONE;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    if (priority != NONE) {
      visitor.number(FACILITY, priority >> 3, facilityName(priority >> 3));
      visitor.number(LEVEL, priority & 7, levelName(priority & 7));
    }
    int length = headerLength() - textOffset;
    if (length > 0) {
      visitor.text(MESSAGE, memory(), offset() + textOffset, length);
    }
    if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
  }

  private static String facilityName(int facility) {
    return switch (facility) {
      case 0 -> "kernel";
      case 1 -> "user";
      case 2 -> "mail";
      case 3 -> "daemon";
      case 4 -> "auth";
      case 5 -> "syslog";
      case 6 -> "printer";
      case 7 -> "news";
      case 8 -> "uucp";
      case 9, 15 -> "cron";
      case 10 -> "authpriv";
      case 11 -> "ftp";
      case 12 -> "ntp";
      case 13 -> "audit";
      case 14 -> "alert";
      case 16 -> "local0";
      case 17 -> "local1";
      case 18 -> "local2";
      case 19 -> "local3";
      case 20 -> "local4";
      case 21 -> "local5";
      case 22 -> "local6";
      case 23 -> "local7";
      default -> "unknown";
    };
  }

  private static String levelName(int level) {
    return switch (level) {
      case 0 -> "emergency";
      case 1 -> "alert";
      case 2 -> "critical";
      case 3 -> "error";
      case 4 -> "warning";
      case 5 -> "notice";
      case 6 -> "informational";
      default -> "debug";
    };
  }
}
