// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Multicast Listener Discovery, versions 1 (RFC 2710) and 2 (RFC 3810). */
final class MldPrinter extends ProtocolPrinter {
  private static final int VERSION_1_LENGTH = 24;
  private static final int VERSION_2_LENGTH = 28;
  private static final int HEADER_LENGTH = 8;
  private static final int DELAY = 4;
  private static final int GROUP_COUNT = 6;
  private static final int FLAGS = 24;
  private static final int QUERY_INTERVAL = 25;
  private static final int SOURCE_COUNT = 26;
  private static final int RECORD_LENGTH = 20;
  private static final int ADDRESS_LENGTH = 16;

  MldPrinter(LineContext line) {
    super(line);
  }

  /** Prints a query after its name. */
  void query(long at, long length) {
    if (length == VERSION_1_LENGTH) {
      version1(at);
    } else if (length < VERSION_2_LENGTH) {
      line.out.text(" unknown-version (len ").decimal(length).text(") ");
    } else {
      line.out.text(" v2");
      query2(at, length);
    }
  }

  /** Prints a message of version 1 after its name, if it was captured. */
  void version1(long at) {
    if (in.has(at, VERSION_1_LENGTH)) {
      line.out.text("max resp delay: ").decimal(in.u16(at + DELAY)).text(" addr: ");
      line.ipv6(at + HEADER_LENGTH);
    }
  }

  private void query2(long at, long length) {
    TextBuffer out = line.out;
    int delay = in.u16(at + DELAY);
    if (line.verbose()) {
      int milliseconds = delay < 0x8000 ? delay : (delay & 0xFFF | 0x1000) << (delay >> 12 & 7) + 3;
      out.text(" [max resp delay=").decimal(milliseconds).character(']');
    }
    group(at + HEADER_LENGTH);
    if (line.verbose()) {
      queryFlags(at);
    }
    int sources = in.u16(at + SOURCE_COUNT);
    if (sources > 0) {
      if (length < VERSION_2_LENGTH + (long) sources * ADDRESS_LENGTH) {
        out.text(" [invalid number of sources]");
      } else {
        sources(sources, at + VERSION_2_LENGTH);
      }
    }
    out.character(']');
  }

  private void queryFlags(long at) {
    TextBuffer out = line.out;
    int flags = in.u8(at + FLAGS);
    if ((flags & 8) != 0) {
      out.text(" sflag");
    }
    if ((flags & 7) != 0) {
      out.text(" robustness=").decimal(flags & 7);
    }
    int interval = in.u8(at + QUERY_INTERVAL);
    int seconds = interval < 0x80 ? interval : (interval & 0xF | 0x10) << (interval >> 4 & 7) + 3;
    out.text(" qqi=").decimal(seconds);
  }

  /** Prints a report of version 2 after its name. */
  void report(long at, long length) {
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      out.text(" [invalid len ").decimal(length).character(']');
      return;
    }
    int groups = in.u16(at + GROUP_COUNT);
    out.text(", ").decimal(groups).text(" group record(s)");
    if (!line.verbose()) {
      return;
    }
    long left = length - HEADER_LENGTH;
    long next = at + HEADER_LENGTH;
    for (int i = 0; i < groups; i++) {
      if (left < RECORD_LENGTH) {
        out.text(" [invalid number of groups]");
        return;
      }
      group(next + 4);
      IgmpPrinter.recordType(in.u8(next), "v2", out);
      int sources = in.u16(next + 2);
      long size = RECORD_LENGTH + (long) sources * ADDRESS_LENGTH;
      if (left < size) {
        out.text(" [invalid number of sources ").decimal(sources).character(']');
        return;
      }
      sources(sources, next + RECORD_LENGTH);
      out.character(']');
      next += size;
      left -= size;
    }
  }

  private void group(long at) {
    in.need(at, ADDRESS_LENGTH);
    line.out.text(" [gaddr ");
    line.ipv6(at);
  }

  private void sources(int count, long at) {
    if (line.verbosity < 2) {
      line.out.text(", ").decimal(count).text(" source(s)");
      return;
    }
    line.out.text(" {");
    for (int i = 0; i < count; i++) {
      long address = at + (long) i * ADDRESS_LENGTH;
      in.need(address, ADDRESS_LENGTH);
      line.out.character(' ');
      line.ipv6(address);
    }
    line.out.text(" }");
  }
}
