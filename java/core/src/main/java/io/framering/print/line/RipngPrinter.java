// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** RIPng (RFC 2080). */
final class RipngPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int ENTRY_LENGTH = 20;
  private static final int TAG = 16;
  private static final int PREFIX_LENGTH = 18;
  private static final int METRIC = 19;

  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;
  private static final int INFINITY = 16;

  RipngPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "ripng";
    TextBuffer out = line.out;
    int version = in.u8(at + 1);
    if (version != 1) {
      out.text(" [vers ").decimal(version).character(']');
      line.invalid();
      return;
    }
    switch (in.u8(at)) {
      case REQUEST -> {
        if (isForAll(at, length)) {
          out.text(" ripng-req dump");
        } else {
          routes(" ripng-req ", at, length, false);
        }
      }
      case RESPONSE -> routes(" ripng-resp ", at, length, true);
      default -> {
        out.text(" ripng-").decimal(in.u8(at)).text(" ?? ").decimal(length);
        line.invalid();
      }
    }
  }

  private boolean isForAll(long at, long length) {
    long entry = at + HEADER_LENGTH;
    return (length - HEADER_LENGTH) / ENTRY_LENGTH == 1
        && in.u8(entry + METRIC) == INFINITY
        && in.u64(entry) == 0
        && in.u64(entry + 8) == 0;
  }

  private void routes(String name, long from, long length, boolean metrics) {
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      line.invalid();
      return;
    }
    long count = (length - HEADER_LENGTH) / ENTRY_LENGTH;
    boolean odd = count * ENTRY_LENGTH != length - HEADER_LENGTH;
    out.text(name).decimal(count);
    if (odd) {
      out.character('[').decimal(length).character(']');
    }
    out.character(':');
    for (int i = 0; i < count; i++) {
      long at = from + HEADER_LENGTH + (long) i * ENTRY_LENGTH;
      out.text(line.verbosity > 1 ? "\n\t" : " ");
      int prefix = in.u8(at + PREFIX_LENGTH);
      line.ipv6(at);
      out.character('/').decimal(prefix);
      if (in.u16(at + TAG) != 0) {
        out.text(" [").decimal(in.u16(at + TAG)).character(']');
      }
      int metric = in.u8(at + METRIC);
      if (metrics && metric != 0) {
        out.text(" (").decimal(metric).character(')');
      }
    }
    if (odd) {
      line.invalid();
    }
  }
}
