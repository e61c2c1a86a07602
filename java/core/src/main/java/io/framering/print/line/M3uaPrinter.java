// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** M3UA (RFC 4666), SS7 signalling over SCTP. */
final class M3uaPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int PARAMETER_LENGTH = 4;
  private static final int VERSION = 1;

  private static final int ROUTING_CONTEXT = 0x0006;
  private static final int CORRELATION = 0x0013;
  private static final int NETWORK = 0x0200;

  M3uaPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message of {@code length} bytes, all captured. */
  void print(long at, int length) {
    line.protocol = "m3ua";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      line.invalid();
      return;
    }
    if (in.u8(at) != VERSION) {
      return;
    }
    out.text("\n\t\t");
    message(in.u8(at + 2), in.u8(at + 3));
    long stated = in.u32(at + 4);
    if (stated != length) {
      out.text("\n\t\t\t@@@@@@ Corrupted length ").decimal(stated).text(" of message @@@@@@");
    } else if (!parameters(at + HEADER_LENGTH, at + length)) {
      line.invalid();
    }
  }

  private void message(int messageClass, int type) {
    TextBuffer out = line.out;
    String name =
        switch (messageClass) {
          case 0 -> "Management";
          case 1 -> "Transfer";
          case 2 -> "SS7";
          case 3, 4 -> "ASP";
          case 9 -> "Routing Key Management";
          default -> null;
        };
    if (name == null) {
      out.text("Unknown message class ").decimal(messageClass);
      return;
    }
    out.text(name).character(' ');
    String typeName = typeName(messageClass << 8 | type);
    if (typeName == null) {
      out.text("Unknown (0x").hex(type, 2).character(')');
    } else {
      out.text(typeName);
    }
    out.text(" Message");
  }

  /** Prints parameters. Returns false if one has an invalid length. */
  private boolean parameters(long at, long end) {
    TextBuffer out = line.out;
    long next = at;
    while (next < end) {
      if (end - next < PARAMETER_LENGTH) {
        return false;
      }
      int tag = in.u16(next);
      String name = parameterName(tag);
      out.text("\n\t\t\t");
      if (name == null) {
        out.text("Unknown Parameter (0x").hex(tag, 4).character(')');
      } else {
        out.text(name);
      }
      out.text(": ");
      int length = in.u16(next + 2);
      if (length < PARAMETER_LENGTH) {
        return false;
      }
      long padded = next + length + (at - next - length & 3);
      in.need(next, padded - next);
      value(tag, next, length);
      next = padded;
    }
    return true;
  }

  // Like tcpdump 4.99, this shows the parameter's header instead of its value.
  private void value(int tag, long at, int length) {
    if (tag != NETWORK && tag != ROUTING_CONTEXT && tag != CORRELATION) {
      line.out.text("(length ").decimal(length).character(')');
    } else if (length < PARAMETER_LENGTH + 4) {
      line.invalid();
    } else {
      line.out.text("0x").hex(in.u32(at), 8);
    }
  }

  private static String typeName(int classAndType) {
    return switch (classAndType) {
      case 0x000 -> "Error";
      case 0x001 -> "Notify";
      case 0x101 -> "Data";
      case 0x201 -> "Destination Unavailable";
      case 0x202 -> "Destination Available";
      case 0x203 -> "Destination State Audit";
      case 0x204 -> "Signalling Congestion";
      case 0x205 -> "Destination User Part Unavailable";
      case 0x206 -> "Destination Restricted";
      case 0x301 -> "Up";
      case 0x302 -> "Down";
      case 0x303 -> "Heartbeat";
      case 0x304 -> "Up Acknowledgement";
      case 0x305 -> "Down Acknowledgement";
      case 0x306 -> "Heartbeat Acknowledgement";
      case 0x401 -> "Active";
      case 0x402 -> "Inactive";
      case 0x403 -> "Active Acknowledgement";
      case 0x404 -> "Inactive Acknowledgement";
      case 0x901 -> "Registration Request";
      case 0x902 -> "Registration Response";
      case 0x903 -> "Deregistration Request";
      case 0x904 -> "Deregistration Response";
      default -> null;
    };
  }

  private static String parameterName(int tag) {
    return switch (tag) {
      case 0x0004 -> "INFO String";
      case ROUTING_CONTEXT -> "Routing Context";
      case 0x0007 -> "Diagnostic Info";
      case 0x0009 -> "Heartbeat Data";
      case 0x000B -> "Traffic Mode Type";
      case 0x000C -> "Error Code";
      case 0x000D -> "Status";
      case 0x0011 -> "ASP Identifier";
      case 0x0012 -> "Affected Point Code";
      case CORRELATION -> "Correlation ID";
      case NETWORK -> "Network Appearance";
      case 0x0204 -> "User/Cause";
      case 0x0205 -> "Congestion Indications";
      case 0x0206 -> "Concerned Destination";
      case 0x0207 -> "Routing Key";
      case 0x0208 -> "Registration Result";
      case 0x0209 -> "Deregistration Result";
      case 0x020A -> "Local Routing Key Identifier";
      case 0x020B -> "Destination Point Code";
      case 0x020C -> "Service Indicators";
      case 0x020E -> "Originating Point Code List";
      case 0x0210 -> "Protocol Data";
      case 0x0212 -> "Registration Status";
      case 0x0213 -> "Deregistration Status";
      default -> null;
    };
  }
}
