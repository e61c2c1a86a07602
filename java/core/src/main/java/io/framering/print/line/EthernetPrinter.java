// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.EtherType;

/** Ethernet II and 802.3, with VLAN tags. */
final class EthernetPrinter extends ProtocolPrinter {
  /** The position of Ethernet addresses if there are none. */
  static final long NO_ADDRESSES = -1;

  /** The highest number in the type field that is a length. */
  static final int MAX_LENGTH = 1500;

  private static final int HEADER_LENGTH = 14;
  private static final int TAG_LENGTH = 4;
  private static final int MAC_LENGTH = 6;
  private static final int TYPE_OFFSET = 12;
  private static final int TAG_9200 = 0x9200;
  private static final int JUMBO = 0x8870;

  private final Dispatch dispatch;

  EthernetPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Appends {@code vlan 5, p 3, DEI}. */
  static void tag(int tci, LineContext line) {
    line.out.text("vlan ").decimal(tci & 0xFFF).text(", p ").decimal(tci >>> 13);
    if ((tci & 0x1000) != 0) {
      line.out.text(", DEI");
    }
  }

  /** Whether a VLAN tag follows this EtherType. */
  private static boolean isTag(int type) {
    return type == EtherType.VLAN
        || type == EtherType.SERVICE_VLAN
        || type == EtherType.OLD_SERVICE_VLAN
        || type == TAG_9200;
  }

  /**
   * Prints a frame.
   *
   * @param length its bytes on the wire
   * @param captured its captured bytes
   * @return bytes of its header, including LLC
   */
  long print(long at, long length, long captured) {
    line.protocol = "ether";
    if (length < captured) {
      line.out.text("[length ").decimal(length).text(" < caplen ").decimal(captured).character(']');
      line.invalid();
      return length;
    }
    if (captured < HEADER_LENGTH) {
      line.truncated();
      return captured;
    }
    if (line.linkLevel) {
      addresses(at);
    }
    int type = in.u16(at + TYPE_OFFSET);
    long header = HEADER_LENGTH;
    boolean described = false;
    while (isTag(type)) {
      long left = captured - header;
      if (left < TAG_LENGTH) {
        line.protocol = "vlan";
        line.truncated();
        return captured;
      }
      int tci = in.u16(at + header);
      if (line.linkLevel) {
        describe(type);
        line.out.text(", ");
        if (!described) {
          length(length);
        }
        described = true;
        tag(tci, line);
        line.out.text(", ");
      }
      type = in.u16(at + header + 2);
      header += TAG_LENGTH;
    }
    return header + payload(type, at, header, length, captured, described);
  }

  private long payload(
      int type, long ethernet, long header, long length, long captured, boolean described) {
    long at = ethernet + header;
    if (type <= MAX_LENGTH) {
      return llc(type, ethernet, header, length, captured, described);
    }
    if (type == JUMBO) {
      return llcOrUnknown(at, length - header, captured - header, ethernet);
    }
    if (line.linkLevel) {
      describe(type);
      line.out.text(", ");
      if (!described) {
        length(length);
      }
    }
    if (!dispatch.etherType(type, at, length - header)) {
      if (!line.linkLevel) {
        addresses(ethernet);
        describe(type);
        line.out.text(", ");
        length(length);
      }
      line.unknown(at, captured - header);
    }
    return 0;
  }

  private long llc(
      int lengthField, long ethernet, long header, long length, long captured, boolean described) {
    long at = ethernet + header;
    long payload = Math.min(length - header, lengthField);
    long capturedPayload = Math.min(captured - header, payload);
    long end = in.limit(at, payload);
    if (line.linkLevel) {
      line.out.text("802.3");
      if (!described) {
        line.out.text(", ");
        length(payload);
      }
    }
    long llc = llcOrUnknown(at, payload, capturedPayload, ethernet);
    in.restore(end);
    return llc;
  }

  private long llcOrUnknown(long at, long length, long captured, long ethernet) {
    long header = dispatch.llc().print(at, length, captured, ethernet + MAC_LENGTH, ethernet);
    if (header < 0) {
      line.unknown(at, captured);
    }
    return Math.abs(header);
  }

  private void length(long length) {
    line.out.text("length ").decimal(length).text(": ");
  }

  /** Appends source and destination, in this order, and a comma. */
  private void addresses(long ethernet) {
    long source = in.u48(ethernet + MAC_LENGTH);
    long destination = in.u48(ethernet);
    line.out.lowerMac(source).text(" > ").lowerMac(destination).text(", ");
  }

  private void describe(int type) {
    String name = EtherTypeNames.name(type);
    if (line.quiet == 0) {
      line.out.text("ethertype ").text(name == null ? "Unknown" : name);
      line.out.text(" (0x").hex(type, 4).character(')');
    } else if (name != null) {
      line.out.text(name);
    } else {
      line.out.text("Unknown Ethertype (0x").hex(type, 4).character(')');
    }
  }
}
