// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Syslog (RFC 3164): the priority and, with {@code -v}, the message. */
final class SyslogPrinter extends ProtocolPrinter {
  private static final int MOST_DIGITS = 3;

  private static final String[] FACILITIES =
      ("kernel user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security "
              + "console cron local0 local1 local2 local3 local4 local5 local6 local7")
          .split(" ");
  private static final String[] SEVERITIES =
      "emergency alert critical error warning notice info debug".split(" ");

  SyslogPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "syslog";
    int priority = 0;
    long next = at;
    int digits = 0;
    int character = in.u8(next++);
    boolean valid = character == '<';
    while (valid && (character = in.u8(next++)) != '>') {
      valid = character >= '0' && character <= '9' && digits < MOST_DIGITS;
      priority = priority * 10 + character - '0';
      digits++;
    }
    if (!valid) {
      line.invalid();
      return;
    }
    int facility = priority >> 3;
    String severity = SEVERITIES[priority & 7];
    TextBuffer out = line.out.text("SYSLOG");
    if (!line.verbose()) {
      facility(facility, out.character(' '));
      out.character('.').text(severity).text(", length: ").decimal(length);
      return;
    }
    out.text(", length: ").decimal(length).text("\n\tFacility ");
    facility(facility, out);
    out.text(" (").decimal(facility).text("), Severity ").text(severity);
    out.text(" (").decimal(priority & 7).text(")\n\tMsg: ");
    for (; next < at + length; next++) {
      int value = in.u8(next);
      Characters.visible(value, out);
    }
    if (line.verbosity > 1) {
      line.hex(at, length, "\t");
    }
  }

  private static void facility(int facility, TextBuffer out) {
    if (facility < FACILITIES.length) {
      out.text(FACILITIES[facility]);
    } else {
      out.text("unknown (").decimal(facility).character(')');
    }
  }
}
