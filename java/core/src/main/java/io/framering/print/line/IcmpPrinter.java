// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** ICMP (RFC 792), with the messages of RFC 950, RFC 1256 and RFC 1812. */
final class IcmpPrinter extends ProtocolPrinter {
  private static final int CODE = 1;
  private static final int CHECKSUM = 2;
  private static final int ID = 4;
  private static final int SEQUENCE = 6;
  private static final int MTU = 6;
  private static final int GATEWAY = 4;
  private static final int BODY = 8;
  private static final int QUOTED_LENGTH = BODY + 2;
  private static final int QUOTED_PROTOCOL = BODY + 9;
  private static final int QUOTED_DESTINATION = BODY + Ipv4Printer.DESTINATION;

  private static final int UNREACHABLE = 3;
  private static final int SOURCE_QUENCH = 4;
  private static final int REDIRECT = 5;
  private static final int ROUTER_ADVERTISEMENT = 9;
  private static final int TIME_EXCEEDED = 11;
  private static final int PARAMETER_PROBLEM = 12;
  private static final int MASK_REPLY = 18;

  // The size of tcpdump's buffer: "ICMP " and 163 characters.
  private static final int LONGEST_MESSAGE = 168;

  private final Dispatch dispatch;
  private final IcmpExtensions extensions;

  IcmpPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
    extensions = new IcmpExtensions(line);
  }

  /** Prints a message; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long at, long length, boolean fragmented) {
    line.protocol = "icmp";
    TextBuffer out = line.out;
    int type = in.u8(at);
    int code = in.u8(at + CODE);
    int start = out.length();
    boolean whole = false;
    try {
      out.text("ICMP ");
      whole = message(type, code, at);
      out.truncate(start + LONGEST_MESSAGE);
    } finally {
      if (!whole) {
        out.truncate(start); // a truncated message prints nothing
      }
    }
    if (!whole) {
      line.truncated();
      return;
    }
    out.text(", length ").decimal(length);
    if (!line.verbose()) {
      return;
    }
    if (!fragmented && in.has(at, length)) {
      checksum(at, length);
    }
    if (quotes(type)) {
      out.text("\n\t");
      int quoted = in.u16(at + QUOTED_LENGTH);
      long end = in.limit(at + BODY, quoted);
      in.need(at + QUOTED_LENGTH, 2); // it may state that it is missing
      dispatch.ipv4(at + BODY, quoted);
      in.restore(end);
    }
    line.protocol = "icmp";
    if (type == UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM) {
      extensions.print(at, length);
    }
  }

  private static boolean quotes(int type) {
    return switch (type) {
      case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  private void checksum(long at, long length) {
    long sum = InternetChecksum.add(0, in.memory(), at, at + length);
    if (!InternetChecksum.isCorrect(sum) && line.checksumReady()) {
      int found = in.u16(at + CHECKSUM);
      line.out.text(" (wrong icmp cksum ").hex(found).text(" (->");
      line.out.hex(InternetChecksum.expected(found, sum)).text(")!)");
    }
  }

  /** Appends the contents of the message. Returns false if it is truncated. */
  private boolean message(int type, int code, long at) {
    TextBuffer out = line.out;
    switch (type) {
      case 0 -> echo("reply", at);
      case UNREACHABLE -> {
        return unreachable(code, at);
      }
      case SOURCE_QUENCH -> out.text("source quench");
      case REDIRECT -> redirect(code, at);
      case 8 -> echo("request", at);
      case ROUTER_ADVERTISEMENT -> {
        return routers(at);
      }
      case 10 -> out.text("router solicitation");
      case TIME_EXCEEDED -> {
        switch (code) {
          case 0 -> out.text("time exceeded in-transit");
          case 1 -> out.text("ip reassembly time exceeded");
          default -> out.text("time exceeded-#").decimal(code);
        }
        return in.has(at + QUOTED_DESTINATION, 4);
      }
      case PARAMETER_PROBLEM -> {
        out.text("parameter problem - ").text(code == 0 ? "octet " : "code ");
        out.decimal(code == 0 ? in.u8(at + GATEWAY) : code);
      }
      case 13 -> numbered("time stamp query", at);
      case 14 -> {
        return timestamps(at);
      }
      case 15 -> out.text("information request");
      case 16 -> out.text("information reply");
      case 17 -> out.text("address mask request");
      case MASK_REPLY -> out.text("address mask is 0x").hex(in.u32(at + BODY), 8);
      default -> out.text("type-#").decimal(type);
    }
    return true;
  }

  private void echo(String which, long at) {
    line.out.text("echo ").text(which).text(", id ").decimal(in.u16(at + ID));
    line.out.text(", seq ").decimal(in.u16(at + SEQUENCE));
  }

  private void numbered(String what, long at) {
    line.out.text(what).text(" id ").decimal(in.u16(at + ID));
    line.out.text(" seq ").decimal(in.u16(at + SEQUENCE));
  }

  private boolean unreachable(int code, long at) {
    switch (code) {
      case 0 -> destination("net ", at, " unreachable");
      case 1 -> destination("host ", at, " unreachable");
      case 2 -> {
        destination("", at, " protocol ");
        line.out.decimal(in.u8(at + QUOTED_PROTOCOL)).text(" unreachable");
      }
      case 3 -> {
        return portUnreachable(at);
      }
      case 4 -> {
        destination("", at, " unreachable - need to frag");
        int mtu = in.u16(at + MTU);
        if (mtu != 0) {
          line.out.text(" (mtu ").decimal(mtu).character(')');
        }
      }
      case 5 -> destination("", at, " unreachable - source route failed");
      case 6 -> destination("net ", at, " unreachable - unknown");
      case 7 -> destination("host ", at, " unreachable - unknown");
      case 8 -> destination("", at, " unreachable - source host isolated");
      case 9 -> destination("net ", at, " unreachable - admin prohibited");
      case 10 -> destination("host ", at, " unreachable - admin prohibited");
      case 11 -> destination("net ", at, " unreachable - tos prohibited");
      case 12 -> destination("host ", at, " unreachable - tos prohibited");
      case 13 -> destination("host ", at, " unreachable - admin prohibited filter");
      case 14 -> destination("host ", at, " unreachable - host precedence violation");
      case 15 -> destination("host ", at, " unreachable - precedence cutoff");
      default -> {
        destination("", at, " unreachable - #");
        line.out.decimal(code);
      }
    }
    return true;
  }

  private void destination(String before, long at, String after) {
    line.out.text(before);
    line.ipv4(at + QUOTED_DESTINATION);
    line.out.text(after);
  }

  private boolean portUnreachable(long at) {
    if (!in.has(at + QUOTED_PROTOCOL, 1)) {
      return false;
    }
    int header = (in.u8(at + BODY) & 0xF) * 4;
    int port = in.u16(at + BODY + header + 2);
    int protocol = in.u8(at + QUOTED_PROTOCOL);
    switch (protocol) {
      case IpProtocol.TCP -> destination("", at, " tcp port ");
      case IpProtocol.UDP -> destination("", at, " udp port ");
      default -> {
        destination("", at, " protocol ");
        line.out.decimal(protocol).text(" port ");
      }
    }
    line.out.decimal(port).text(" unreachable");
    return true;
  }

  private void redirect(int code, long at) {
    switch (code) {
      case 0 -> destination("redirect ", at, " to net ");
      case 1 -> destination("redirect ", at, " to host ");
      case 2 -> destination("redirect-tos ", at, " to net ");
      case 3 -> destination("redirect-tos ", at, " to host ");
      default -> {
        line.out.text("redirect-#").decimal(code).character(' ');
        destination("", at, " to ");
      }
    }
    line.ipv4(at + GATEWAY);
  }

  /** RFC 1256. */
  private boolean routers(long at) {
    TextBuffer out = line.out;
    out.text("router advertisement");
    if (!in.has(at + ID, 4)) {
      return false;
    }
    out.text(" lifetime ");
    lifetime(in.u16(at + SEQUENCE));
    int count = in.u8(at + ID);
    int words = in.u8(at + ID + 1);
    out.character(' ').decimal(count).character(':');
    if (words != 2) {
      out.text(" [size ").decimal(words).character(']');
      return true;
    }
    for (int i = 0; i < count; i++) {
      long router = at + BODY + i * 8L;
      if (!in.has(router, 8)) {
        return false;
      }
      out.text(" {");
      line.ipv4(router);
      out.character(' ').decimal(in.u32(router + 4)).character('}');
    }
    return true;
  }

  private void lifetime(int seconds) {
    TextBuffer out = line.out;
    if (seconds < 60) {
      out.decimal(seconds);
    } else if (seconds < 3600) {
      out.decimal(seconds / 60).character(':').decimal(seconds % 60, 2);
    } else {
      out.decimal(seconds / 3600).character(':').decimal(seconds % 3600 / 60, 2);
      out.character(':').decimal(seconds % 60, 2);
    }
  }

  private boolean timestamps(long at) {
    if (!in.has(at + BODY + 8, 4)) {
      return false;
    }
    numbered("time stamp reply", at);
    timeOfDay(": org ", at + BODY);
    timeOfDay(", recv ", at + BODY + 4);
    timeOfDay(", xmit ", at + BODY + 8);
    return true;
  }

  private void timeOfDay(String which, long at) {
    long millis = in.u32(at);
    TextBuffer out = line.out.text(which);
    long hours = millis / 3_600_000;
    out.decimal(hours, hours < 100 ? 2 : hours < 1000 ? 3 : 4);
    out.character(':').decimal(millis / 60_000 % 60, 2);
    out.character(':').decimal(millis / 1000 % 60, 2);
    out.character('.').decimal(millis % 1000, 3);
  }
}
