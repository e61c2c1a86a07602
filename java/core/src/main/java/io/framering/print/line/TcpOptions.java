// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The options of a TCP header. */
final class TcpOptions extends ProtocolPrinter {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int MD5 = 19;
  private static final int SCPS = 20;
  private static final int USER_TIMEOUT = 28;
  private static final int AUTHENTICATION = 29;
  private static final int MPTCP = 30;
  private static final int FAST_OPEN = 34;
  private static final int EXPERIMENT = 254;

  private static final int MD5_LENGTH = 16;
  private static final int FAST_OPEN_MAGIC = 0xF989;
  private static final long UNSIGNED = 0xFFFF_FFFFL;

  /** The result of printing an option. */
  private enum Outcome {
    FINE,
    BAD,
    CUT_OFF
  }

  private final MptcpPrinter mptcp;

  /** Bytes of the header after {@link #at}. */
  private int left;

  /** The offset of the next read. */
  private long at;

  /** Bytes needed by the current option so far, without kind and length. */
  private int consumed;

  TcpOptions(LineContext line) {
    super(line);
    mptcp = new MptcpPrinter(line);
  }

  /**
   * Appends the options.
   *
   * @param length bytes of the options
   * @param payload bytes that the segment carries
   * @param sackBase subtracted from the edges of a selective acknowledgement
   * @return false if nothing more can be printed for the segment
   */
  boolean print(long from, int length, long payload, int flags, int sackBase) {
    line.out.text(", options [");
    at = from;
    left = length;
    long headerEnd = from + length;
    boolean first = true;
    int kind = NOP;
    while (left > 0 && kind != END) {
      if (!first) {
        line.out.character(',');
      }
      kind = in.u8(at++);
      int stated = 1;
      if (kind != END && kind != NOP) {
        stated = in.u8(at++);
        if (stated < 2 || stated > left) {
          return failed(Outcome.BAD, first);
        }
        left--;
      }
      left--;
      consumed = 0;
      name(kind);
      Outcome outcome = option(kind, stated, headerEnd, payload, flags, sackBase);
      if (outcome != Outcome.FINE) {
        return failed(outcome, first);
      }
      at += consumed;
      left -= consumed;
      if (consumed + (kind == END || kind == NOP ? 1 : 2) != stated) {
        line.out.text("[len ").decimal(stated).character(']');
      }
      first = false;
    }
    line.out.character(']');
    return true;
  }

  private boolean failed(Outcome outcome, boolean first) {
    if (outcome == Outcome.BAD) {
      line.out.text(first ? "[bad opt]" : "[bad opt]]");
    } else {
      line.truncated();
      line.out.text(first ? "" : ">");
    }
    return false;
  }

  /** Whether this many bytes of the option are within the header, and captured. */
  private Outcome check(int count) {
    if (count > left) {
      return Outcome.BAD;
    }
    return in.has(at, count) ? Outcome.FINE : Outcome.CUT_OFF;
  }

  private Outcome option(
      int kind, int stated, long headerEnd, long payload, int flags, int sackBase) {
    int data = stated - 2;
    consumed =
        switch (kind) {
          case END, NOP, SACK_PERMITTED -> 0;
          case WINDOW_SCALE -> 1;
          case MSS, SCPS, USER_TIMEOUT -> 2;
          case 6, 7, 11, 12, 13 -> 4;
          case TIMESTAMPS -> 8;
          case MD5 -> MD5_LENGTH;
          default -> data;
        };
    TextBuffer out = line.out;
    switch (kind) {
      case SACK -> {
        return sack(sackBase);
      }
      case AUTHENTICATION -> {
        return authentication();
      }
      case MPTCP, FAST_OPEN, EXPERIMENT -> {
        Outcome outcome = check(consumed);
        return outcome == Outcome.FINE ? nested(kind, stated, flags) : outcome;
      }
      case END, NOP, SACK_PERMITTED -> {
        return Outcome.FINE;
      }
      case MSS, SCPS, USER_TIMEOUT, WINDOW_SCALE, 6, 7, 11, 12, 13, TIMESTAMPS, MD5 -> {
        Outcome outcome = check(consumed);
        if (outcome == Outcome.FINE) {
          fixed(kind, headerEnd, payload);
        }
        return outcome;
      }
      default -> {
        out.text(consumed > 0 ? " 0x" : "");
        return bytes(0);
      }
    }
  }

  private void fixed(int kind, long headerEnd, long payload) {
    TextBuffer out = line.out;
    switch (kind) {
      case WINDOW_SCALE -> out.character(' ').decimal(in.u8(at));
      case MSS -> out.character(' ').decimal(in.u16(at));
      case SCPS -> out.text(" cap ").hex(in.u8(at), 2).text(" id ").decimal(in.u8(at + 1));
      case USER_TIMEOUT -> {
        int timeout = in.u16(at);
        out.text(" 0x").hex(timeout).character(' ');
        out.decimal((timeout & 1) == 0 ? timeout >>> 1 : (timeout >>> 1) * 60L);
      }
      case TIMESTAMPS ->
          out.text(" val ").decimal(in.u32(at)).text(" ecr ").decimal(in.u32(at + 4));
      case MD5 -> {
        out.text(
            in.has(headerEnd, payload)
                ? " shared secret not supplied with -M, can't check - "
                : " snaplen too short, can't check - ");
        Characters.hex(in, at, MD5_LENGTH, out);
      }
      default -> out.character(' ').decimal(in.u32(at));
    }
  }

  private Outcome nested(int kind, int stated, int flags) {
    TextBuffer out = line.out;
    if (kind == MPTCP) {
      long end = in.limit(at - 2, stated);
      boolean good = mptcp.print(at - 2, stated, flags);
      in.restore(end);
      return good ? Outcome.FINE : Outcome.BAD;
    }
    if (kind == FAST_OPEN) {
      out.character(' ');
      fastOpen(at, consumed);
      return Outcome.FINE;
    }
    if (consumed < 2) {
      return Outcome.BAD;
    }
    int magic = in.u16(at);
    out.character('-');
    if (magic == FAST_OPEN_MAGIC) {
      out.text("tfo");
      fastOpen(at + 2, consumed - 2);
    } else {
      out.hex(magic, 4);
    }
    return Outcome.FINE;
  }

  private Outcome sack(int base) {
    TextBuffer out = line.out;
    if (consumed % 8 != 0) {
      out.text(" invalid sack");
      return Outcome.FINE;
    }
    out.character(' ').decimal(consumed / 8).character(' ');
    for (int i = 0; i < consumed; i += 8) {
      Outcome outcome = check(i + 8);
      if (outcome != Outcome.FINE) {
        return outcome;
      }
      out.character('{').decimal(in.u32(at + i) - base & UNSIGNED);
      out.character(':').decimal(in.u32(at + i + 4) - base & UNSIGNED).character('}');
    }
    return Outcome.FINE;
  }

  private Outcome authentication() {
    TextBuffer out = line.out;
    if (consumed < 2) {
      line.invalid();
      return Outcome.FINE;
    }
    Outcome outcome = check(1);
    if (outcome == Outcome.FINE) {
      out.text(" keyid ").decimal(in.u8(at));
      outcome = check(2);
    }
    if (outcome == Outcome.FINE) {
      out.text(" rnextkeyid ").decimal(in.u8(at + 1));
      if (consumed > 2) {
        out.text(" mac 0x");
        outcome = bytes(2);
      }
    }
    return outcome;
  }

  /** Appends the option's bytes from this one on. */
  private Outcome bytes(int from) {
    for (int i = from; i < consumed; i++) {
      Outcome outcome = check(i + 1);
      if (outcome != Outcome.FINE) {
        return outcome;
      }
      line.out.hex(in.u8(at + i), 2);
    }
    return Outcome.FINE;
  }

  /** RFC 7413. */
  private void fastOpen(long cookie, int length) {
    if (length == 0) {
      line.out.text(" cookiereq");
    } else if (length % 2 != 0 || length < 4 || length > 16) {
      line.invalid();
    } else {
      line.out.text(" cookie ");
      Characters.hex(in, cookie, length, line.out);
    }
  }

  private void name(int kind) {
    String name =
        switch (kind) {
          case END -> "eol";
          case NOP -> "nop";
          case MSS -> "mss";
          case WINDOW_SCALE -> "wscale";
          case SACK_PERMITTED -> "sackOK";
          case SACK -> "sack";
          case 6 -> "echo";
          case 7 -> "echoreply";
          case TIMESTAMPS -> "TS";
          case 11 -> "cc";
          case 12 -> "ccnew";
          case 13 -> "";
          case MD5 -> "md5";
          case SCPS -> "scps";
          case USER_TIMEOUT -> "uto";
          case AUTHENTICATION -> "tcp-ao";
          case MPTCP -> "mptcp";
          case FAST_OPEN -> "tfo";
          case EXPERIMENT -> "exp";
          default -> null;
        };
    if (name == null) {
      line.out.text("unknown-").decimal(kind);
    } else {
      line.out.text(name);
    }
  }
}
