// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** PIM, version 2 (RFC 7761): the type of a message. */
final class PimPrinter extends ProtocolPrinter {
  private static final String[] TYPES = {
    "Hello",
    "Register",
    "Register Stop",
    "Join / Prune",
    "Bootstrap",
    "Assert",
    "Graft",
    "Graft Acknowledgement",
    "Candidate RP Advertisement",
    "Prune Refresh",
    "DF Election",
    "ECMP Redirect"
  };

  PimPrinter(LineContext line) {
    super(line);
  }

  /** Prints a message. */
  void print(long at, long length) {
    line.protocol = "pim";
    TextBuffer out = line.out;
    int first = in.u8(at);
    int version = first >>> 4;
    int type = first & 0xF;
    out.text("PIMv").decimal(version);
    if (version == 2) {
      out.text(", ").text(type < TYPES.length ? TYPES[type] : "Unknown Type");
    }
    out.text(", length ").decimal(length);
  }
}
