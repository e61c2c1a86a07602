// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Communities of BGP: ordinary (RFC 1997), extended (RFC 4360) and large ones (RFC 8092). */
final class BgpCommunities extends ProtocolPrinter {
  private static final int NO_EXPORT = 0xFFFFFF01;
  private static final int NO_ADVERTISE = 0xFFFFFF02;
  private static final int NO_EXPORT_OUTSIDE = 0xFFFFFF03;

  private static final int EXTENDED_LENGTH = 8;
  private static final int LARGE_LENGTH = 12;

  private static final int OSPF_EXTERNAL = 5;
  private static final int OSPF_NSSA_EXTERNAL = 7;

  private static final FlagNames FLAGS =
      new FlagNames(new long[] {0x8000, 0x4000}, "vendor-specific", "non-transitive");

  BgpCommunities(LineContext line) {
    super(line);
  }

  void ordinary(long at, int length) {
    TextBuffer out = line.out;
    for (int i = 0; i < length; i += 4) {
      switch ((int) in.u32(at + i)) {
        case NO_EXPORT -> out.text(" NO_EXPORT");
        case NO_ADVERTISE -> out.text(" NO_ADVERTISE");
        case NO_EXPORT_OUTSIDE -> out.text(" NO_EXPORT_SUBCONFED");
        default -> {
          out.decimal(in.u16(at + i)).character(':').decimal(in.u16(at + i + 2));
          out.text(i + 4 < length ? ", " : "");
        }
      }
    }
  }

  void large(long at, int length) {
    TextBuffer out = line.out;
    out.text("\n\t    ");
    for (int i = 0; i < length; i += LARGE_LENGTH) {
      out.text(i == 0 ? "" : ", ").decimal(in.u32(at + i)).character(':');
      out.decimal(in.u32(at + i + 4)).character(':').decimal(in.u32(at + i + 8));
    }
  }

  void extended(long first, int length) {
    TextBuffer out = line.out;
    for (long at = first; at < first + length; at += EXTENDED_LENGTH) {
      int type = in.u16(at);
      out.text("\n\t    ").text(BgpNumbers.extendedCommunity(type)).text(" (0x").hex(type, 4);
      out.text("), Flags [");
      FLAGS.print(type, out);
      out.text("]: ");
      value(type, at + 2);
    }
  }

  private void value(int type, long at) {
    TextBuffer out = line.out;
    switch (type) {
      case 0x0002, 0x0003, 0x000A -> {
        out.decimal(in.u16(at)).character(':').decimal(in.u32(at + 2)).text(" (= ");
        line.ipv4(at + 2);
        out.character(')');
      }
      case 0x0102, 0x0103, 0xF10A, 0x010B -> {
        line.ipv4(at);
        out.character(':').decimal(in.u16(at + 4));
      }
      case 0x0202, 0x0203 -> out.decimal(in.u32(at)).character(':').decimal(in.u16(at + 4));
      case 0x4004 -> Bandwidths.print(in.u32(at + 2), out.text("bandwidth: "));
      case 0x0005, 0x0105, 0x0205, 0x8005, 0x0107, 0x8001 -> line.ipv4(at);
      case 0x0306, 0x8000 -> ospfRoute(at);
      case 0x800A -> {
        out.text(BgpNumbers.layer2(in.u8(at))).text(" Control Flags [0x").hex(in.u8(at + 1), 2);
        out.text("]:MTU ").decimal(in.u16(at + 2));
      }
      case 0x0009 -> out.text("AS ").decimal(in.u16(at));
      case 0x030C -> out.text("Tunnel type: ").text(BgpNumbers.tunnel(in.u16(at + 4)));
      default -> Characters.hex(in, at, EXTENDED_LENGTH - 2, out);
    }
  }

  private void ospfRoute(long at) {
    TextBuffer out = line.out;
    int type = in.u8(at + 4);
    out.text("area:");
    line.ipv4(at);
    out.text(", router-type:");
    String name = BgpNumbers.ospfRoute(type);
    if (name == null) {
      out.text("unknown (0x").hex(type, 2).character(')');
    } else {
      out.text(name);
    }
    out.text(", metric-type:").text((in.u8(at + 5) & 1) == 0 ? "" : "E2");
    out.text(type == OSPF_EXTERNAL || type == OSPF_NSSA_EXTERNAL ? "E1" : "");
  }
}
