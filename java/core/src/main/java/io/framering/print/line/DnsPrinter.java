// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** DNS (RFC 1035) and multicast DNS (RFC 6762): messages and their sections. */
final class DnsPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 12;
  private static final int QUESTION_LENGTH = 4;

  private static final int RESPONSE = 0x8000;
  private static final int AUTHORITATIVE = 0x0400;
  private static final int TRUNCATED = 0x0200;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int RECURSION_AVAILABLE = 0x0080;
  private static final int AUTHENTIC = 0x0020;
  private static final int CHECKING_DISABLED = 0x0010;
  private static final int NOT_IN_QUERIES = 0x06CF;
  private static final int INVERSE_QUERY = 1;

  private final DnsNames names;
  private final DnsRecords records;

  DnsPrinter(LineContext line) {
    super(line);
    names = new DnsNames(line);
    records = new DnsRecords(line, names);
  }

  /** Prints the payload of a TCP segment, if it is one complete message. */
  void printTcp(long at, long length) {
    line.protocol = "domain";
    TextBuffer out = line.out;
    if (length < 2) {
      out.text(" [DNS over TCP: length ").decimal(length).text(" < 2]");
      line.invalid();
      return;
    }
    int stated = in.u16(at);
    if (stated == length - 2) {
      out.character(' ');
      print(at + 2, stated, false);
    } else {
      out.text(" [prefix length(").decimal(stated);
      out.text(") != length(").decimal(length - 2).text(")]");
      line.invalid();
    }
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length, boolean multicast) {
    line.protocol = "domain";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      out.text("domain [length ").decimal(length).text(" < ").decimal(HEADER_LENGTH);
      out.character(']');
      line.invalid();
      return;
    }
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    names.begin();
    records.begin(at, multicast);
    out.decimal(in.u16(at));
    boolean response = (in.u16(at + 2) & RESPONSE) != 0;
    if (response ? response(at) : query(at)) {
      out.text(" (").decimal(length).character(')');
    } else {
      line.truncated();
    }
  }

  private boolean response(long at) {
    TextBuffer out = line.out;
    int flags = in.u16(at + 2);
    int questions = in.u16(at + 4);
    out.text(DnsNumbers.operation(flags >> 11 & 0xF));
    DnsNumbers.responseCode(flags & 0xF | extendedCode(at), out);
    out.text((flags & AUTHORITATIVE) != 0 ? "*" : "");
    out.text((flags & RECURSION_AVAILABLE) != 0 ? "" : "-");
    out.text((flags & TRUNCATED) != 0 ? "|" : "");
    out.text((flags & AUTHENTIC) != 0 ? "$" : "");
    if (questions != 1) {
      out.text(" [").decimal(questions).text("q]");
    }
    long next = at + HEADER_LENGTH;
    for (int i = 0; i < questions; i++) {
      out.text(i == 0 ? "" : ",");
      if (line.verbosity > 1) {
        out.text(" q:");
        next = records.question(next);
      } else {
        next = names.skip(next);
        next = next == DnsNames.BAD ? next : next + QUESTION_LENGTH;
      }
      if (next == DnsNames.BAD) {
        return false;
      }
    }
    int answers = in.u16(at + 6);
    out.character(' ').decimal(answers).character('/').decimal(in.u16(at + 8));
    out.character('/').decimal(in.u16(at + 10));
    if (answers != 0) {
      next = section("", answers, next);
    }
    return next != DnsNames.BAD && (line.verbosity < 2 || otherSections(at, next));
  }

  private boolean query(long at) {
    TextBuffer out = line.out;
    int flags = in.u16(at + 2);
    int operation = flags >> 11 & 0xF;
    out.text(DnsNumbers.operation(operation));
    out.text((flags & RECURSION_DESIRED) != 0 ? "+" : "");
    out.text((flags & CHECKING_DISABLED) != 0 ? "%" : "");
    if ((flags & NOT_IN_QUERIES) != 0) {
      out.text(" [b2&3=0x").hex(flags).character(']');
    }
    int questions = in.u16(at + 4);
    int answers = in.u16(at + 6);
    boolean inverse = operation == INVERSE_QUERY;
    if (inverse) {
      countUnless(questions == 0, questions, "q]");
      countUnless(answers == 1, answers, "a]");
    } else {
      countUnless(answers == 0, answers, "a]");
      countUnless(questions == 1, questions, "q]");
    }
    countUnless(in.u16(at + 8) == 0, in.u16(at + 8), "n]");
    countUnless(in.u16(at + 10) == 0, in.u16(at + 10), "au]");
    long next = at + HEADER_LENGTH;
    for (int i = 0; i < questions; i++) {
      if (i > 0 && in.available(next) <= 0) {
        return false;
      }
      next = records.question(next);
      if (next == DnsNames.BAD) {
        return false;
      }
    }
    if (line.verbosity < 2) {
      return true;
    }
    if (answers != 0) {
      next = section("", answers, next);
    }
    return next != DnsNames.BAD && otherSections(at, next);
  }

  private void countUnless(boolean usual, int count, String unit) {
    if (!usual) {
      line.out.text(" [").decimal(count).text(unit);
    }
  }

  private boolean otherSections(long at, long start) {
    long next = start;
    int authorities = in.u16(at + 8);
    if (authorities != 0) {
      next = in.available(next) > 0 ? section(" ns:", authorities, next) : DnsNames.BAD;
    }
    int additional = in.u16(at + 10);
    if (next != DnsNames.BAD && additional != 0) {
      next = in.available(next) > 0 ? section(" ar:", additional, next) : DnsNames.BAD;
    }
    return next != DnsNames.BAD;
  }

  /** Prints records, one or more. Returns the offset after them, or {@link DnsNames#BAD}. */
  private long section(String title, int count, long at) {
    line.out.text(title);
    long next = records.record(at);
    for (int i = 1; i < count && next != DnsNames.BAD; i++) {
      if (in.available(next) <= 0) {
        return DnsNames.BAD;
      }
      line.out.character(',');
      next = records.record(next);
    }
    return next;
  }

  /** The upper bits of the response code, in an EDNS record (RFC 6891). */
  private int extendedCode(long at) {
    long next = at + HEADER_LENGTH;
    int questions = in.u16(at + 4);
    for (int i = 0; i < questions; i++) {
      next = names.skip(next);
      if (next == DnsNames.BAD || in.available(next + QUESTION_LENGTH) <= 0) {
        return 0;
      }
      next += QUESTION_LENGTH;
    }
    int before = in.u16(at + 6) + in.u16(at + 8);
    int count = before + in.u16(at + 10);
    for (int i = 0; i < count; i++) {
      next = names.skip(next);
      if (next == DnsNames.BAD) {
        return 0;
      }
      if (i >= before && in.has(next, 5) && in.u16(next) == DnsRecords.OPT) {
        return in.u8(next + 4) << 4;
      }
      if (!in.has(next, 10)) {
        return 0;
      }
      next += 10 + in.u16(next + 8);
      if (in.available(next) <= 0) {
        return 0;
      }
    }
    return 0;
  }
}
