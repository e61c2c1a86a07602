// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.print.text.TextBuffer;

/** PPP (RFC 1661): the protocol of the packet, and its authentication protocols. */
final class PppPrinter extends ProtocolPrinter {
  private static final int ADDRESS_AND_CONTROL = 0xFF03;
  private static final int IN_AND_CONTROL = 0x0003;
  private static final int OUT_AND_CONTROL = 0x0103;
  private static final int SERIAL_HEADER = 4;
  private static final int AUTHENTICATION_HEADER = 4;

  private static final int IP = 0x0021;
  private static final int OSI = 0x0023;
  private static final int IPX = 0x002B;
  private static final int ETHERNET_IPX = 0x8137;
  private static final int UNCOMPRESSED_TCP = 0x002F;
  private static final int MULTILINK = 0x003D;
  private static final int IPV6 = 0x0057;
  private static final int COMPRESSED = 0x00FD;
  private static final int MPLS_UNICAST = 0x0281;
  private static final int MPLS_MULTICAST = 0x0283;
  private static final int PAP = 0xC023;
  private static final int BAP = 0xC02D;
  private static final int CHAP = 0xC223;

  private final Dispatch dispatch;
  private final PppControl control;

  PppPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
    control = new PppControl(line);
  }

  /**
   * Prints a packet from its address or protocol field on. Returns the length of its header; 0 if
   * that is truncated.
   */
  int print(long from, long length) {
    line.protocol = "ppp";
    TextBuffer out = line.out;
    long at = from;
    long left = length;
    if (left < 2) {
      line.truncated();
      return 0;
    }
    int first = in.u16(at);
    if (first == ADDRESS_AND_CONTROL || first == IN_AND_CONTROL || first == OUT_AND_CONTROL) {
      if (line.linkLevel && first != ADDRESS_AND_CONTROL) {
        out.text(first == IN_AND_CONTROL ? "In  " : "Out ");
      }
      at += 2;
      left -= 2;
      if (left < 2) {
        line.truncated();
        return 0;
      }
    }
    int protocol = in.u8(at);
    int width = (protocol & 1) == 0 ? 2 : 1;
    if (width == 2) {
      protocol = in.u16(at);
    }
    int header = (int) (at + width - from);
    if (line.linkLevel) {
      String name = protocolName(protocol);
      out.text(name == null ? "unknown" : name).text(" (0x").hex(protocol, 4);
      out.text("), length ").decimal(length);
      if (name == null) {
        return header;
      }
      out.text(": ");
    }
    payload(protocol, from + header, left - width);
    return header;
  }

  /**
   * Prints a frame of a serial line, in the framing of HDLC: PPP, or Cisco's. Returns the length of
   * its header.
   */
  long serial(long at, long length, long captured) {
    line.protocol = "ppp_hdlc";
    TextBuffer out = line.out;
    if (captured < 2) {
      line.truncated();
      return captured;
    }
    int address = in.u8(at);
    if (address == ChdlcPrinter.UNICAST || address == ChdlcPrinter.BROADCAST) {
      return dispatch.chdlc(at, length);
    }
    if (captured < SERIAL_HEADER) {
      line.truncated();
      return captured;
    }
    if (line.linkLevel) {
      out.hex(address, 2).character(' ').hex(in.u8(at + 1), 2).character(' ');
      out.decimal(length).character(' ');
    }
    if (address != ADDRESS_AND_CONTROL >>> 8) {
      out.text("unknown addr ").hex(in.u8(at + 2), 2).text("; ctrl ").hex(in.u8(at + 3), 2);
      return 2;
    }
    int protocol = in.u16(at + 2);
    named(protocol);
    out.text(": ");
    payload(protocol, at + SERIAL_HEADER, length - SERIAL_HEADER);
    return SERIAL_HEADER;
  }

  private void named(int protocol) {
    String name = protocolName(protocol);
    if (name == null) {
      line.out.text("unknown PPP protocol (0x").hex(protocol, 4).character(')');
    } else {
      line.out.text(name);
    }
  }

  private void payload(int protocol, long at, long length) {
    TextBuffer out = line.out;
    switch (protocol) {
      case IP, UNCOMPRESSED_TCP, EtherType.IPV4 -> dispatch.ipv4(at, length);
      case IPV6, EtherType.IPV6 -> dispatch.ipv6(at, length);
      case OSI -> out.text("OSI");
      case IPX, ETHERNET_IPX -> out.text("IPX");
      case MPLS_UNICAST, MPLS_MULTICAST -> dispatch.mpls(at, length);
      case MULTILINK -> multilink(at, length);
      case COMPRESSED -> out.text("compressed PPP data");
      case PAP -> authentication(false, at, length);
      case CHAP -> authentication(true, at, length);
      case BAP -> {}
      default -> {
        if (isControl(protocol)) {
          control.print(protocol, at, length);
          return;
        }
        named(protocol);
        out.character(' ');
        line.hex(at, length, "\t");
      }
    }
  }

  private static boolean isControl(int protocol) {
    return switch (protocol) {
      case 0x8021, 0x8023, 0x8057, 0x80FD, 0x8281, 0xC021, 0xC02B -> true;
      default -> false;
    };
  }

  /** The name of a protocol, or null. */
  static String protocolName(int protocol) {
    return switch (protocol) {
      case IP -> "IP";
      case OSI -> "OSI";
      case 0x0025 -> "NS";
      case 0x0027 -> "DECNET";
      case 0x0029 -> "APPLE";
      case IPX -> "IPX";
      case 0x002D -> "VJC IP";
      case UNCOMPRESSED_TCP -> "VJNC IP";
      case 0x0031 -> "BRPDU";
      case 0x0033 -> "STII";
      case 0x0035 -> "VINES";
      case MULTILINK -> "MLPPP";
      case IPV6 -> "IP6";
      case COMPRESSED -> "Compressed";
      case 0x0201 -> "HELLO";
      case 0x0231 -> "LUXCOM";
      case 0x0233 -> "SNS";
      case MPLS_UNICAST, MPLS_MULTICAST -> "MPLS";
      case 0x8021 -> "IPCP";
      case 0x8023 -> "OSICP";
      case 0x8025 -> "NSCP";
      case 0x8027 -> "DECNETCP";
      case 0x8029 -> "APPLECP";
      case 0x802B -> "IPXCP";
      case 0x8033 -> "STIICP";
      case 0x8035 -> "VINESCP";
      case 0x8057 -> "IP6CP";
      case 0x80FD -> "CCP";
      case 0x8281 -> "MPLSCP";
      case 0xC021 -> "LCP";
      case PAP -> "PAP";
      case 0xC025 -> "LQM";
      case 0xC027 -> "SPAP";
      case 0xC02B -> "BACP";
      case BAP -> "BAP";
      case 0xC03D -> "MLPPP-CP";
      case CHAP -> "CHAP";
      case 0xC123 -> "Old-SPAP";
      case 0xC227 -> "EAP";
      default -> null;
    };
  }

  private void multilink(long at, long length) {
    TextBuffer out = line.out;
    if (!line.linkLevel) {
      out.text("MLPPP, ");
    }
    if (length < 2 || !in.has(at, 2)) {
      out.text("[|mlppp]");
      return;
    }
    int header = in.u16(at);
    out.text("seq 0x").hex(header & 0xFFF, 3).text(", Flags [");
    out.text(
        switch (header >>> 14) {
          case 1 -> "end";
          case 2 -> "begin";
          case 3 -> "begin, end";
          default -> "none";
        });
    out.text("], length ").decimal(length);
  }

  private void authentication(boolean challenge, long at, long length) {
    TextBuffer out = line.out;
    if (length < AUTHENTICATION_HEADER) {
      int code = length > 0 ? in.u8(at) : 0;
      out.text(challenge ? "[|chap" : "[|pap");
      if (length > 0) {
        out.text(" 0x").hex(code, 2);
      }
      out.character(']');
      return;
    }
    int code = in.u8(at);
    out.text(challenge ? "CHAP, " : "PAP, ").text(authenticationName(challenge, code));
    out.text(" (0x").hex(code, 2).character(')');
    int identifier = in.u8(at + 1);
    out.text(", id ").decimal(identifier);
    int stated = in.u16(at + 2);
    if (challenge) {
      challenge(code, at, stated, length);
    } else {
      password(code, at, stated, length);
    }
  }

  private static String authenticationName(boolean challenge, int code) {
    return switch (code) {
      case 1 -> challenge ? "Challenge" : "Auth-Req";
      case 2 -> challenge ? "Response" : "Auth-ACK";
      case 3 -> challenge ? "Success" : "Auth-NACK";
      case 4 -> challenge ? "Fail" : "unknown";
      default -> "unknown";
    };
  }

  private void challenge(int code, long from, int stated, long length) {
    long at = from + AUTHENTICATION_HEADER;
    switch (code) {
      case 1, 2 -> {
        long end = from + length;
        if (end <= at) {
          return;
        }
        int size = in.u8(at);
        if (end - at - 1 < size) {
          return;
        }
        line.out.text(", Value ");
        for (int i = 0; i < size; i++) {
          line.out.hex(in.u8(at + 1 + i), 2);
        }
        line.out.text(", Name ");
        text(at + 1 + size, from + stated - at - 1 - size);
      }
      case 3, 4 -> {
        line.out.text(", Msg ");
        text(at, stated - AUTHENTICATION_HEADER);
      }
      default -> {}
    }
  }

  private void password(int code, long from, int stated, long length) {
    if (stated < AUTHENTICATION_HEADER || stated > length) {
      line.out.text(", length ").decimal(stated);
      line.out.text(stated < AUTHENTICATION_HEADER ? " < PAP header length" : " > packet size");
      return;
    }
    long at = from + AUTHENTICATION_HEADER;
    long end = from + stated;
    switch (code) {
      case 1 -> {
        if (end - at < 2) {
          line.out.text("[|pap]");
          return;
        }
        long next = string(", Peer ", at, end);
        if (next != 0 && next < end) {
          string(", Name ", next, end);
        }
      }
      case 2, 3 -> string(", Msg ", at, end);
      default -> {}
    }
  }

  /** Appends text with a length before it. Returns its end, or 0 if it is beyond the packet. */
  private long string(String what, long at, long end) {
    if (at == end) {
      line.out.text("[|pap]");
      return 0;
    }
    int size = in.u8(at);
    if (end - at - 1 < size) {
      return 0;
    }
    line.out.text(what);
    text(at + 1, size);
    return at + 1 + size;
  }

  /** Appends text. If its length would be negative, tcpdump reads to the end of the packet. */
  private void text(long at, long length) {
    long count = length < 0 ? Long.MAX_VALUE - at : length;
    for (long i = 0; i < count; i++) {
      Characters.visible(in.u8(at + i), line.out);
    }
  }
}
