// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * Protocols of text lines: HTTP/1 (RFC 9112), RTSP (RFC 2326) and SIP (RFC 3261), of which requests
 * and responses are printed, and FTP, SMTP and whois, of which all lines are. The first line, or
 * with {@code -v} all of them, up to one that is not printable ASCII.
 */
final class TextLinesPrinter extends ProtocolPrinter {
  private static final String[] HTTP =
      ("BASELINE-CONTROL BCOPY BDELETE BMOVE BPROPFIND BPROPPATCH CHECKIN CHECKOUT CONNECT "
              + "COPY DELETE GET HEAD LABEL LOCK MERGE MKACTIVITY MKCOL MKWORKSPACE MOVE NOTIFY "
              + "OPTIONS POLL POST PROPFIND PROPPATCH PUT REPORT SEARCH SUBSCRIBE TRACE UNCHECKOUT "
              + "UNLOCK UNSUBSCRIBE UPDATE VERSION-CONTROL")
          .split(" ");
  private static final String[] RTSP =
      ("ANNOUNCE DESCRIBE GET_PARAMETER OPTIONS PAUSE PLAY RECORD REDIRECT SETUP "
              + "SET_PARAMETER TEARDOWN")
          .split(" ");
  private static final String[] SIP =
      ("ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH REFER REGISTER "
              + "SUBSCRIBE UPDATE")
          .split(" ");

  private static final int LONGEST_WORD = 128;
  private static final int CODE_DIGITS = 3;
  private static final int NONE = -1;

  /** The end of the lines on the wire. */
  private long linesEnd;

  TextLinesPrinter(LineContext line) {
    super(line);
  }

  void http(long at, long length) {
    print("HTTP", "http", HTTP, at, length);
  }

  void rtsp(long at, long length) {
    print("RTSP", "rtsp", RTSP, at, length);
  }

  void sip(long at, long length) {
    print("SIP", "sip", SIP, at, length);
  }

  void ftp(long at, long length) {
    print("FTP", "ftp", null, at, length);
  }

  void smtp(long at, long length) {
    print("SMTP", "smtp", null, at, length);
  }

  void whois(long at, long length) {
    print("WHOIS", "whois", null, at, length);
  }

  /**
   * Prints lines that are {@code length} bytes on the wire.
   *
   * @param methods of requests; null if all lines are printed
   */
  private void print(String name, String mark, String[] methods, long at, long length) {
    line.protocol = mark;
    linesEnd = at + length;
    TextBuffer out = line.out.text(name);
    if (methods != null && !isMessage(at, methods)) {
      return;
    }
    if (!line.verbose()) {
      line(": ", at);
      return;
    }
    out.text(", length: ").decimal(length);
    long next = at;
    while (next != NONE && next < linesEnd) {
      next = line("\n\t", next);
    }
  }

  /** Whether a request or response begins here. */
  private boolean isMessage(long at, String[] methods) {
    long end = wordEnd(at);
    if (end == NONE) {
      return false;
    }
    for (String method : methods) {
      if (isWord(at, end, method)) {
        return true;
      }
    }
    long code = end;
    while (code < linesEnd && in.has(code, 1) && in.u8(code) == ' ') {
      code++;
    }
    return wordEnd(code) == code + CODE_DIGITS
        && isDigit(code)
        && isDigit(code + 1)
        && isDigit(code + 2);
  }

  /** The end of a word, one character or more, or {@link #NONE} if there is none. */
  private long wordEnd(long at) {
    long next = at;
    while (next < linesEnd) {
      if (!in.has(next, 1)) {
        return NONE;
      }
      int character = in.u8(next);
      if (character == ' ' || character == '\t' || character == '\r' || character == '\n') {
        break;
      }
      if (!Characters.isPrintable(character) || next - at == LONGEST_WORD) {
        return NONE;
      }
      next++;
    }
    return next == at ? NONE : next;
  }

  private boolean isWord(long at, long end, String word) {
    if (end - at != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toUpperCase((char) in.u8(at + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDigit(long at) {
    int character = in.u8(at);
    return character >= '0' && character <= '9';
  }

  /** Appends a line. Returns the offset of the next one, or {@link #NONE} if it has no end. */
  private long line(String prefix, long at) {
    long end = at;
    while (end < linesEnd && Characters.isPrintableOrTab(in.u8(end))) {
      end++;
    }
    long next = NONE;
    if (end < linesEnd) {
      next = afterLineEnd(end);
      if (next == NONE) {
        return NONE;
      }
    }
    line.out.text(prefix);
    for (long i = at; i < end; i++) {
      line.out.character((char) in.u8(i));
    }
    if (next == NONE) {
      line.truncated();
    }
    return next;
  }

  private long afterLineEnd(long at) {
    int character = in.u8(at);
    if (character == '\n') {
      return at + 1;
    }
    return character == '\r' && at + 1 < linesEnd && in.u8(at + 1) == '\n' ? at + 2 : NONE;
  }
}
