// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Bidirectional Forwarding Detection (RFC 5880), and the version before it. */
final class BfdPrinter extends ProtocolPrinter {
  static final int CONTROL_PORT = 3784;
  static final int ECHO_PORT = 3785;
  static final int MULTIHOP_PORT = 4784;
  static final int LAG_PORT = 6784;

  private static final int LENGTH = 24;
  private static final int FLAGS = 1;
  private static final int MULTIPLIER = 2;
  private static final int LENGTH_FIELD = 3;
  private static final int MINE = 4;
  private static final int YOURS = 8;
  private static final int TRANSMIT = 12;
  private static final int RECEIVE = 16;
  private static final int ECHO = 20;
  private static final int AUTHENTICATION_LENGTH = 4;
  private static final int AUTHENTICATED = 0x04;
  private static final int MICROSECONDS = 1000;

  private static final FlagNames FLAG_NAMES =
      new FlagNames(
          new long[] {0x20, 0x10, 8, 4, 2, 1},
          "Poll",
          "Final",
          "Control Plane Independent",
          "Authentication Present",
          "Demand",
          "Multipoint");
  private static final FlagNames FLAG_NAMES_0 =
      new FlagNames(
          new long[] {0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1},
          "I Hear You",
          "Demand",
          "Poll",
          "Final",
          "Control Plane Independent",
          "Authentication Present",
          "Reserved",
          "Reserved");
  private static final String[] STATES = {"AdminDown", "Down", "Init", "Up"};
  private static final String[] DIAGNOSTICS = {
    "No Diagnostic",
    "Control Detection Time Expired",
    "Echo Function Failed",
    "Neighbor Signaled Session Down",
    "Forwarding Plane Reset",
    "Path Down",
    "Concatenated Path Down",
    "Administratively Down",
    "Reverse Concatenated Path Down"
  };
  private static final String[] AUTHENTICATIONS = {
    null,
    "Simple Password",
    "Keyed MD5",
    "Meticulous Keyed MD5",
    "Keyed SHA1",
    "Meticulous Keyed SHA1"
  };

  BfdPrinter(LineContext line) {
    super(line);
  }

  /** Prints a packet to this port. */
  void print(int port, long at, long length) {
    line.protocol = "bfd";
    TextBuffer out = line.out;
    if (port == ECHO_PORT) {
      out.text("BFD, Echo, length: ").decimal(length);
      if (line.verbose()) {
        line.hex(at, length, "\t");
      }
      return;
    }
    int first = in.u8(at);
    int version = first >>> 5;
    in.need(at, LENGTH);
    out.text("BFDv").decimal(version).text(", ");
    String kind = port == MULTIHOP_PORT ? "Multihop" : port == LAG_PORT ? "Lag" : "Control";
    if (version > 1) {
      out.text("Control, length: ").decimal(length);
      if (line.verbose()) {
        line.hex(at, length, "\t");
      }
      return;
    }
    int flags = in.u8(at + FLAGS);
    if (line.verbose()) {
      out.text("length: ").decimal(length).text("\n\t");
    }
    out.text(version == 0 ? "Control" : kind).text(", ");
    if (version == 1) {
      out.text("State ").text(STATES[flags >>> 6]).text(", ");
    }
    out.text("Flags: [");
    (version == 0 ? FLAG_NAMES_0 : FLAG_NAMES).print(flags, out);
    out.character(']');
    if (!line.verbose()) {
      out.text(", length: ").decimal(length);
      return;
    }
    details(first & 0x1F, at);
    if ((flags & AUTHENTICATED) != 0) {
      authentication(at + LENGTH);
    }
  }

  private void details(int diagnostic, long at) {
    TextBuffer out = line.out;
    out.text(", Diagnostic: ");
    out.text(diagnostic < DIAGNOSTICS.length ? DIAGNOSTICS[diagnostic] : "unknown");
    out.text(" (0x").hex(diagnostic, 2).character(')');
    int multiplier = in.u8(at + MULTIPLIER);
    long transmit = in.u32(at + TRANSMIT);
    out.text("\n\tDetection Timer Multiplier: ").decimal(multiplier);
    out.text(" (").decimal((multiplier * transmit & 0xFFFF_FFFFL) / MICROSECONDS);
    out.text(" ms Detection time), BFD Length: ").decimal(in.u8(at + LENGTH_FIELD));
    out.text("\n\tMy Discriminator: 0x").hex(in.u32(at + MINE), 8);
    out.text(", Your Discriminator: 0x").hex(in.u32(at + YOURS), 8);
    out.text("\n\t  Desired min Tx Interval:    ");
    Columns.right(transmit / MICROSECONDS, 4, out);
    out.text(" ms\n\t  Required min Rx Interval:   ");
    Columns.right(in.u32(at + RECEIVE) / MICROSECONDS, 4, out);
    out.text(" ms\n\t  Required min Echo Interval: ");
    Columns.right(in.u32(at + ECHO) / MICROSECONDS, 4, out);
    out.text(" ms");
  }

  private void authentication(long at) {
    TextBuffer out = line.out;
    in.need(at, AUTHENTICATION_LENGTH);
    int type = in.u8(at);
    int length = in.u8(at + 1);
    int key = in.u8(at + 2);
    String name = type < AUTHENTICATIONS.length ? AUTHENTICATIONS[type] : null;
    out.text("\n\tAuthentication: ").text(name == null ? "Unknown" : name);
    out.text(" (").decimal(type).text("), length: ").decimal(length);
    out.text("\n\t  Auth Key ID: ").decimal(key);
    switch (type) {
      case 1 -> password(at, length);
      case 2, 3 -> digest("Digest: ", at, length, 24);
      case 4, 5 -> digest("Hash: ", at, length, 28);
      default -> {}
    }
  }

  private void password(long at, int length) {
    TextBuffer out = line.out;
    if (length < 4 || length > 19) {
      out.text("[invalid length ").decimal(length).character(']');
      return;
    }
    out.text(", Password: ");
    for (int i = 3; i < length; i++) {
      Characters.visible(in.u8(at + i), out);
    }
  }

  private void digest(String what, long at, int length, int wanted) {
    TextBuffer out = line.out;
    if (length != wanted) {
      out.text("[invalid length ").decimal(length).character(']');
      return;
    }
    long sequence = in.u32(at + 4);
    out.text(", Sequence Number: 0x").hex(sequence, 8);
    in.need(at, length);
    out.text("\n\t  ").text(what);
    Characters.hex(in, at + 8, length - 8, out);
  }
}
