// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** IPv4 (RFC 791). */
final class Ipv4Printer extends ProtocolPrinter {
  static final int HEADER_LENGTH = 20;

  private static final int TOS = 1;
  private static final int LENGTH = 2;
  private static final int ID = 4;
  private static final int FRAGMENT = 6;
  private static final int TTL = 8;
  private static final int PROTOCOL = 9;
  private static final int CHECKSUM = 10;
  static final int SOURCE = 12;
  static final int DESTINATION = 16;

  private static final int RESERVED = 0x8000;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET_MASK = 0x1FFF;

  private final Dispatch dispatch;
  private final Ipv4Options options;

  Ipv4Printer(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
    options = new Ipv4Options(line);
  }

  /**
   * Prints a packet.
   *
   * @param length bytes according to the layer below
   */
  void print(long at, long length) {
    line.protocol = "ip";
    TextBuffer out = line.out;
    int version = in.u8(at) >>> 4;
    if (version != 4) {
      if (version == 6) {
        out.text("IP6, wrong link-layer encapsulation");
      } else {
        out.text("IP").decimal(version);
      }
      line.invalid();
      return;
    }
    if (!line.linkLevel) {
      out.text("IP ");
    }
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    if (length < HEADER_LENGTH) {
      out.text("truncated-ip ").decimal(length);
      return;
    }
    int header = (in.u8(at) & 0xF) * 4;
    if (header < HEADER_LENGTH) {
      out.text("bad-hlen ").decimal(header);
      return;
    }
    int total = in.u16(at + LENGTH);
    if (length < total) {
      out.text("truncated-ip - ").decimal(total - length).text(" bytes missing! ");
    }
    if (total < header) {
      out.text("bad-len ").decimal(total);
      return;
    }
    long end = in.limit(at, total);
    if (!line.verbose() || describe(at, header)) {
      payload(at, header, total - header);
    }
    in.restore(end);
  }

  /**
   * Prints the header in parentheses. Returns false if its options were truncated, which ends the
   * line.
   */
  private boolean describe(long at, int header) {
    TextBuffer out = line.out;
    int tos = in.u8(at + TOS);
    out.text("(tos 0x").hex(tos);
    switch (tos & 3) {
      case 1 -> out.text(",ECT(1)");
      case 2 -> out.text(",ECT(0)");
      case 3 -> out.text(",CE");
      default -> {}
    }
    int ttl = in.u8(at + TTL);
    if (ttl > 0) {
      out.text(", ttl ").decimal(ttl);
    }
    int fragment = in.u16(at + FRAGMENT);
    out.text(", id ").decimal(in.u16(at + ID));
    out.text(", offset ").decimal((fragment & OFFSET_MASK) * 8);
    out.text(", flags [");
    flags(fragment, out);
    int protocol = in.u8(at + PROTOCOL);
    out.text("], proto ").text(IpProtocolNames.name(protocol));
    out.text(" (").decimal(protocol).text("), length ").decimal(in.u16(at + LENGTH));
    boolean whole = true;
    if (header > HEADER_LENGTH) {
      out.text(", options (");
      whole = options.print(at + HEADER_LENGTH, header - HEADER_LENGTH);
      if (!whole) {
        out.text(" [truncated-option]");
      }
      out.character(')');
    }
    if (line.checksums && in.has(at, header)) {
      checksum(at, header);
    }
    out.text(")\n    ");
    if (!whole) {
      line.ipv4Pair(at + SOURCE, at + DESTINATION);
      out.text(": ");
      line.truncated();
    }
    return whole;
  }

  private static void flags(int fragment, TextBuffer out) {
    if ((fragment & (RESERVED | DONT_FRAGMENT | MORE_FRAGMENTS)) == 0) {
      out.text("none");
      return;
    }
    String separator = "";
    if ((fragment & MORE_FRAGMENTS) != 0) {
      out.character('+');
      separator = ", ";
    }
    if ((fragment & DONT_FRAGMENT) != 0) {
      out.text(separator).text("DF");
      separator = ", ";
    }
    if ((fragment & RESERVED) != 0) {
      out.text(separator).text("rsvd");
    }
  }

  private void checksum(long at, int header) {
    long sum = InternetChecksum.add(0, in.memory(), at, at + header);
    if (!InternetChecksum.isCorrect(sum)) {
      int found = in.u16(at + CHECKSUM);
      line.out.text(", bad cksum ").hex(found).text(" (->");
      line.out.hex(InternetChecksum.expected(found, sum)).text(")!");
    }
  }

  private void payload(long at, int header, long length) {
    TextBuffer out = line.out;
    int fragment = in.u16(at + FRAGMENT);
    int protocol = in.u8(at + PROTOCOL);
    if ((fragment & OFFSET_MASK) != 0) {
      if (line.quiet < 2) {
        line.ipv4Pair(at + SOURCE, at + DESTINATION);
        out.text(": ip-proto-").decimal(protocol);
      }
      return;
    }
    if (!printsAddresses(protocol)) {
      line.ipv4Pair(at + SOURCE, at + DESTINATION);
      out.text(": ");
    }
    if (!in.has(at, header)) {
      out.text(" [remaining caplen(").decimal(in.available(at));
      out.text(") < header length(").decimal(header).text(")]");
      throw Truncation.INSTANCE;
    }
    dispatch.ipPayload(protocol, at + header, length, at, (fragment & MORE_FRAGMENTS) != 0);
  }

  /** Whether this protocol's printer prints the addresses together with ports. */
  private static boolean printsAddresses(int protocol) {
    return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
  }
}
