// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The Mobility Header of Mobile IPv6 (RFC 6275, section 6.1). */
final class MobilityPrinter extends ProtocolPrinter {
  static final int PROTOCOL = 135;

  /** Its number before one was assigned. */
  static final int OLD_PROTOCOL = 62;

  private static final int FIXED_LENGTH = 8;
  private static final int DATA = 6;

  private static final int HOME_TEST_INIT = 1;
  private static final int CARE_OF_TEST_INIT = 2;
  private static final int HOME_TEST = 3;
  private static final int CARE_OF_TEST = 4;
  private static final int BINDING_UPDATE = 5;
  private static final int BINDING_ACKNOWLEDGEMENT = 6;
  private static final int BINDING_ERROR = 7;

  // Lifetimes are in units of 4 seconds.
  private static final int LIFETIME_SHIFT = 2;

  MobilityPrinter(LineContext line) {
    super(line);
  }

  /** Prints it. */
  void print(long at) {
    line.protocol = "mobility";
    TextBuffer out = line.out;
    if (!in.has(at + 1, 1)) {
      line.truncated();
      return;
    }
    int units = in.u8(at + 1);
    int length = Ipv6Chain.length(units);
    int type = in.u8(at + 2);
    int fixed = FIXED_LENGTH + dataLength(type);
    if (length < fixed) {
      out.text("(header length ").decimal(length);
      out.text(" is too small for type ").decimal(type).character(')');
      line.truncated();
      return;
    }
    out.text("mobility: ");
    if (type > BINDING_ERROR) {
      out.text("type-#").decimal(type).text(" len=").decimal(units);
      return;
    }
    out.text(name(type));
    boolean whole = message(type, at);
    if (whole && line.verbose()) {
      whole = options(at + fixed, length - fixed);
    }
    if (!whole) {
      line.truncated();
    }
  }

  private static int dataLength(int type) {
    return switch (type) {
      case HOME_TEST_INIT, CARE_OF_TEST_INIT -> 8;
      case HOME_TEST, CARE_OF_TEST, BINDING_ERROR -> 16;
      case BINDING_UPDATE, BINDING_ACKNOWLEDGEMENT -> 4;
      default -> 0;
    };
  }

  private static String name(int type) {
    return switch (type) {
      case HOME_TEST_INIT -> "HoTI";
      case CARE_OF_TEST_INIT -> "CoTI";
      case HOME_TEST -> "HoT";
      case CARE_OF_TEST -> "CoT";
      case BINDING_UPDATE -> "BU";
      case BINDING_ACKNOWLEDGEMENT -> "BA";
      case BINDING_ERROR -> "BE";
      default -> "BRR";
    };
  }

  private boolean message(int type, long at) {
    TextBuffer out = line.out;
    long data = at + FIXED_LENGTH;
    switch (type) {
      case HOME_TEST_INIT, CARE_OF_TEST_INIT -> words(type, " Init Cookie=", data);
      case HOME_TEST, CARE_OF_TEST -> {
        int nonce = in.u16(at + DATA);
        out.text(" nonce id=0x").hex(nonce);
        words(type, " Init Cookie=", data);
        words(type, " Keygen Token=", data + 8);
      }
      case BINDING_UPDATE -> {
        int sequence = in.u16(at + DATA);
        out.text(" seq#=").decimal(sequence);
        if (!in.has(data, 2)) {
          return false;
        }
        flags(in.u8(data) >> 4);
        lifetime(data + 2);
      }
      case BINDING_ACKNOWLEDGEMENT -> {
        status(at);
        if ((in.u8(at + DATA + 1) & 0x80) != 0) {
          out.text(" K");
        }
        int sequence = in.u16(data);
        out.text(" seq#=").decimal(sequence);
        lifetime(data + 2);
      }
      case BINDING_ERROR -> {
        status(at);
        in.need(data, Ipv6Printer.ADDRESS_LENGTH);
        out.text(" homeaddr ");
        line.ipv6(data);
      }
      default -> {}
    }
    return true;
  }

  private void words(int type, String name, long at) {
    if (line.verbose()) {
      in.need(at, 8);
      line.out.text(type == HOME_TEST_INIT || type == HOME_TEST ? " Home" : " Care-of");
      line.out.text(name).hex(in.u32(at), 8).character(':').hex(in.u32(at + 4), 8);
    }
  }

  private void flags(int flags) {
    if (flags != 0) {
      line.out.character(' ');
    }
    for (int bit = 3; bit >= 0; bit--) {
      if ((flags >> bit & 1) != 0) {
        line.out.character("KLHA".charAt(bit));
      }
    }
  }

  private void lifetime(long at) {
    int lifetime = in.u16(at) << LIFETIME_SHIFT;
    line.out.text(" lifetime=").decimal(lifetime);
  }

  private void status(long at) {
    int status = in.u8(at + DATA);
    line.out.text(" status=").decimal(status);
  }

  private boolean options(long at, int length) {
    long end = at + length;
    long next = at;
    while (next < end) {
      long option = next;
      int type = in.u8(option);
      if (type != 0 && option + 1 >= end) {
        return false;
      }
      next += type == 0 ? 1 : in.u8(option + 1) + 2;
      if (next > end || !in.has(next, 1) || !option(type, option, end)) {
        return false;
      }
    }
    return true;
  }

  private boolean option(int type, long at, long end) {
    TextBuffer out = line.out;
    switch (type) {
      case 0 -> out.text("(pad1)");
      case 1 -> out.text("(padn)");
      case 2 -> {
        if (!fits(at, end, 4, "(refresh: trunc)")) {
          return false;
        }
        int interval = in.u16(at + 2) << LIFETIME_SHIFT;
        out.text("(refresh: ").decimal(interval).character(')');
      }
      case 3 -> {
        if (!fits(at, end, 18, "(altcoa: trunc)")) {
          return false;
        }
        in.need(at + 2, Ipv6Printer.ADDRESS_LENGTH);
        out.text("(alt-CoA: ");
        line.ipv6(at + 2);
        out.character(')');
      }
      case 4 -> {
        if (!fits(at, end, 6, "(ni: trunc)")) {
          return false;
        }
        in.need(at + 2, 4);
        out.text("(ni: ho=0x").hex(in.u16(at + 2), 4);
        out.text(" co=0x").hex(in.u16(at + 4), 4).character(')');
      }
      case 5 -> {
        if (!fits(at, end, 12, "(auth: trunc)")) {
          return false;
        }
        out.text("(auth)");
      }
      default -> {
        out.text("(type-0x").hex(type, 2).text(": len=").decimal(in.u8(at + 1)).character(')');
      }
    }
    return true;
  }

  private boolean fits(long at, long end, int length, String complaint) {
    if (end - at >= length) {
      return true;
    }
    line.out.text(complaint);
    return false;
  }
}
