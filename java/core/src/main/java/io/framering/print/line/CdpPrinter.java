// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Cisco Discovery Protocol. */
final class CdpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int ELEMENT_HEADER = 4;
  private static final int DEVICE = 1;
  private static final int HIGHEST = 0x17;

  private static final int NLPID = 1;
  private static final int NLPID_OF_IPV4 = 0xCC;
  private static final int LLC = 2;
  private static final int LLC_LENGTH = 8;

  /** LLC and SNAP, with the EtherType of IPv6. */
  private static final long LLC_OF_IPV6 = 0xAAAA_0300_0000_86DDL;

  private static final int PREFIX_LENGTH = 5;

  private static final FlagNames CAPABILITIES =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64},
          "Router",
          "Transparent Bridge",
          "Source Route Bridge",
          "L2 Switch",
          "L3 capable",
          "IGMP snooping",
          "L1 capable");

  CdpPrinter(LineContext line) {
    super(line);
  }

  /** Prints a packet that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "cdp";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      out.text(" (packet length ").decimal(length).text(" < 4)");
      invalid(at, length);
      return;
    }
    in.need(at, 2);
    out.text("CDPv").decimal(in.u8(at)).text(", ttl: ").decimal(in.u8(at + 1)).character('s');
    int checksum = in.u16(at + 2);
    if (line.verbose()) {
      out.text(", checksum: 0x").hex(checksum, 4).text(" (unverified), length ").decimal(length);
    }
    if (elements(at + HEADER_LENGTH, length - HEADER_LENGTH) && !line.verbose()) {
      out.text(", length ").decimal(length);
    }
  }

  private boolean invalid(long at, long length) {
    line.invalid();
    in.need(at, length);
    return false;
  }

  /** Prints the TLVs. Returns false after the first that is invalid. */
  private boolean elements(long first, long length) {
    TextBuffer out = line.out;
    long at = first;
    long left = length;
    while (left > 0) {
      if (left < ELEMENT_HEADER) {
        out.text(" (remaining packet length ").decimal(left).text(" < 4)");
        return invalid(at, left);
      }
      int type = in.u16(at);
      int size = in.u16(at + 2);
      if (size < ELEMENT_HEADER) {
        tooShort(type, size);
        return invalid(at, left);
      }
      if (size > left) {
        out.text(" (TLV length ").decimal(size).text(" > ").decimal(left).character(')');
        return invalid(at, left);
      }
      element(type, at + ELEMENT_HEADER, size - ELEMENT_HEADER);
      at += size;
      left -= size;
    }
    return true;
  }

  private void tooShort(int type, int size) {
    TextBuffer out = line.out;
    if (line.verbose()) {
      heading(type).text("), TLV length: ");
      bytes(size).text(" (too short)");
    } else {
      out.text(", ").text(name(type)).text(" TLV length ").decimal(size).text(" too short");
    }
  }

  private TextBuffer heading(int type) {
    TextBuffer out = line.out.text("\n\t").text(name(type)).text(" (0x");
    return type > 0xFF ? out.hex(type) : out.hex(type, 2);
  }

  private TextBuffer bytes(int count) {
    return line.out.decimal(count).text(count == 1 ? " byte" : " bytes");
  }

  private void element(int type, long at, int size) {
    TextBuffer out = line.out;
    boolean shown = line.verbose() || type == DEVICE;
    if (line.verbose()) {
      heading(type).text("), value length: ");
      bytes(size).text(": ");
    } else if (shown) {
      out.text(", Device-ID ");
    }
    boolean known = type <= HIGHEST;
    if (known && (size < minimum(type) || size > maximum(type))) {
      out.text(" (malformed TLV)");
      known = false;
    }
    if (known && shown) {
      value(type, at, size);
    } else {
      in.need(at, size);
      line.hex(at, size, "\t  ");
    }
  }

  private static int minimum(int type) {
    return switch (type) {
      case 0x0B, 0x10, 0x12, 0x13, 0x17 -> 1;
      case 0x0A, 0x0F -> 2;
      case 0x0E -> 3;
      case 0x04, 0x11, 0x16 -> 4;
      default -> 0;
    };
  }

  private static int maximum(int type) {
    return switch (type) {
      case 0x0B, 0x12, 0x13 -> 1;
      case 0x0A -> 2;
      case 0x0E, 0x0F, 0x10 -> 3;
      case 0x04, 0x11 -> 4;
      default -> Integer.MAX_VALUE;
    };
  }

  private void value(int type, long at, int size) {
    TextBuffer out = line.out;
    switch (type) {
      case DEVICE, 0x03, 0x06, 0x09, 0x14 -> {
        out.character('\'');
        Characters.visible(in, at, size, out);
        out.character('\'');
      }
      case 0x02, 0x16 -> addresses(at, size);
      case 0x04 -> {
        long capabilities = in.u32(at);
        out.text("(0x").hex(capabilities, 8).text("): ");
        CAPABILITIES.print(capabilities, out);
      }
      case 0x05 -> version(at, size);
      case 0x07 -> prefixes(at, size);
      case 0x0A -> out.decimal(in.u16(at));
      case 0x0B -> out.text(in.u8(at) != 0 ? "full" : "half");
      case 0x0E, 0x0F -> voiceVlan(at, size);
      case 0x10 -> power(at, size);
      case 0x11 -> out.decimal(in.u32(at)).text(" bytes");
      case 0x12, 0x13 -> {
        in.need(at, 1);
        out.text("0x").hex(in.u8(at), 2);
      }
      case 0x17 -> {
        in.need(at, 1);
        out.text("0x").hex(in.u8(at), 2);
        if (size > 1) {
          out.character('/');
          Characters.visible(in, at + 1, size - 1, out);
        }
      }
      default -> in.need(at, size);
    }
  }

  private void version(long at, int size) {
    line.out.text("\n\t  ");
    for (int i = 0; i < size; i++) {
      int value = in.u8(at + i);
      if (value == '\n') {
        line.out.text("\n\t  ");
      } else {
        Characters.visible(value, line.out);
      }
    }
  }

  private void voiceVlan(long at, int size) {
    if (size == 2) {
      int value = in.u16(at);
      line.out.text("unknown 0x").hex(value, 4);
    } else {
      int application = in.u8(at);
      int vlan = in.u16(at + 1);
      line.out.text("app ").decimal(application).text(", vlan ").decimal(vlan);
    }
  }

  /** Prints milliwatts as watts, as C rounds the nearest number in binary to hundredths. */
  private void power(long at, int size) {
    int milliwatts = size == 1 ? in.u8(at) : size == 2 ? in.u16(at) : in.u24(at);
    int hundredths = milliwatts / 10;
    int rest = milliwatts % 10;
    double error = Math.fma(milliwatts / 1000.0, 1000, -milliwatts);
    if (rest > 5 || rest == 5 && (error > 0 || error == 0 && hundredths % 2 != 0)) {
      hundredths++;
    }
    line.out.decimal(hundredths / 100).character('.').decimal(hundredths % 100, 2).character('W');
  }

  private void addresses(long first, int size) {
    TextBuffer out = line.out;
    if (size < 4) {
      noSpace("num", first, size);
      return;
    }
    long at = first + 4;
    int left = size - 4;
    for (long number = in.u32(first); number > 0; number--) {
      if (left < 2) {
        noSpace("PT+PL", at, left);
        return;
      }
      int kind = in.u8(at);
      int length = in.u8(at + 1);
      at += 2;
      left -= 2;
      if (left < length + 2) {
        noSpace("P+AL", at, left);
        return;
      }
      int count = in.u16(at + length);
      boolean ipv4 = kind == NLPID && length == 1 && in.u8(at) == NLPID_OF_IPV4 && count == 4;
      boolean ipv6 =
          kind == LLC && length == LLC_LENGTH && in.u64(at) == LLC_OF_IPV6 && count == 16;
      if (!ipv4 && !ipv6) {
        out.text("pt=0x").hex(kind, 2).text(", pl=").decimal(length).text(", pb=");
        hex(at, length);
        out.text(", al=").decimal(count).text(", a=");
      }
      at += length + 2;
      left -= length + 2;
      if (left < count) {
        noSpace("A", at, left);
        return;
      }
      if (ipv4) {
        in.need(at, count);
        out.text("IPv4 (").decimal(number).text(") ");
        line.ipv4(at);
      } else if (ipv6) {
        in.need(at, count);
        out.text("IPv6 (").decimal(number).text(") ");
        line.ipv6(at);
      } else {
        hex(at, count);
      }
      at += count;
      left -= count;
      out.text(number > 1 ? " " : "");
    }
    if (left > 0) {
      out.text(" (").decimal(left).text(" bytes of stray data)");
    }
  }

  private void noSpace(String what, long at, int left) {
    line.out.text(" (not enough space for ").text(what).character(')');
    in.need(at, left);
  }

  private void hex(long at, int count) {
    for (int i = 0; i < count; i++) {
      int value = in.u8(at + i);
      line.out.character(' ').hex(value, 2);
    }
  }

  private void prefixes(long at, int size) {
    TextBuffer out = line.out;
    if (size % PREFIX_LENGTH != 0) {
      out.text(" [length ").decimal(size).text(" is not a multiple of 5]");
      in.need(at, size);
      return;
    }
    out.text(" IPv4 Prefixes (").decimal(size / PREFIX_LENGTH).text("):");
    for (int i = 0; i < size; i += PREFIX_LENGTH) {
      in.need(at + i, PREFIX_LENGTH);
      out.character(' ');
      line.ipv4(at + i);
      out.character('/').decimal(in.u8(at + i + 4));
    }
  }

  private static String name(int type) {
    return switch (type) {
      case DEVICE -> "Device-ID";
      case 0x02 -> "Address";
      case 0x03 -> "Port-ID";
      case 0x04 -> "Capability";
      case 0x05 -> "Version String";
      case 0x06 -> "Platform";
      case 0x07 -> "Prefixes";
      case 0x08 -> "Protocol-Hello option";
      case 0x09 -> "VTP Management Domain";
      case 0x0A -> "Native VLAN ID";
      case 0x0B -> "Duplex";
      case 0x0E -> "ATA-186 VoIP VLAN assignment";
      case 0x0F -> "ATA-186 VoIP VLAN request";
      case 0x10 -> "power consumption";
      case 0x11 -> "MTU";
      case 0x12 -> "AVVID trust bitmap";
      case 0x13 -> "AVVID untrusted ports CoS";
      case 0x14 -> "System Name";
      case 0x15 -> "System Object ID (not decoded)";
      case 0x16 -> "Management Addresses";
      case HIGHEST -> "Physical Location";
      default -> "unknown field type";
    };
  }
}
