// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The Address Resolution Protocol (RFC 826). */
final class ArpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int HARDWARE_LENGTH = 4;
  private static final int PROTOCOL_LENGTH = 5;

  private static final int FRAME_RELAY = 15;
  private static final int ATM = 19;

  private final ArpHeader header;
  private final AtmArpPrinter atm;

  ArpPrinter(LineContext line) {
    super(line);
    header = new ArpHeader(line);
    atm = new AtmArpPrinter(line, header);
  }

  /** Prints a packet that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "arp";
    in.need(at, HEADER_LENGTH);
    if (in.u16(at) == ATM) {
      atm.print(at, length);
      return;
    }
    int hardwareLength = in.u8(at + HARDWARE_LENGTH);
    int protocolLength = in.u8(at + PROTOCOL_LENGTH);
    in.need(at + HEADER_LENGTH, 2L * (hardwareLength + protocolLength));
    header.begin();
    boolean known =
        header.isIpv4(at) && protocolLength == ArpHeader.IPV4_LENGTH && hardwareLength != 0;
    if (!known || line.verbose()) {
      header.hardware(at);
      line.out.text(" (len ").decimal(hardwareLength).text("), ");
      header.protocol(at);
      line.out.text(" (len ").decimal(protocolLength).character(')');
    }
    if (known || line.verbose()) {
      header.operation(at);
      if (!addresses(at, hardwareLength, protocolLength)) {
        line.dump(at, in.available(at));
        return;
      }
    }
    line.out.text(", length ").decimal(length);
  }

  private boolean addresses(long at, int hardwareLength, int protocolLength) {
    TextBuffer out = line.out;
    long sender = at + HEADER_LENGTH;
    long senderProtocol = sender + hardwareLength;
    long target = senderProtocol + protocolLength;
    long targetProtocol = target + hardwareLength;
    switch (header.operationNumber(at)) {
      case ArpHeader.REQUEST -> {
        out.text("who-has ");
        protocolAddress(at, targetProtocol);
        if (isNonzero(target, hardwareLength)) {
          out.text(" (");
          hardwareAddress(at, target);
          out.character(')');
        }
        out.text(" tell ");
        protocolAddress(at, senderProtocol);
      }
      case ArpHeader.REPLY -> {
        protocolAddress(at, senderProtocol);
        out.text(" is-at ");
        hardwareAddress(at, sender);
      }
      case ArpHeader.REVERSE_REQUEST, ArpHeader.INVERSE_REQUEST -> {
        out.text("who-is ");
        hardwareAddress(at, target);
        out.text(" tell ");
        hardwareAddress(at, sender);
      }
      case ArpHeader.REVERSE_REPLY -> {
        hardwareAddress(at, target);
        out.text(" at ");
        protocolAddress(at, targetProtocol);
      }
      case ArpHeader.INVERSE_REPLY -> {
        hardwareAddress(at, sender);
        out.text(" at ");
        protocolAddress(at, senderProtocol);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean isNonzero(long at, int length) {
    for (int i = 0; i < length; i++) {
      if (in.u8(at + i) != 0) {
        return true;
      }
    }
    return false;
  }

  private void protocolAddress(long packet, long at) {
    if (!header.isIpv4(packet)) {
      line.out.text("<wrong proto type>");
    } else if (in.u8(packet + PROTOCOL_LENGTH) != ArpHeader.IPV4_LENGTH) {
      line.out.text("<wrong len>");
    } else {
      line.ipv4(at);
    }
  }

  private void hardwareAddress(long packet, long at) {
    int length = in.u8(packet + HARDWARE_LENGTH);
    if (length == 0) {
      line.out.text("<empty>");
    } else if (in.u16(packet) == FRAME_RELAY) {
      frameRelay(at, length);
    } else {
      Characters.colons(in, at, length, line.out);
    }
  }

  // Q.922: the last byte of an address has its lowest bit set.
  private void frameRelay(long at, int length) {
    int first = in.u8(at);
    if ((first & 1) != 0) {
      line.out.text("<Invalid DLCI>");
      return;
    }
    if (length < 2) {
      line.out.text("<Truncated>");
      return;
    }
    int connection = (first & 0xFC) << 2 | in.u8(at + 1) >> 4;
    if ((in.u8(at + 1) & 1) == 0) {
      int last = 2;
      if (length > last && (in.u8(at + last) & 1) == 0) {
        connection = connection << 7 | in.u8(at + last) >> 1;
        last++;
      }
      if (length <= last) {
        line.out.text("<Truncated>");
        return;
      }
      if ((in.u8(at + last) & 1) == 0) {
        line.out.text("<Invalid DLCI>");
        return;
      }
      connection = connection << 6 | in.u8(at + last) >> 2;
    }
    line.out.text("DLCI ").decimal(connection);
  }
}
