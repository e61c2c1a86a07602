// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TextBuffer;

/** TCP (RFC 9293). */
final class TcpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 20;
  private static final int DESTINATION_PORT = 2;
  private static final int SEQUENCE = 4;
  private static final int ACKNOWLEDGEMENT = 8;
  private static final int OFFSET = 12;
  private static final int FLAGS = 13;
  private static final int WINDOW = 14;
  private static final int CHECKSUM = 16;
  private static final int URGENT = 18;

  private static final int FIN = 0x01;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;
  private static final int URG = 0x20;
  private static final String FLAG_LETTERS = "FSRP.UEW";

  private static final int LONGEST_RESET_TEXT = 30;
  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final Transport transport;
  private final Ports ports;
  private final TcpOptions options;
  private final TcpNumbering numbering;

  TcpPrinter(LineContext line, Transport transport, Ports ports) {
    super(line);
    this.transport = transport;
    this.ports = ports;
    options = new TcpOptions(line);
    numbering = new TcpNumbering(line);
  }

  /** Prints a segment; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long at, long length, long ip, boolean fragmented) {
    line.protocol = "tcp";
    TextBuffer out = line.out;
    if (!in.has(at + DESTINATION_PORT, 2)) {
      transport.addresses(ip);
      out.character(':');
      line.truncated();
      return;
    }
    int sourcePort = in.u16(at);
    int destinationPort = in.u16(at + DESTINATION_PORT);
    transport.endpoints(IpProtocol.TCP, ip, sourcePort, destinationPort);
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    int header = (in.u8(at + OFFSET) >>> 4) * 4;
    if (header < HEADER_LENGTH) {
      out.text(" tcp ").decimal(length - header & UNSIGNED);
      out.text(" [bad hdr length ").decimal(header).text(" - too short, < 20]");
      return;
    }
    if (line.quiet > 0) {
      out.text("tcp ").decimal(length - header & UNSIGNED);
      if (header > length) {
        tooLong(header, length);
      }
      return;
    }
    int flags = in.u8(at + FLAGS);
    flags(flags);
    int sequence = (int) in.u32(at + SEQUENCE);
    int acknowledgement = (int) in.u32(at + ACKNOWLEDGEMENT);
    boolean counted = (flags & ACK) != 0 && !line.absoluteSequence;
    if (counted) {
      boolean begins = (flags & SYN) != 0;
      numbering.follow(ip, sourcePort, destinationPort, sequence, acknowledgement, begins);
    } else {
      numbering.keep(sequence, acknowledgement);
    }
    if (header > length) {
      tooLong(header, length);
      return;
    }
    if (line.verbose() && line.checksums && !fragmented) {
      checksum(at, length, ip);
    }
    long payload = length - header;
    numbers(at, payload, flags);
    if (header > HEADER_LENGTH) {
      boolean whole =
          options.print(
              at + HEADER_LENGTH, header - HEADER_LENGTH, payload, flags, numbering.sackBase());
      if (!whole) {
        return;
      }
    }
    out.text(", length ").decimal(payload);
    if (payload > 0) {
      payload(at, header, payload, flags);
    }
  }

  private void tooLong(int header, long length) {
    line.out.text(" [bad hdr length ").decimal(header).text(" - too long, > ");
    line.out.decimal(length).character(']');
  }

  private void flags(int flags) {
    line.out.text("Flags [");
    if (flags == 0) {
      line.out.text("none");
    }
    for (int bit = 0; bit < FLAG_LETTERS.length(); bit++) {
      if ((flags & 1 << bit) != 0) {
        line.out.character(FLAG_LETTERS.charAt(bit));
      }
    }
    line.out.character(']');
  }

  private void checksum(long at, long length, long ip) {
    if (!in.has(at, length)) {
      return;
    }
    TextBuffer out = line.out;
    long sum = transport.checksum(IpProtocol.TCP, ip, at, length);
    int found = in.u16(at + CHECKSUM);
    out.text(", cksum 0x").hex(found, 4);
    if (InternetChecksum.isCorrect(sum)) {
      out.text(" (correct)");
    } else if (line.checksumReady()) {
      out.text(" (incorrect -> 0x").hex(InternetChecksum.expected(found, sum), 4);
      out.character(')');
    } else {
      out.text(" (left to the card)");
    }
  }

  private void numbers(long at, long payload, int flags) {
    TextBuffer out = line.out;
    if (line.verbosity > 1 || payload > 0 || (flags & (SYN | FIN | RST)) != 0) {
      long sequence = numbering.sequence();
      out.text(", seq ").decimal(sequence);
      if (payload > 0) {
        out.character(':').decimal(sequence + payload & UNSIGNED);
      }
    }
    if ((flags & ACK) != 0) {
      out.text(", ack ").decimal(numbering.acknowledgement());
    }
    out.text(", win ").decimal(in.u16(at + WINDOW));
    if ((flags & URG) != 0) {
      out.text(", urg ").decimal(in.u16(at + URGENT));
    }
  }

  private void payload(long at, int header, long length, int flags) {
    if (!in.has(at, header)) {
      line.out.text(" [remaining caplen(").decimal(in.available(at));
      line.out.text(") < header length(").decimal(header).text(")]");
      throw Truncation.INSTANCE;
    }
    if ((flags & RST) != 0 && line.verbose()) {
      resetText(at + header, length);
    } else if (line.payloadType != PayloadType.BY_PORT) {
      ports.tcp(line.payloadType, at + header, length);
    } else {
      ports.tcp(in.u16(at), in.u16(at + DESTINATION_PORT), at + header, length);
    }
  }

  /** RFC 9293, 3.5.3: the data of a reset may contain the reason. */
  private void resetText(long at, long length) {
    TextBuffer out = line.out;
    out.text(in.has(at, length) ? " [RST" : " [!RST");
    if (length > LONGEST_RESET_TEXT) {
      out.character('+');
    }
    out.character(' ');
    long end = Math.min(at + Math.min(length, LONGEST_RESET_TEXT), in.end());
    for (long next = at; next < end; next++) {
      Characters.visible(in.u8(next), out);
    }
    out.character(']');
  }
}
