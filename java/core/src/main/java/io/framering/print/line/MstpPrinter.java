// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Multiple spanning trees: IEEE 802.1s. */
final class MstpPrinter extends ProtocolPrinter {
  private static final int FLAGS = 4;
  private static final int ROOT = 5;
  private static final int PATH_COST = 13;
  private static final int REGIONAL_ROOT = 17;
  private static final int PORT = 25;
  private static final int AGES = 27;
  private static final int LENGTH = 36;
  private static final int NAME = 39;
  private static final int NAME_LENGTH = 32;
  private static final int REVISION = 71;
  private static final int DIGEST = 73;
  private static final int INTERNAL_PATH_COST = 89;
  private static final int BRIDGE = 93;
  private static final int HOPS = 101;
  private static final int INSTANCES = 102;
  private static final int CONFIGURATION_LENGTH = 64;
  private static final int INSTANCE_LENGTH = 16;

  MstpPrinter(LineContext line) {
    super(line);
  }

  /** Prints the rest of a message that begins at {@code at} and has a valid length. */
  void print(long at, long length) {
    TextBuffer out = line.out;
    int flags = in.u8(at + FLAGS);
    out.text(", CIST Flags [");
    StpPrinter.flags(flags, out);
    out.text("], length ").decimal(length);
    if (!line.verbose()) {
      return;
    }
    out.text("\n\tport-role ").text(StpPrinter.role(flags)).text(", ");
    in.need(at + ROOT, PATH_COST + 4 - ROOT);
    out.text("CIST root-id ");
    StpPrinter.bridge(at + ROOT, line);
    out.text(", CIST ext-pathcost ").decimal(in.u32(at + PATH_COST));
    in.need(at + REGIONAL_ROOT, 8);
    out.text("\n\tCIST regional-root-id ");
    StpPrinter.bridge(at + REGIONAL_ROOT, line);
    out.text(", ");
    int port = in.u16(at + PORT);
    out.text("CIST port-id ").hex(port, 4).character(',');
    StpPrinter.ages(at + AGES, line);
    int version3Length = in.u16(at + LENGTH);
    out.text("\n\tv3len ").decimal(version3Length).text(", MCID Name ");
    Characters.padded(in, at + NAME, NAME_LENGTH, out);
    in.need(at + REVISION, DIGEST + 16 - REVISION);
    out.text(", rev ").decimal(in.u16(at + REVISION)).text(",\n\t\tdigest ");
    Characters.hex(in, at + DIGEST, 16, out);
    out.text(", ");
    long cost = in.u32(at + INTERNAL_PATH_COST);
    out.text("CIST int-root-pathcost ").decimal(cost).character(',');
    in.need(at + BRIDGE, 8);
    out.text("\n\tCIST bridge-id ");
    StpPrinter.bridge(at + BRIDGE, line);
    out.text(", ");
    int hops = in.u8(at + HOPS);
    out.text("CIST remaining-hops ").decimal(hops);
    int left = version3Length - CONFIGURATION_LENGTH;
    for (long next = at + INSTANCES; left >= INSTANCE_LENGTH; next += INSTANCE_LENGTH) {
      instance(next);
      left -= INSTANCE_LENGTH;
    }
  }

  private void instance(long at) {
    TextBuffer out = line.out;
    int number = in.u16(at + 1) & 0xFFF;
    int flags = in.u8(at);
    out.text("\n\tMSTI ").decimal(number).text(", Flags [");
    StpPrinter.flags(flags, out);
    out.text("], port-role ").text(StpPrinter.role(flags));
    in.need(at + 1, 12);
    out.text("\n\t\tMSTI regional-root-id ");
    StpPrinter.bridge(at + 1, line);
    out.text(", pathcost ").decimal(in.u32(at + 9));
    in.need(at + 13, 3);
    out.text("\n\t\tMSTI bridge-prio ").decimal(in.u8(at + 13) >>> 4);
    out.text(", port-prio ").decimal(in.u8(at + 14) >>> 4);
    out.text(", hops ").decimal(in.u8(at + 15));
  }
}
