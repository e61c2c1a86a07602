// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.print.text.TextBuffer;

/** Linux's pseudo-headers for frames of any interface: versions 1 and 2. */
final class CookedPrinter extends ProtocolPrinter {
  static final int NAME_WIDTH = 5;
  static final int WORD_WIDTH = 3;

  private static final int V1_LENGTH = 16;
  private static final int V1_ADDRESS_LENGTH = 4;
  private static final int V1_ADDRESS = 6;
  private static final int V1_TYPE = 14;
  private static final int V1_HARDWARE = 2;
  private static final int V2_LENGTH = 20;
  private static final int V2_INTERFACE = 4;
  private static final int V2_HARDWARE = 8;
  private static final int V2_PACKET_TYPE = 10;
  private static final int V2_ADDRESS_LENGTH = 11;
  private static final int V2_ADDRESS = 12;
  private static final int MAC_LENGTH = 6;
  private static final int TAG_LENGTH = 4;

  /** ARPHRD_IEEE80211_RADIOTAP of linux/if_arp.h. */
  private static final int RADIOTAP = 803;

  // linux/if_ether.h: numbers in place of an EtherType.
  private static final int ETH_P_802_3 = 1;
  private static final int ETH_P_802_2 = 4;

  private final Dispatch dispatch;

  CookedPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** The name of a packet type of {@code linux/if_packet.h}. */
  static String word(int packetType) {
    return switch (packetType) {
      case 0 -> "In";
      case 1 -> "B";
      case 2 -> "M";
      case 3 -> "P";
      case 4 -> "Out";
      default -> "?";
    };
  }

  /** Prints a frame of version 1. Returns the length of its header. */
  long printV1(long at, long length, long captured) {
    line.protocol = "sll";
    in.need(at, V1_LENGTH);
    return print(false, at, length, captured);
  }

  /** Prints a frame of version 2. Returns the length of its header. */
  long printV2(long at, long length, long captured) {
    line.protocol = "sll2";
    in.need(at, V2_LENGTH);
    Columns.left(line.interfaceNames.name((int) in.u32(at + V2_INTERFACE)), NAME_WIDTH, line.out);
    line.out.character(' ');
    Columns.left(word(in.u8(at + V2_PACKET_TYPE)), WORD_WIDTH, line.out);
    line.out.character(' ');
    return print(true, at, length, captured);
  }

  private long print(boolean v2, long at, long length, long captured) {
    if (line.linkLevel) {
      describe(v2, at, length);
    }
    long header = v2 ? V2_LENGTH : V1_LENGTH;
    if (in.u16(at + (v2 ? V2_HARDWARE : V1_HARDWARE)) == RADIOTAP) {
      return header + dispatch.radiotap(at + header, length - header, captured - header);
    }
    int type = type(v2, at);
    long tags = 0;
    while (type == EtherType.VLAN) {
      if (captured - header < TAG_LENGTH) {
        line.protocol = "vlan";
        line.truncated();
        return captured;
      }
      if (line.linkLevel) {
        EthernetPrinter.tag(in.u16(at + header), line);
        line.out.text(", ");
      }
      type = in.u16(at + header + 2);
      if (type <= EthernetPrinter.MAX_LENGTH) {
        type = ETH_P_802_2;
      }
      if (line.quiet == 0) {
        line.out.text("ethertype ").text(EtherTypeNames.nameOrUnknown(type)).text(", ");
      }
      header += TAG_LENGTH;
      tags += TAG_LENGTH;
    }
    long payload = at + header;
    if (type == ETH_P_802_3) {
      // Only Novell's IPX has no LLC header; it is not decoded.
      line.out.text("IPX, length ").decimal(length - header);
      return header;
    }
    if (type == ETH_P_802_2) {
      long llc =
          dispatch
              .llc()
              .print(
                  payload,
                  length - header,
                  captured - header,
                  EthernetPrinter.NO_ADDRESSES,
                  EthernetPrinter.NO_ADDRESSES);
      if (llc >= 0) {
        return header + llc;
      }
    } else if (type > EthernetPrinter.MAX_LENGTH) {
      if (dispatch.etherType(type, payload, length - header)) {
        return header;
      }
      if (!line.linkLevel) {
        describe(v2, at, length - tags);
      }
    }
    line.unknown(payload, captured - header);
    return header;
  }

  private int type(boolean v2, long at) {
    return in.u16(v2 ? at : at + V1_TYPE);
  }

  private void describe(boolean v2, long at, long length) {
    TextBuffer out = line.out;
    int addressLength;
    if (v2) {
      out.text("ifindex ").decimal(in.u32(at + V2_INTERFACE)).character(' ');
      addressLength = in.u8(at + V2_ADDRESS_LENGTH);
    } else {
      Columns.right(word(in.u16(at)), WORD_WIDTH, out);
      out.character(' ');
      addressLength = in.u16(at + V1_ADDRESS_LENGTH);
    }
    if (addressLength == MAC_LENGTH) {
      line.mac(at + (v2 ? V2_ADDRESS : V1_ADDRESS));
      out.character(' ');
    }
    if (line.quiet == 0) {
      int type = type(v2, at);
      switch (type) {
        case ETH_P_802_3 -> out.text("802.3");
        case ETH_P_802_2 -> out.text("802.2");
        default -> {
          String name = type > EthernetPrinter.MAX_LENGTH ? EtherTypeNames.name(type) : null;
          out.text("ethertype ").text(name == null ? "Unknown" : name);
          out.text(" (0x").hex(type, 4).character(')');
        }
      }
      out.text(", length ").decimal(length).text(": ");
    }
  }
}
