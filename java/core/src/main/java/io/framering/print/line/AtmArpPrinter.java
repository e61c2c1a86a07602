// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** ARP of ATM (RFC 2225): numbers and subaddresses, each with its own length. */
final class AtmArpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 12;
  private static final int SENDER_NUMBER_LENGTH = 4;
  private static final int SENDER_SUBADDRESS_LENGTH = 5;
  private static final int SENDER_PROTOCOL_LENGTH = 8;
  private static final int TARGET_NUMBER_LENGTH = 9;
  private static final int TARGET_SUBADDRESS_LENGTH = 10;
  private static final int TARGET_PROTOCOL_LENGTH = 11;
  private static final int LENGTH_MASK = 0x3F;

  private final ArpHeader header;

  AtmArpPrinter(LineContext line, ArpHeader header) {
    super(line);
    this.header = header;
  }

  /** Prints a packet that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    in.need(at, HEADER_LENGTH);
    long sender = at + HEADER_LENGTH;
    int senderLength = in.u8(at + SENDER_PROTOCOL_LENGTH);
    int targetLength = in.u8(at + TARGET_PROTOCOL_LENGTH);
    long senderProtocol =
        sender + length(at + SENDER_NUMBER_LENGTH) + length(at + SENDER_SUBADDRESS_LENGTH);
    long target = senderProtocol + senderLength;
    long targetProtocol =
        target + length(at + TARGET_NUMBER_LENGTH) + length(at + TARGET_SUBADDRESS_LENGTH);
    in.need(targetProtocol, targetLength);
    header.begin();
    boolean known =
        header.isIpv4(at)
            && senderLength == ArpHeader.IPV4_LENGTH
            && targetLength == ArpHeader.IPV4_LENGTH;
    if (!known || line.verbose()) {
      header.hardware(at);
      line.out.text(", ");
      header.protocol(at);
      line.out.text(" (len ").decimal(senderLength).character('/').decimal(targetLength);
      line.out.character(')');
    }
    if (known || line.verbose()) {
      header.operation(at);
      if (!addresses(at, senderProtocol, targetProtocol)) {
        line.dump(at, in.available(at));
        return;
      }
    }
    line.out.text(", length ").decimal(length);
  }

  private boolean addresses(long at, long senderProtocol, long targetProtocol) {
    TextBuffer out = line.out;
    long sender = at + HEADER_LENGTH;
    long target = senderProtocol + in.u8(at + SENDER_PROTOCOL_LENGTH);
    switch (header.operationNumber(at)) {
      case ArpHeader.REQUEST -> {
        out.text("who-has ");
        protocolAddress(at, targetProtocol, TARGET_PROTOCOL_LENGTH, "<wrong tplen>");
        if (length(at + TARGET_NUMBER_LENGTH) != 0) {
          out.text(" (");
          number(at + TARGET_NUMBER_LENGTH, target);
          out.character(')');
        }
        out.text(" tell ");
        senderProtocolAddress(at, senderProtocol);
      }
      case ArpHeader.REPLY -> {
        senderProtocolAddress(at, senderProtocol);
        out.text(" is-at ");
        number(at + SENDER_NUMBER_LENGTH, sender);
      }
      case ArpHeader.INVERSE_REQUEST -> {
        out.text("who-is ");
        number(at + TARGET_NUMBER_LENGTH, target);
        out.text(" tell ");
        number(at + SENDER_NUMBER_LENGTH, sender);
      }
      case ArpHeader.INVERSE_REPLY -> {
        number(at + SENDER_NUMBER_LENGTH, sender);
        out.text("at ");
        senderProtocolAddress(at, senderProtocol);
      }
      case ArpHeader.NAK -> {
        out.text("for ");
        senderProtocolAddress(at, senderProtocol);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private int length(long at) {
    return in.u8(at) & LENGTH_MASK;
  }

  private void senderProtocolAddress(long packet, long at) {
    protocolAddress(packet, at, SENDER_PROTOCOL_LENGTH, "<wrong splen>");
  }

  private void protocolAddress(long packet, long at, int length, String wrongLength) {
    if (!header.isIpv4(packet)) {
      line.out.text("<wrong proto type>");
    } else if (in.u8(packet + length) != ArpHeader.IPV4_LENGTH) {
      line.out.text(wrongLength);
    } else {
      line.ipv4(at);
    }
  }

  /** Appends a number and its subaddress; their lengths are in two consecutive bytes. */
  private void number(long lengths, long at) {
    int length = length(lengths);
    int subaddressLength = length(lengths + 1);
    if (length == 0) {
      line.out.text("<No address>");
      return;
    }
    Characters.colons(in, at, length, line.out);
    if (subaddressLength != 0) {
      line.out.character(',');
      Characters.colons(in, at + length, subaddressLength, line.out);
    }
  }
}
