// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** LLDP's TLVs of 802.1 (802.1AB, annex E; 802.1Q, annex D). */
final class LldpBridges extends ProtocolPrinter {
  private static final FlagNames PROTOCOL_VLAN =
      new FlagNames(new long[] {2, 4}, "supported", "enabled");

  private static final int BANDWIDTHS_OFFSET = 9;
  private static final int ALGORITHMS_OFFSET = 17;
  private static final int TRAFFIC_CLASSES = 8;
  private static final int TRIPLE = 3;

  LldpBridges(LineContext line) {
    super(line);
  }

  /** Prints a TLV. Returns false if its subtype is unknown. */
  boolean print(long at, int size) {
    if (size < 4) {
      return true;
    }
    TextBuffer out = line.out;
    int subtype = in.u8(at + 3);
    out.text("\n\t  ").text(name(subtype)).text(" Subtype (").decimal(subtype).character(')');
    if (size < minimum(subtype)) {
      return true;
    }
    switch (subtype) {
      case 1 -> out.text("\n\t    port vlan id (PVID): ").decimal(in.u16(at + 4));
      case 2 -> protocolVlan(at);
      case 3 -> vlanName(at, size);
      case 4 -> counted("\n\t    protocol identity: ", at + 4, size - 4);
      case 7 -> LldpOrganizations.aggregation(in, at, size, out);
      case 8 -> {
        priorities("Pre-Priority CNPV Indicator", in.u8(at + 4));
        priorities("Pre-Priority Ready Indicator", in.u8(at + 5));
      }
      case 9 -> {
        int flags = in.u8(at + 4);
        out.text("\n\t    Willing:").decimal(flags >> 7).text(", CBS:").decimal(flags >> 6 & 2);
        out.text(", RES:").decimal(flags >> 3 & 7).text(", Max TCs:").decimal(flags & 7);
        transmission(at);
      }
      case 10 -> {
        out.text("\n\t    RES: ").decimal(in.u8(at + 4));
        transmission(at);
      }
      case 11 -> {
        int flags = in.u8(at + 4);
        out.text("\n\t    Willing: ").decimal(flags >> 7).text(", MBC: ").decimal(flags >> 6 & 1);
        out.text(", RES: ").decimal(flags >> 4 & 3).text(", PFC cap:").decimal(flags & 15);
        out.character(' ');
        priorities("PFC Enable", in.u8(at + 5));
      }
      case 12 -> applications(at, size);
      case 13 -> virtualBridging(at);
      case 14 -> channels(at, size);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Bytes that a subtype has at least, with the OUI; shorter ones are printed by name. */
  private static int minimum(int subtype) {
    return switch (subtype) {
      case 4, 12 -> 5;
      case 1, 3, 8, 11 -> 6;
      case 2 -> 7;
      case 14 -> 8;
      case 13 -> 9;
      case 9, 10 -> 25;
      default -> 0;
    };
  }

  private void protocolVlan(long at) {
    int flags = in.u8(at + 4);
    line.out.text("\n\t    port and protocol vlan id (PPVID): ").decimal(in.u16(at + 5));
    line.out.text(", flags [");
    PROTOCOL_VLAN.print(flags, line.out);
    line.out.text("] (0x").hex(flags, 2).character(')');
  }

  private void vlanName(long at, int size) {
    line.out.text("\n\t    vlan id (VID): ").decimal(in.u16(at + 4));
    counted("\n\t    vlan name: ", at + 6, size - 6);
  }

  /** Prints a text after the byte with its length, unless it does not fit. */
  private void counted(String before, long at, int size) {
    if (size > 0 && size > in.u8(at)) {
      line.out.text(before);
      Characters.padded(in, at + 1, in.u8(at), line.out);
    }
  }

  private void priorities(String label, int bits) {
    line.out.text("\n\t    ").text(label);
    line.out.text("\n\t     Priority : 0  1  2  3  4  5  6  7\n\t     Value    : ");
    for (int i = 0; i < Byte.SIZE; i++) {
      line.out.decimal(bits >> i & 1).text("  ");
    }
  }

  private void transmission(long at) {
    TextBuffer out = line.out;
    out.text("\n\t    Priority Assignment Table\n\t     Priority : 0   1   2   3   4   5   6   7");
    out.text("\n\t     Value    :");
    for (int i = 0; i < TRAFFIC_CLASSES; i++) {
      int both = in.u8(at + 5 + i / 2);
      column(i % 2 == 0 ? both >> 4 : both & 15);
    }
    out.text("\n\t    TC Bandwidth Table\n\t     TC%   : 0   1   2   3   4   5   6   7");
    out.text("\n\t     Value :");
    columns(at + BANDWIDTHS_OFFSET);
    out.text("\n\t    TSA Assignment Table\n\t     Traffic Class: 0   1   2   3   4   5   6   7");
    out.text("\n\t     Value        :");
    columns(at + ALGORITHMS_OFFSET);
  }

  private void columns(long at) {
    for (int i = 0; i < TRAFFIC_CLASSES; i++) {
      column(in.u8(at + i));
    }
  }

  /** Appends a number from 0 to 255, three characters wide. */
  private void column(int number) {
    line.out.character(' ').decimal(number).text(number < 10 ? "  " : number < 100 ? " " : "");
  }

  private void applications(long at, int size) {
    TextBuffer out = line.out;
    out.text("\n\t    RES: ").decimal(in.u8(at + 4));
    int length = size - 5;
    if (length == 0 || length % TRIPLE != 0) {
      return;
    }
    out.text("\n\t    Application Priority Table");
    for (int i = 0; i < length; i += TRIPLE) {
      int bits = in.u8(at + 5 + i);
      out.text("\n\t      Priority: ").decimal(bits >> 5).text(", RES: ").decimal(bits >> 3 & 3);
      out.text(", Sel: ").decimal(bits & 7).text(", Protocol ID: ").decimal(in.u16(at + 6 + i));
    }
  }

  private void virtualBridging(long at) {
    TextBuffer out = line.out;
    int bridge = in.u8(at + 4);
    int station = in.u8(at + 5);
    int retries = in.u8(at + 6);
    int delay = in.u8(at + 7);
    int keep = in.u8(at + 8);
    out.text("\n\t    EVB Bridge Status\n\t      RES: ").decimal(bridge >> 3);
    out.text(", BGID: ").decimal(bridge >> 2 & 1).text(", RRCAP: ").decimal(bridge >> 1 & 1);
    out.text(", RRCTR: ").decimal(bridge & 1);
    out.text("\n\t    EVB Station Status\n\t      RES: ").decimal(station >> 4);
    out.text(", SGID: ").decimal(station >> 3 & 1).text(", RRREQ: ").decimal(station >> 2 & 1);
    out.text(",RRSTAT: ").decimal(station & 3);
    out.text("\n\t    R: ").decimal(retries >> 5).text(", RTE: ").decimal(retries & 31);
    out.text(", EVB Mode: ").text(mode(delay >> 6)).text(" [").decimal(delay >> 6);
    out.text("]\n\t    ROL: ").decimal(delay >> 5 & 1).text(", RWD: ").decimal(delay & 31);
    out.text(", RES: ").decimal(keep >> 6).text(", ROL: ").decimal(keep >> 5 & 1);
    out.text(", RKA: ").decimal(keep & 31);
  }

  private void channels(long at, int size) {
    TextBuffer out = line.out;
    int flags = in.u8(at + 4);
    out.text("\n\t    Role: ").decimal(flags >> 7).text(", RES: ").decimal(flags >> 4 & 7);
    out.text(", Scomp: ").decimal(flags >> 3 & 1).text(" ChnCap: ");
    out.decimal(in.u16(at + 6) & 0xFFF);
    int length = size - 8;
    if (length % TRIPLE != 0) {
      return;
    }
    for (int i = 0; i < length; i += TRIPLE) {
      int both = in.u24(at + 8 + i);
      out.text("\n\t    SCID: ").decimal(both >> 12).text(", SVID: ").decimal(both & 0xFFF);
    }
  }

  private static String mode(int mode) {
    return switch (mode) {
      case 0 -> "Not Supported";
      case 1 -> "EVB Bridge";
      case 2 -> "EVB Station";
      default -> "Reserved for future Standardization";
    };
  }

  private static String name(int subtype) {
    return switch (subtype) {
      case 1 -> "Port VLAN Id";
      case 2 -> "Port and Protocol VLAN ID";
      case 3 -> "VLAN name";
      case 4 -> "Protocol Identity";
      case 7 -> "Link aggregation";
      case 8 -> "Congestion Notification";
      case 9 -> "ETS Configuration";
      case 10 -> "ETS Recommendation";
      case 11 -> "Priority Flow Control Configuration";
      case 12 -> "Application Priority";
      case 13 -> "EVB";
      case 14 -> "CDCP";
      default -> "unknown";
    };
  }
}
