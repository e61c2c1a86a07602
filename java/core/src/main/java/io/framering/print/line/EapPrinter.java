// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** EAP (RFC 3748) with the types TLS (RFC 5216), TTLS, FAST, SIM and AKA (RFC 4187). */
final class EapPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int TYPE = 4;
  private static final int DATA = 5;
  private static final int TLS_LENGTH = 6;
  private static final int TLS_END = 10;

  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;

  private static final int IDENTITY = 1;
  private static final int NOTIFICATION = 2;
  private static final int LEGACY_NAK = 3;
  private static final int TLS = 13;
  private static final int SIM = 18;
  private static final int TTLS = 21;
  private static final int AKA = 23;
  private static final int FAST = 43;

  private static final int LENGTH_INCLUDED = 0x80;
  private static final int VERSION_BITS = 7;
  private static final FlagNames TLS_FLAGS =
      new FlagNames(
          new long[] {LENGTH_INCLUDED, 0x40, 0x20}, "L bit", "More fragments bit", "Start bit");

  EapPrinter(LineContext line) {
    super(line);
  }

  /** Prints a packet that is {@code length} bytes on the wire, or a part of one. */
  void print(long at, int length) {
    TextBuffer out = line.out;
    int code = in.u8(at);
    int stated = in.u16(at + 2);
    if (stated != length) {
      out.text("EAP fragment?");
      return;
    }
    int identifier = in.u8(at + 1);
    out.text(codeName(code)).text(" (").decimal(code).text("), id ").decimal(identifier);
    out.text(", len ").decimal(stated);
    if (isShort(stated, HEADER_LENGTH, "header")) {
      return;
    }
    if (!in.has(at, stated)) {
      line.truncated();
      return;
    }
    if ((code == REQUEST || code == RESPONSE) && !isShort(stated, DATA, "request/response")) {
      int type = in.u8(at + TYPE);
      type("\n\t\t Type ", type);
      data(type, at, stated);
    }
  }

  private boolean isShort(int length, int wanted, String what) {
    if (length < wanted) {
      line.out.text(" (too short for EAP ").text(what).character(')');
    }
    return length < wanted;
  }

  private void type(String label, int type) {
    line.out.text(label).text(typeName(type)).text(" (").decimal(type).character(')');
  }

  private void data(int type, long at, int length) {
    switch (type) {
      case IDENTITY -> {
        if (length > DATA) {
          Characters.padded(in, at + DATA, length - DATA, line.out.text(", Identity: "));
        }
      }
      case NOTIFICATION -> {
        if (!isShort(length, DATA + 1, "Notification request/response")) {
          Characters.padded(in, at + DATA, length - DATA, line.out.text(", Notification: "));
        }
      }
      case LEGACY_NAK -> {
        if (!isShort(length, DATA + 1, "Legacy NAK request/response")) {
          for (int i = DATA; i < length; i++) {
            type(i == DATA ? " " : ", ", in.u8(at + i));
          }
        }
      }
      case TLS, TTLS -> tls(type == TTLS ? " TTLSv" : null, "TLS/TTLS", at, length);
      case FAST -> tls(" FASTv", "FAST", at, length);
      case SIM, AKA -> {
        if (!isShort(length, DATA + 1, "SIM/AKA request/response")) {
          int subtype = in.u8(at + DATA);
          line.out.text(" subtype [").text(subtypeName(subtype)).text("] 0x").hex(subtype, 2);
        }
      }
      default -> {}
    }
  }

  private void tls(String version, String name, long at, int length) {
    TextBuffer out = line.out;
    if (length <= DATA) {
      out.text(" (too short for EAP ").text(name).text(" request/response)");
      return;
    }
    int flags = in.u8(at + DATA);
    if (version != null) {
      out.text(version).decimal(flags & VERSION_BITS);
    }
    TLS_FLAGS.print(flags, out.text(" flags ["));
    out.text("] 0x").hex(flags, 2);
    if ((flags & LENGTH_INCLUDED) != 0) {
      if (length < TLS_END) {
        out.text(" (too short for EAP ").text(name).text(" request/response with length)");
      } else {
        out.text(", len ").decimal(in.u32(at + TLS_LENGTH));
      }
    }
  }

  private static String codeName(int code) {
    return switch (code) {
      case REQUEST -> "Request";
      case RESPONSE -> "Response";
      case 3 -> "Success";
      case 4 -> "Failure";
      default -> "unknown";
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case 0 -> "No proposed";
      case IDENTITY -> "Identity";
      case NOTIFICATION -> "Notification";
      case LEGACY_NAK -> "Nak";
      case 4 -> "MD5-challenge";
      case 5 -> "OTP";
      case 6 -> "GTC";
      case TLS -> "TLS";
      case SIM -> "SIM";
      case TTLS -> "TTLS";
      case AKA -> "AKA";
      case FAST -> "FAST";
      case 254 -> "Expanded types";
      case 255 -> "Experimental";
      default -> "unknown";
    };
  }

  private static String subtypeName(int subtype) {
    return switch (subtype) {
      case 1, 11 -> "Challenge";
      case 2 -> "Auth reject";
      case 4 -> "Sync failure";
      case 5 -> "Identity";
      case 10 -> "Start";
      case 12 -> "Notification";
      case 13 -> "Reauth";
      case 14 -> "Client error";
      default -> "unknown";
    };
  }
}
