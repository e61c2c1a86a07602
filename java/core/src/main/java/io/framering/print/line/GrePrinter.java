// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.print.text.TextBuffer;

/** GRE (RFC 2784, RFC 2890, with the routing of RFC 1701), and the variant of PPTP (RFC 2637). */
final class GrePrinter extends ProtocolPrinter {
  private static final int CHECKSUM = 0x8000;
  private static final int ROUTING = 0x4000;
  private static final int KEY = 0x2000;
  private static final int SEQUENCE = 0x1000;
  private static final int SOURCE_ROUTING = 0x0800;
  private static final int ACKNOWLEDGEMENT = 0x0080;
  private static final int VERSION_MASK = 7;

  private static final int ETHERNET = 0x6558;
  private static final int ROUTE_IP = 0x0800;
  private static final int ROUTE_AUTONOMOUS_SYSTEMS = 0xFFFE;

  private final Dispatch dispatch;

  /** The offset of the next read. */
  private long at;

  /** Bytes on the wire from there on. */
  private long left;

  GrePrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a packet; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long from, long length) {
    line.protocol = "gre";
    at = from;
    left = length;
    if (!isThere(2)) {
      line.truncated();
      return;
    }
    int flags = in.u16(from);
    int version = flags & VERSION_MASK;
    line.out.text("GREv").decimal(version);
    if (version > 1) {
      line.out.text(" ERROR: unknown-version");
      return;
    }
    if (line.verbose()) {
      flags(flags);
    }
    skip(2);
    if (!isThere(2)) {
      line.truncated();
      return;
    }
    int protocol = in.u16(at);
    skip(2);
    if (version == 0 ? fields(flags) : pptpFields(flags)) {
      payload(version, flags, protocol, length);
    } else {
      line.truncated();
    }
  }

  private boolean isThere(int count) {
    return in.has(at, count) && left >= count;
  }

  private void skip(int count) {
    at += count;
    left -= count;
  }

  private void flags(int flags) {
    line.out.text(", Flags [");
    String separator = "";
    for (int bit = CHECKSUM; bit > 0; bit >>>= 1) {
      String name = (flags & bit) == 0 ? null : flagName(bit);
      if (name != null) {
        line.out.text(separator).text(name);
        separator = ", ";
      }
    }
    line.out.text(separator.isEmpty() ? "none]" : "]");
  }

  private static String flagName(int bit) {
    return switch (bit) {
      case CHECKSUM -> "checksum present";
      case ROUTING -> "routing present";
      case KEY -> "key present";
      case SEQUENCE -> "sequence# present";
      case SOURCE_ROUTING -> "source routing present";
      case ACKNOWLEDGEMENT -> "ack present";
      default -> null;
    };
  }

  /** Appends the optional fields. Returns false if they are truncated. */
  private boolean fields(int flags) {
    TextBuffer out = line.out;
    if ((flags & (CHECKSUM | ROUTING)) != 0) {
      if (!isThere(2)) {
        return false;
      }
      if (line.verbose()) {
        out.text(", sum 0x").hex(in.u16(at));
      }
      skip(2);
      if (!isThere(2)) {
        return false;
      }
      out.text(", off 0x").hex(in.u16(at));
      skip(2);
    }
    if ((flags & KEY) != 0) {
      if (!isThere(4)) {
        return false;
      }
      out.text(", key=0x").hex(in.u32(at));
      skip(4);
    }
    if ((flags & SEQUENCE) != 0 && !number(", seq ")) {
      return false;
    }
    return (flags & ROUTING) == 0 || routes();
  }

  private boolean pptpFields(int flags) {
    if ((flags & KEY) != 0) {
      if (!isThere(4)) {
        return false;
      }
      line.out.text(", call ").decimal(in.u16(at + 2));
      skip(4);
    }
    if ((flags & SEQUENCE) != 0 && !number(", seq ")) {
      return false;
    }
    if ((flags & ACKNOWLEDGEMENT) != 0 && !number(", ack ")) {
      return false;
    }
    if ((flags & SEQUENCE) == 0) {
      line.out.text(", no-payload");
    }
    return true;
  }

  private boolean number(String what) {
    if (!isThere(4)) {
      return false;
    }
    line.out.text(what).decimal(in.u32(at));
    skip(4);
    return true;
  }

  private boolean routes() {
    while (isThere(4)) {
      int family = in.u16(at);
      int offset = in.u8(at + 2);
      int length = in.u8(at + 3);
      skip(4);
      if (family == 0 && length == 0) {
        return true;
      }
      if (!route(family, offset, length) || left < length) {
        return false;
      }
      skip(length);
    }
    return false;
  }

  private boolean route(int family, int offset, int length) {
    TextBuffer out = line.out;
    out.text(", (rtaf=");
    boolean whole = true;
    switch (family) {
      case ROUTE_IP -> {
        out.text("ip");
        whole = hops(offset, length, 4);
      }
      case ROUTE_AUTONOMOUS_SYSTEMS -> {
        out.text("asn");
        whole = hops(offset, length, 2);
      }
      default -> out.text("0x").hex(family);
    }
    out.character(')');
    return whole;
  }

  private boolean hops(int offset, int length, int width) {
    TextBuffer out = line.out;
    if (offset % width != 0) {
      out.text(", badoffset=").decimal(offset);
    } else if (length % width != 0) {
      out.text(", badlength=").decimal(length);
    } else if (offset >= length) {
      out.text(", badoff/len=").decimal(offset).character('/').decimal(length);
    } else {
      for (int i = 0; i < length; i += width) {
        if (!in.has(at + i, width) || left - i < width) {
          return false;
        }
        out.text(i == offset ? " *" : " ");
        if (width == 4) {
          line.ipv4(at + i);
        } else {
          out.hex(in.u16(at + i));
        }
      }
    }
    return true;
  }

  private void payload(int version, int flags, int protocol, long length) {
    TextBuffer out = line.out;
    if (line.linkLevel) {
      String name = EtherTypeNames.name(protocol);
      out.text(", proto ").text(name == null ? "unknown" : name);
      out.text(" (0x").hex(protocol, 4).character(')');
    }
    out.text(", length ").decimal(length);
    if (version == 1 && (flags & SEQUENCE) == 0) {
      return;
    }
    out.text(line.verbose() ? "\n\t" : ": ");
    if (version == 1) {
      if (protocol == EtherType.PPP) {
        dispatch.ppp(at, left);
      } else {
        unknown(protocol);
      }
      return;
    }
    switch (protocol) {
      case EtherType.IPV4 -> dispatch.ipv4(at, left);
      case EtherType.IPV6 -> dispatch.ipv6(at, left);
      case EtherType.MPLS -> dispatch.mpls(at, left);
      case ETHERNET -> dispatch.ethernet(at, left, in.available(at));
      default -> unknown(protocol);
    }
  }

  private void unknown(int protocol) {
    line.out.text("gre-proto-0x").hex(protocol);
  }
}
