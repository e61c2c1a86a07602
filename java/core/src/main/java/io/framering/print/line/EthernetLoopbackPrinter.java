// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The Configuration Testing Protocol of Ethernet 2.0; its numbers are little-endian. */
final class EthernetLoopbackPrinter extends ProtocolPrinter {
  static final int ETHER_TYPE = 0x9000;

  private static final int REPLY = 1;
  private static final int FORWARD_DATA = 2;
  private static final int MAC_LENGTH = 6;

  EthernetLoopbackPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message. */
  void print(long at, long length) {
    line.protocol = "loopback";
    line.out.text("Loopback");
    if (length < 2) {
      invalid(at, length);
      return;
    }
    int skipped = in.u16LittleEndian(at);
    line.out.text(", skipCount ").decimal(skipped);
    if (skipped % 8 != 0) {
      line.out.text(" (bogus)");
    }
    if (skipped > length - 2) {
      invalid(at + 2, length - 2);
      return;
    }
    in.need(at + 2, skipped);
    function(at + 2 + skipped, length - 2 - skipped);
  }

  private void function(long at, long length) {
    if (length < 2) {
      invalid(at, length);
      return;
    }
    TextBuffer out = line.out;
    int function = in.u16LittleEndian(at);
    long data = at + 2;
    long left = length - 2;
    switch (function) {
      case REPLY -> {
        out.text(", Reply");
        if (left < 2) {
          invalid(data, left);
        } else {
          int receipt = in.u16LittleEndian(data);
          out.text(", receipt number ").decimal(receipt);
          data(data + 2, left - 2);
        }
      }
      case FORWARD_DATA -> {
        out.text(", Forward Data");
        if (left < MAC_LENGTH) {
          invalid(data, left);
        } else {
          long address = in.u48(data);
          out.text(", forwarding address ").lowerMac(address);
          data(data + MAC_LENGTH, left - MAC_LENGTH);
        }
      }
      default -> {
        out.text(",  invalid (").decimal(function).character(')');
        in.need(data, left);
      }
    }
  }

  private void data(long at, long length) {
    line.out.text(", data (").decimal(length).text(" octets)");
    in.need(at, length);
  }

  private void invalid(long at, long length) {
    line.invalid();
    in.need(at, length);
  }
}
