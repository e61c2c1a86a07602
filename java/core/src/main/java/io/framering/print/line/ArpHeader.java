// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.print.text.TextBuffer;

/** The common part of ARP packets for all kinds of hardware. */
final class ArpHeader extends ProtocolPrinter {
  static final int IPV4_LENGTH = 4;

  static final int REQUEST = 1;
  static final int REPLY = 2;
  static final int REVERSE_REQUEST = 3;
  static final int REVERSE_REPLY = 4;
  static final int INVERSE_REQUEST = 8;
  static final int INVERSE_REPLY = 9;
  static final int NAK = 10;

  private static final int PROTOCOL = 2;
  private static final int OPERATION = 6;
  private static final int TRAILERS = 0x1000;

  ArpHeader(LineContext line) {
    super(line);
  }

  /** Appends the name of the protocol, unless the link-layer header has it. */
  void begin() {
    if (!line.linkLevel) {
      line.out.text("ARP, ");
    }
  }

  /** Whether the addresses are IPv4's. */
  boolean isIpv4(long at) {
    int protocol = in.u16(at + PROTOCOL);
    return protocol == EtherType.IPV4 || protocol == TRAILERS;
  }

  /** Appends the kind of hardware. */
  void hardware(long at) {
    int hardware = in.u16(at);
    String name = hardwareName(hardware);
    if (name == null) {
      line.out.text("Unknown Hardware (").decimal(hardware).character(')');
    } else {
      line.out.text(name);
    }
  }

  /** Appends the requested protocol. */
  void protocol(long at) {
    int protocol = in.u16(at + PROTOCOL);
    String name = EtherTypeNames.name(protocol);
    if (name == null) {
      line.out.text("Unknown Protocol (0x").hex(protocol, 4).character(')');
    } else {
      line.out.text(name);
    }
  }

  int operationNumber(long at) {
    return in.u16(at + OPERATION);
  }

  /** Appends the operation and a blank. */
  void operation(long at) {
    TextBuffer out = line.out;
    if (line.verbose()) {
      out.text(", ");
    }
    int operation = operationNumber(at);
    String name = operationName(operation);
    if (name == null) {
      out.text("Unknown (").decimal(operation).character(')');
    } else {
      out.text(name);
    }
    out.character(' ');
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case REQUEST -> "Request";
      case REPLY -> "Reply";
      case REVERSE_REQUEST -> "Reverse Request";
      case REVERSE_REPLY -> "Reverse Reply";
      case INVERSE_REQUEST -> "Inverse Request";
      case INVERSE_REPLY -> "Inverse Reply";
      case NAK -> "NACK Reply";
      default -> null;
    };
  }

  private static String hardwareName(int hardware) {
    return switch (hardware) {
      case 1 -> "Ethernet";
      case 6 -> "TokenRing";
      case 7 -> "ArcNet";
      case 15 -> "FrameRelay";
      case 19 -> "ATM";
      case 23 -> "Strip";
      case 24 -> "IEEE 1394";
      case 32 -> "InfiniBand";
      default -> null;
    };
  }
}
