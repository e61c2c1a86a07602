// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;
import io.framering.print.text.UtcText;

/** NTP (RFC 5905), with its control messages (RFC 9327). */
final class NtpPrinter extends ProtocolPrinter {
  private static final int LENGTH = 48;
  private static final int PRECISION = 3;
  private static final int ROOT_DELAY = 4;
  private static final int ROOT_DISPERSION = 8;
  private static final int REFERENCE = 12;
  private static final int REFERENCE_TIME = 16;
  private static final int ORIGINATOR = 24;
  private static final int RECEIVE = 32;
  private static final int TRANSMIT = 40;
  private static final int KEY = 48;
  private static final int DIGEST = 52;
  private static final int MD5 = 16;
  private static final int SHA1 = 20;

  private static final int CONTROL = 6;
  private static final int CONTROL_LENGTH = 12;

  private static final int UNSPECIFIED = 0;
  private static final int PRIMARY = 1;
  private static final int LAST_SECONDARY = 15;

  // From the time before RFC 1059.
  private static final int QUERY = 62;
  private static final int REPLY = 63;

  private static final String[] MODES = {
    "unspecified",
    "symmetric active",
    "symmetric passive",
    "Client",
    "Server",
    "Broadcast",
    "Control Message",
    "Reserved"
  };
  private static final String[] LEAPS = {"", "+1s", "-1s", "clock unsynchronized"};

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final double UNITS = 0x1p32;
  private static final double NANOS = 1e9;

  NtpPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "ntp";
    TextBuffer out = line.out;
    int first = in.u8(at);
    int mode = first & 7;
    out.text("NTPv").decimal(first >> 3 & 7).text(", ").text(MODES[mode]);
    out.text(", length ").decimal(length);
    if (!line.verbose()) {
      return;
    }
    out.text("\n\tLeap indicator: ").text(LEAPS[first >> 6]);
    out.text(" (").decimal(first & 0xC0).character(')');
    if (mode == CONTROL) {
      control(at, length);
    } else if (mode < CONTROL) {
      try {
        if (!time(at, length)) {
          return;
        }
      } catch (Truncation e) {
        // A dump leaves out the link header as usual, unless one of the first fields is missing.
        if (!in.has(at, ROOT_DELAY)) {
          throw e;
        }
        line.truncated();
        return;
      }
      authentication(at, length);
    }
  }

  /** Returns whether the whole header was printed. */
  private boolean time(long at, long length) {
    TextBuffer out = line.out;
    if (length < LENGTH) {
      invalid(at, length);
      return false;
    }
    int stratum = in.u8(at + 1);
    out.text(", Stratum ").decimal(stratum).text(" (").text(stratum(stratum)).character(')');
    int poll = (byte) in.u8(at + 2);
    out.text(", poll ").decimal(poll);
    if (poll >= 0 && poll < Integer.SIZE) {
      out.text(" (").decimal(1L << poll).text("s)");
    } else if (poll < 0 && poll > -Integer.SIZE) {
      out.text(" (1/").decimal(1L << -poll).text("s)");
    }
    int precision = (byte) in.u8(at + PRECISION);
    out.text(", precision ").decimal(precision);
    fixedPoint("\n\tRoot Delay: ", at + ROOT_DELAY);
    fixedPoint(", Root dispersion: ", at + ROOT_DISPERSION);
    reference(stratum, at + REFERENCE);
    if (stratum == QUERY || stratum == REPLY) {
      return false;
    }
    timestamp("\n\t  Reference Timestamp:  ", at + REFERENCE_TIME);
    timestamp("\n\t  Originator Timestamp: ", at + ORIGINATOR);
    timestamp("\n\t  Receive Timestamp:    ", at + RECEIVE);
    timestamp("\n\t  Transmit Timestamp:   ", at + TRANSMIT);
    difference("\n\t    Originator - Receive Timestamp:  ", at, RECEIVE);
    difference("\n\t    Originator - Transmit Timestamp: ", at, TRANSMIT);
    return true;
  }

  private void invalid(long at, long length) {
    line.invalid();
    if (!in.has(at, length)) {
      line.truncated();
    }
  }

  private static String stratum(int stratum) {
    return switch (stratum) {
      case UNSPECIFIED -> "unspecified";
      case PRIMARY -> "primary reference";
      default -> stratum <= LAST_SECONDARY ? "secondary reference" : "reserved";
    };
  }

  /** Seconds in units of 2^-16. */
  private void fixedPoint(String label, long at) {
    long value = in.u32(at);
    line.out.text(label).decimal(value >>> Short.SIZE).character('.');
    line.out.decimal((long) ((value & 0xFFFF) / 65536.0 * 1e6), 6);
  }

  private void reference(int stratum, long at) {
    long value = in.u32(at);
    TextBuffer out = line.out.text(", Reference-ID: ");
    if (stratum == UNSPECIFIED) {
      out.text("(unspec)");
    } else if (stratum == PRIMARY) {
      for (int i = 0; i < Integer.BYTES; i++) {
        Characters.visible(in.u8(at + i), out);
      }
    } else if (stratum == QUERY || stratum == REPLY) {
      out.ipv4((int) value).text(stratum == QUERY ? " INFO_QUERY" : " INFO_REPLY");
    } else {
      out.text("0x").hex(value, 8);
    }
  }

  private void timestamp(String label, long at) {
    long time = in.u64(at);
    timestamp(time, line.out.text(label));
  }

  /** Appends a time (RFC 5905, section 6), and its date unless its seconds are zero. */
  static void timestamp(long time, TextBuffer out) {
    long seconds = seconds(time, out);
    if (seconds != 0) {
      out.text(" (");
      UtcText.print(seconds - SECONDS_1900_TO_1970, 'T', out);
      out.text("Z)");
    }
  }

  private static long seconds(long time, TextBuffer out) {
    long seconds = time >>> Integer.SIZE;
    long fraction = time & 0xFFFF_FFFFL;
    out.decimal(seconds).character('.').decimal((long) (fraction / UNITS * NANOS), 9);
    return seconds;
  }

  private void difference(String label, long at, int from) {
    long originator = in.u64(at + ORIGINATOR);
    long time = in.u64(at + from);
    line.out.text(label);
    if (originator == 0) {
      timestamp(time, line.out);
    } else if (Long.compareUnsigned(time, originator) > 0) {
      line.out.character('+');
      seconds(time - originator, line.out);
    } else {
      line.out.character('-');
      seconds(originator - time, line.out);
    }
  }

  private void authentication(long at, long length) {
    TextBuffer out = line.out;
    if (length == DIGEST || length == DIGEST + MD5 || length == DIGEST + SHA1) {
      long key = in.u32(at + KEY);
      out.text("\n\tKey id: ").decimal(key);
      int digest = (int) length - DIGEST;
      if (digest > 0) {
        if (!in.has(at + DIGEST, digest)) {
          line.truncated();
          return;
        }
        Characters.hex(in, at + DIGEST, digest, out.text("\n\tAuthentication: "));
      }
    } else if (length > LENGTH) {
      out.text("\n\t(").decimal(length - LENGTH).text(" more bytes after the header)");
    }
  }

  private void control(long at, long length) {
    TextBuffer out = line.out;
    if (length < CONTROL_LENGTH) {
      invalid(at, length);
      return;
    }
    int flags = in.u8(at + 1);
    out.text((flags & 0x80) != 0 ? ", Response" : ", Request");
    out.text((flags & 0x40) != 0 ? ", Error" : ", OK");
    out.text((flags & 0x20) != 0 ? ", More" : ", Last");
    out.text(", OpCode=").decimal(flags & 0x1F).newline();
    int sequence = in.u16(at + 2);
    out.text("\tSequence=").decimal(sequence);
    int status = in.u16(at + 4);
    out.text(", Status=").text(status == 0 ? "" : "0x").hex(status);
    int association = in.u16(at + 6);
    out.text(", Assoc.=").decimal(association);
    int offset = in.u16(at + 8);
    out.text(", Offset=").decimal(offset);
    int count = in.u16(at + 10);
    out.text(", Count=").decimal(count);
    if (count > length - CONTROL_LENGTH) {
      invalid(at, length);
    } else if (!in.has(at + CONTROL_LENGTH, count)) {
      line.truncated();
    } else if (count != 0) {
      out.text("\n\tTO-BE-DONE: data not interpreted");
    }
  }
}
