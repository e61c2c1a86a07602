// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** RADIUS (RFC 2865, 2866 and later ones). */
final class RadiusPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 20;
  private static final int AUTHENTICATOR = 4;
  private static final int AUTHENTICATOR_LENGTH = 16;
  private static final int ATTRIBUTE_HEADER = 2;

  private static final int FRAMED_IP_ADDRESS = 8;
  private static final int LOGIN_IP_HOST = 14;
  private static final int IPX_NETWORK = 23;
  private static final int APPLETALK_LINK = 37;
  private static final int APPLETALK_NETWORK = 38;
  private static final long SELECTED_BY_USER = 0xFFFF_FFFFL;
  private static final long SELECTED_BY_SERVER = 0xFFFF_FFFEL;

  private final RadiusAttributes attributes;

  RadiusPrinter(LineContext line) {
    super(line);
    attributes = new RadiusAttributes(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "radius";
    TextBuffer out = line.out;
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    int stated = in.u16(at + 2);
    if (stated < HEADER_LENGTH) {
      line.truncated();
      return;
    }
    long whole = Math.min(length, stated);
    if (line.verbose()) {
      out.text("RADIUS, length: ").decimal(whole).text("\n\t");
      code(at);
      out.text(", Authenticator: ");
      Characters.hex(in, at + AUTHENTICATOR, AUTHENTICATOR_LENGTH, out);
      attributes(at + HEADER_LENGTH, whole - HEADER_LENGTH);
    } else {
      out.text("RADIUS, ");
      code(at);
      out.text(" length: ").decimal(whole);
    }
  }

  private void code(long at) {
    int code = in.u8(at);
    line.out.text(RadiusNumbers.code(code)).text(" (").decimal(code);
    line.out.text("), id: 0x").hex(in.u8(at + 1), 2);
  }

  private void attributes(long first, long length) {
    TextBuffer out = line.out;
    long at = first;
    long left = length;
    while (left > 0) {
      if (left < ATTRIBUTE_HEADER || !in.has(at, ATTRIBUTE_HEADER)) {
        line.truncated();
        return;
      }
      int type = in.u8(at);
      int size = in.u8(at + 1);
      out.text("\n\t  ").text(RadiusNumbers.attribute(type)).text(" Attribute (").decimal(type);
      out.text("), length: ").decimal(size);
      if (size < ATTRIBUTE_HEADER) {
        out.text(" (bogus, must be >= 2)");
        return;
      }
      if (size > left) {
        out.text(" (bogus, goes past end of packet)");
        return;
      }
      out.text(", Value: ");
      if (size > ATTRIBUTE_HEADER) {
        value(type, at + ATTRIBUTE_HEADER, size - ATTRIBUTE_HEADER);
      }
      if (line.verbosity > 1) {
        line.hex(at + ATTRIBUTE_HEADER, size - ATTRIBUTE_HEADER, "\t    ");
      }
      at += size;
      left -= size;
    }
  }

  private void value(int type, long at, int length) {
    RadiusNumbers.Kind kind = RadiusNumbers.kind(type);
    if (kind == RadiusNumbers.Kind.OTHER) {
      attributes.print(type, at, length);
    } else if (kind != RadiusNumbers.Kind.TEXT && length != 4) {
      line.out.text("ERROR: length ").decimal(length).text(" != 4");
    } else if (kind != RadiusNumbers.Kind.TEXT) {
      number(type, at);
    } else if (in.has(at, length)) {
      RadiusAttributes.text(line, at, length);
    } else {
      line.truncated();
    }
  }

  private void number(int type, long at) {
    long value = in.u32(at);
    String special = special(type, value);
    if (special != null) {
      line.out.text(special);
      return;
    }
    switch (RadiusNumbers.kind(type)) {
      case ADDRESS -> line.ipv4(at);
      case SECONDS -> seconds(value);
      case NAMED -> {
        String name = RadiusNumbers.value(type, value);
        if (name == null) {
          line.out.character('#').decimal(value);
        } else {
          line.out.text(name);
        }
      }
      default -> line.out.decimal(value);
    }
  }

  private static String special(int type, long value) {
    if (type == FRAMED_IP_ADDRESS || type == LOGIN_IP_HOST) {
      return value == SELECTED_BY_USER
          ? "User Selected"
          : value == SELECTED_BY_SERVER ? "NAS Select" : null;
    }
    return switch (type) {
      case IPX_NETWORK -> value == SELECTED_BY_SERVER ? "NAS Select" : null;
      case APPLETALK_LINK -> value == 0 ? "Unnumbered" : null;
      case APPLETALK_NETWORK -> value == 0 ? "NAS assigned" : null;
      default -> null;
    };
  }

  private void seconds(long seconds) {
    if (seconds < 60) {
      twoDigits(seconds).text(" secs");
    } else if (seconds < 3600) {
      twoDigits(seconds / 60).character(':');
      twoDigits(seconds % 60).text(" min");
    } else {
      twoDigits(seconds / 3600).character(':');
      twoDigits(seconds / 60 % 60).character(':');
      twoDigits(seconds % 60).text(" hours");
    }
  }

  private TextBuffer twoDigits(long number) {
    return line.out.text(number < 10 ? "0" : "").decimal(number);
  }
}
