// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.print.text.TextBuffer;

/** IGMP, versions 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376), and multicast traceroute. */
final class IgmpPrinter extends ProtocolPrinter {
  private static final int QUERY = 0x11;
  private static final int REPORT_1 = 0x12;
  private static final int DVMRP = 0x13;
  private static final int PIM_1 = 0x14;
  private static final int REPORT_2 = 0x16;
  private static final int LEAVE = 0x17;
  private static final int TRACE_RESPONSE = 0x1E;
  private static final int TRACE = 0x1F;
  private static final int REPORT_3 = 0x22;

  private static final int HEADER_LENGTH = 8;
  private static final int GROUP = 4;
  private static final int QUERY_3_LENGTH = 12;
  private static final int REPORT_3_LENGTH = 16;
  private static final int RECORD_LENGTH = 8;
  private static final int TRACE_LENGTH = 24;
  private static final int ADDRESS_LENGTH = 4;

  // The default of a version 2 querier: 10 s.
  private static final int USUAL_RESPONSE_TIME = 100;

  private final DvmrpPrinter dvmrp;
  private final PimV1Printer pim;

  IgmpPrinter(LineContext line) {
    super(line);
    dvmrp = new DvmrpPrinter(line);
    pim = new PimV1Printer(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "igmp";
    if (line.quiet > 0) {
      line.out.text("igmp");
      return;
    }
    message(at, length);
    if (line.verbose() && length >= 4 && in.has(at, length)) {
      long sum = InternetChecksum.add(0, in.memory(), at, at + length);
      if (!InternetChecksum.isCorrect(sum)) {
        line.out.text(" bad igmp cksum ").hex(in.u16(at + 2)).character('!');
      }
    }
  }

  private void message(long at, long length) {
    TextBuffer out = line.out;
    int type = in.u8(at);
    switch (type) {
      case QUERY -> query(at, length);
      case REPORT_1 -> {
        address("igmp v1 report ", at + GROUP);
        unusualLength(length);
      }
      case REPORT_2 -> address("igmp v2 report ", at + GROUP);
      case REPORT_3 -> {
        out.text("igmp v3 report");
        report3(at, length);
      }
      case LEAVE -> address("igmp leave ", at + GROUP);
      case DVMRP -> {
        out.text("igmp dvmrp");
        if (length < HEADER_LENGTH) {
          unusualLength(length);
        } else {
          dvmrp.print(at, length);
        }
      }
      case PIM_1 -> {
        out.text("igmp pimv1");
        pim.print(at, length);
      }
      case TRACE_RESPONSE -> trace("mresp", at, length);
      case TRACE -> trace("mtrace", at, length);
      default -> out.text("igmp-").decimal(type);
    }
  }

  private void address(String label, long at) {
    int address = (int) in.u32(at);
    line.out.text(label).ipv4(address);
  }

  private void unusualLength(long length) {
    if (length != HEADER_LENGTH) {
      line.out.text(" [len ").decimal(length).character(']');
    }
  }

  private void invalidLength(long length) {
    line.out.text(" [invalid len ").decimal(length).character(']');
  }

  private void query(long at, long length) {
    TextBuffer out = line.out;
    out.text("igmp query");
    if (length >= QUERY_3_LENGTH) {
      query3(at, length);
      return;
    }
    int time = in.u8(at + 1);
    out.text(time == 0 ? " v1" : " v2");
    if (time != 0 && time != USUAL_RESPONSE_TIME) {
      out.text(" [max resp time ").decimal(time).character(']');
    }
    if (in.u32(at + GROUP) != 0) {
      address(" [gaddr ", at + GROUP);
      out.character(']');
    }
    unusualLength(length);
  }

  private void query3(long at, long length) {
    TextBuffer out = line.out;
    out.text(" v3");
    if (length % 4 != 0) {
      invalidLength(length);
      return;
    }
    int code = in.u8(at + 1);
    if (code != USUAL_RESPONSE_TIME) {
      responseTime(code);
    }
    if (in.u32(at + GROUP) == 0) {
      return;
    }
    address(" [gaddr ", at + GROUP);
    int sources = in.u16(at + 10);
    if (sources > 0) {
      if (length < QUERY_3_LENGTH + (long) sources * ADDRESS_LENGTH) {
        out.text(" [invalid number of sources]");
      } else {
        sources(sources, at + QUERY_3_LENGTH);
      }
    }
    out.character(']');
  }

  private void responseTime(int code) {
    TextBuffer out = line.out;
    int tenths = code < 0x80 ? code : (code & 0xF | 0x10) << (code >> 4 & 7) + 3;
    out.text(" [max resp time ");
    if (tenths < 600) {
      out.decimal(tenths / 10).character('.').decimal(tenths % 10).character('s');
    } else {
      Durations.print(tenths / 10, out);
    }
    out.character(']');
  }

  private void report3(long at, long length) {
    TextBuffer out = line.out;
    if (length < REPORT_3_LENGTH || length % 4 != 0) {
      invalidLength(length);
      return;
    }
    int groups = in.u16(at + 6);
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
      address(" [gaddr ", next + 4);
      recordType(in.u8(next), "v3", out);
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

  /**
   * Appends the type of a group record of IGMP or MLD.
   *
   * @param version of the report: "v3" or "v2"
   */
  static void recordType(int type, String version, TextBuffer out) {
    out.character(' ');
    switch (type) {
      case 1 -> out.text("is_in");
      case 2 -> out.text("is_ex");
      case 3 -> out.text("to_in");
      case 4 -> out.text("to_ex");
      case 5 -> out.text("allow");
      case 6 -> out.text("block");
      default -> out.text(" [").text(version).text("-report-#").decimal(type).character(']');
    }
  }

  private void sources(int count, long at) {
    if (line.verbosity < 2) {
      line.out.text(", ").decimal(count).text(" source(s)");
      return;
    }
    line.out.text(" {");
    for (int i = 0; i < count; i++) {
      address(" ", at + (long) i * ADDRESS_LENGTH);
    }
    line.out.text(" }");
  }

  private void trace(String name, long at, long length) {
    if (length < TRACE_LENGTH) {
      invalidLength(length);
      return;
    }
    in.need(at, TRACE_LENGTH);
    TextBuffer out = line.out;
    out.text(name).character(' ').decimal(in.u24(at + 21)).text(": ");
    address("", at + 8);
    address(" to ", at + 12);
    address(" reply-to ", at + 16);
    if (in.u8(at + 16) >> 4 == 0xE) {
      out.text(" with-ttl ").decimal(in.u8(at + 20));
    }
  }
}
