// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** VRRP, version 2 (RFC 3768) and 3 (RFC 5798). */
final class VrrpPrinter extends ProtocolPrinter {
  private static final int ROUTER = 1;
  private static final int PRIORITY = 2;
  private static final int COUNT = 3;
  private static final int AUTHENTICATION = 4;
  private static final int INTERVAL = 5;
  private static final int CHECKSUM = 6;
  private static final int HEADER_LENGTH = 8;
  private static final int PASSWORD_LENGTH = 8;

  private static final int ADVERTISEMENT = 1;
  private static final int PASSWORD = 1;
  private static final int TTL = 8;
  private static final int HOP_LIMIT = 7;

  private final Transport transport;

  VrrpPrinter(LineContext line, Transport transport) {
    super(line);
    this.transport = transport;
  }

  /** Prints an advertisement; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long at, long length, long ip) {
    line.protocol = "vrrp";
    TextBuffer out = line.out;
    out.text("VRRP");
    int first = in.u8(at);
    int version = first >>> 4;
    int type = first & 0xF;
    out.character('v').decimal(version).text(", ");
    if (type == ADVERTISEMENT) {
      out.text("Advertisement");
    } else {
      out.text("unknown type (").decimal(type).character(')');
    }
    boolean six = transport.version(ip) == 6;
    int ttl = in.u8(ip + (six ? HOP_LIMIT : TTL));
    if (ttl != 255) {
      out.text(", (ttl ").decimal(ttl).character(')');
    }
    if (version < 2 || version > 3 || type != ADVERTISEMENT) {
      return;
    }
    int router = in.u8(at + ROUTER);
    int priority = in.u8(at + PRIORITY);
    out.text(", vrid ").decimal(router).text(", prio ").decimal(priority);
    int authentication = in.u8(at + AUTHENTICATION);
    if (version == 2) {
      authentication(authentication);
      int seconds = in.u8(at + INTERVAL);
      out.text(", intvl ").decimal(seconds).text("s, length ").decimal(length);
    } else {
      int centiseconds = in.u16(at + AUTHENTICATION) & 0xFFF;
      out.text(", intvl ").decimal(centiseconds).text("cs, length ").decimal(length);
    }
    if (line.verbose()) {
      checksum(version, at, length, ip);
      long end = addresses(at, six);
      if (version == 2 && authentication == PASSWORD) {
        out.text(" auth \"");
        Characters.padded(in, end, PASSWORD_LENGTH, out);
        out.character('"');
      }
    }
  }

  private void authentication(int type) {
    TextBuffer out = line.out;
    out.text(", authtype ");
    switch (type) {
      case 0 -> out.text("none");
      case PASSWORD -> out.text("simple");
      case 2 -> out.text("ah");
      default -> out.character('#').decimal(type);
    }
  }

  private void checksum(int version, long at, long length, long ip) {
    if (!in.has(at, length)) {
      return;
    }
    long sum =
        version == 3
            ? transport.checksum(IpProtocol.VRRP, ip, at, length)
            : InternetChecksum.add(0, in.memory(), at, at + length);
    if (!InternetChecksum.isCorrect(sum)) {
      int found = in.u16(at + CHECKSUM);
      line.out.text(", (bad vrrp cksum ").hex(found).character(')');
    }
  }

  /** Appends the addresses. Returns the offset after them. */
  private long addresses(long from, boolean six) {
    TextBuffer out = line.out;
    int count = in.u8(from + COUNT);
    out.text(", addrs");
    if (count > 1) {
      out.character('(').decimal(count).character(')');
    }
    out.character(':');
    long at = from + HEADER_LENGTH;
    for (int i = 0; i < count; i++) {
      int size = six ? 16 : 4;
      in.need(at, size);
      out.character(i == 0 ? ' ' : ',');
      if (six) {
        line.ipv6(at);
      } else {
        line.ipv4(at);
      }
      at += size;
    }
    return at;
  }
}
