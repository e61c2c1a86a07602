// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.Tftp;
import io.framering.print.text.TextBuffer;

/** TFTP (RFC 1350), with options (RFC 2347). */
final class TftpPrinter extends ProtocolPrinter {
  private static final int BLOCK = 2;
  private static final int TEXTS = 2;
  private static final int MESSAGE = 4;

  private static final String[] ERRORS = {
    "EUNDEF", "ENOTFOUND", "EACCESS", "ENOSPACE", "EBADOP", "EBADID", "EEXISTS", "ENOUSER"
  };

  /** The end of the message on the wire. */
  private long messageEnd;

  TftpPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "tftp";
    messageEnd = at + length;
    TextBuffer out = line.out;
    out.text("TFTP, length ").decimal(length);
    if (length < Tftp.LENGTH) {
      line.truncated();
      return;
    }
    int operation = in.u16(at);
    out.text(", ");
    boolean whole = true;
    switch (operation) {
      case Tftp.READ -> whole = request("RRQ", at + TEXTS);
      case Tftp.WRITE -> whole = request("WRQ", at + TEXTS);
      case Tftp.DATA -> whole = block("DATA", at + BLOCK);
      case Tftp.ACKNOWLEDGMENT -> whole = block("ACK", at + BLOCK);
      case Tftp.ERROR -> whole = error(at);
      case Tftp.OPTIONS -> {
        out.text("OACK");
        whole = options(at + TEXTS);
      }
      default -> out.text("tftp-#").decimal(operation);
    }
    if (!whole) {
      line.truncated();
    }
  }

  private boolean request(String name, long at) {
    line.out.text(name);
    if (at >= messageEnd) {
      return false;
    }
    line.out.text(" \"");
    long mode = text(at);
    line.out.character('"');
    if (mode < 0 || mode >= messageEnd) {
      return false;
    }
    line.out.character(' ');
    long options = text(mode);
    return options >= 0 && options(options);
  }

  private boolean options(long at) {
    long next = at;
    while (next >= 0 && next < messageEnd) {
      if (in.u8(next) != 0) {
        line.out.character(' ');
      }
      next = text(next);
    }
    return next >= 0;
  }

  private boolean block(String name, long at) {
    line.out.text(name);
    if (at + 2 > messageEnd) {
      return false;
    }
    int block = in.u16(at);
    line.out.text(" block ").decimal(block);
    return true;
  }

  private boolean error(long at) {
    TextBuffer out = line.out.text("ERROR");
    if (at + MESSAGE > messageEnd) {
      return false;
    }
    int code = in.u16(at + BLOCK);
    if (code < ERRORS.length) {
      out.character(' ').text(ERRORS[code]);
    } else {
      out.text(" tftp-err-#").decimal(code).text(" \"");
    }
    if (at + MESSAGE >= messageEnd) {
      return false;
    }
    out.text(" \"");
    long end = text(at + MESSAGE);
    out.character('"');
    return end >= 0;
  }

  /** Appends a text that ends with a zero. Returns the offset after it, or -1 without a zero. */
  private long text(long at) {
    long end = Math.min(messageEnd, in.end());
    for (long next = at; next < end; next++) {
      int value = in.u8(next);
      if (value == 0) {
        return next + 1;
      }
      Characters.visible(value, line.out);
    }
    return -1;
  }
}
