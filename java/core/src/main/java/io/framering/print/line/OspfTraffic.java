// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * Traffic engineering in advertisements of OSPF, version 2 (RFC 3630, RFC 4203, RFC 4124) and 3
 * (RFC 5329).
 */
final class OspfTraffic extends ProtocolPrinter {
  private static final int ROUTER = 1;
  private static final int LINK = 2;

  private static final int LINK_TYPE = 1;
  private static final int LINK_ID = 2;
  private static final int LOCAL_ADDRESS = 3;
  private static final int REMOTE_ADDRESS = 4;
  private static final int METRIC = 5;
  private static final int MAXIMUM_BANDWIDTH = 6;
  private static final int RESERVABLE_BANDWIDTH = 7;
  private static final int UNRESERVED_BANDWIDTH = 8;
  private static final int ADMINISTRATIVE_GROUP = 9;
  private static final int LINK_IDENTIFIERS = 11;
  private static final int PROTECTION = 14;
  private static final int SWITCHING = 15;
  private static final int SHARED_RISK = 16;
  private static final int CONSTRAINTS = 17;

  private static final int CLASSES = 8;
  private static final int MOST_CONSTRAINTS = 36;

  private static final FlagNames PROTECTIONS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64, 128},
          "Extra Traffic",
          "Unprotected",
          "Shared",
          "Dedicated 1:1",
          "Dedicated 1+1",
          "Enhanced",
          "Reserved",
          "Reserved");

  OspfTraffic(LineContext line) {
    super(line);
  }

  /** Prints an advertisement's body. Returns false if it ends before its end. */
  boolean print(long first, long length) {
    TextBuffer out = line.out;
    long at = first;
    long left = length;
    while (left != 0) {
      if (!in.has(at, 4)) {
        return false;
      }
      if (left < 4) {
        out.text("\n\t    Remaining LS length ").decimal(left).text(" < 4");
        return false;
      }
      int type = in.u16(at);
      int size = in.u16(at + 2);
      at += 4;
      left -= 4;
      out.text(
          type == ROUTER
              ? "\n\t    Router Address"
              : type == LINK ? "\n\t    Link" : "\n\t    unknown");
      out.text(" TLV (").decimal(type).text("), length: ").decimal(size);
      if (size > left) {
        out.text("\n\t    Bogus length ").decimal(size).text(" > ").decimal(left);
        return false;
      }
      if (type == 0 || size == 0) {
        return false;
      }
      if (type == LINK) {
        at = link(at, size);
        if (at < 0) {
          return false;
        }
        continue; // tcpdump 4.99.3 does not subtract the length of a link
      }
      if (!value(type, at, size)) {
        return false;
      }
      int padded = padded(size);
      if (padded > left) {
        out.text("\n\t    Bogus padded length ").decimal(padded).text(" > ").decimal(left);
        return false;
      }
      at += padded;
      left -= padded;
    }
    return true;
  }

  private static int padded(int size) {
    return size + 3 & ~3;
  }

  private boolean value(int type, long at, int size) {
    if (type == ROUTER) {
      if (size < 4) {
        line.out.text("\n\t    TLV length ").decimal(size).text(" < 4");
        return false;
      }
      in.need(at, 4);
      line.out.text(", ");
      line.ipv4(at);
    } else if (line.verbosity == 1) {
      line.hex(at, size, "\t      ");
    }
    return true;
  }

  /** Returns the offset after the link, or -1 if it ends before its end. */
  private long link(long first, int length) {
    TextBuffer out = line.out;
    long at = first;
    int left = length;
    while (left != 0) {
      if (left < 4) {
        out.text("\n\t    Remaining TLV length ").decimal(left).text(" < 4");
        return -1;
      }
      int type = in.u16(at);
      int size = in.u16(at + 2);
      at += 4;
      left -= 4;
      if (type == 0 || size == 0) {
        line.invalid();
        return -1;
      }
      out.text("\n\t      ").text(name(type)).text(" subTLV (").decimal(type).text("), length: ");
      out.decimal(size);
      if (isBeyond(size, left) || !in.has(at, size)) {
        return -1;
      }
      if (!hasLength(type, size)) {
        line.invalid();
        return -1;
      }
      if (!attribute(type, at, size)) {
        return -1;
      }
      int padded = padded(size);
      if (isBeyond(padded, left)) {
        return -1;
      }
      // tcpdump 4.99.3 goes on after twice the length of these.
      at += type == SHARED_RISK ? size + padded : padded;
      left -= padded;
    }
    return at;
  }

  private boolean isBeyond(int size, int left) {
    if (left < size) {
      line.out.text("\n\t    Remaining TLV length ").decimal(left + 4L).text(" < ");
      line.out.decimal(size + 4L);
    }
    return left < size;
  }

  private boolean hasLength(int type, int size) {
    String wanted =
        switch (type) {
          case ADMINISTRATIVE_GROUP,
              LOCAL_ADDRESS,
              REMOTE_ADDRESS,
              MAXIMUM_BANDWIDTH,
              RESERVABLE_BANDWIDTH,
              METRIC,
              PROTECTION ->
              size == 4 ? null : " != 4";
          case LINK_ID, LINK_IDENTIFIERS -> size == 4 || size == 8 ? null : " != 4 && != 8";
          case UNRESERVED_BANDWIDTH -> size == 32 ? null : " != 32";
          case CONSTRAINTS -> size >= 4 ? null : " < 4";
          case SWITCHING -> size >= 36 ? null : " < 36";
          case LINK_TYPE -> size == 1 ? null : " != 1";
          case SHARED_RISK -> size % 4 == 0 ? null : " != N x 4";
          default -> null;
        };
    line.out.text(wanted == null ? "" : wanted);
    return wanted == null;
  }

  private boolean attribute(int type, long at, int size) {
    TextBuffer out = line.out;
    switch (type) {
      case ADMINISTRATIVE_GROUP -> out.text(", 0x").hex(in.u32(at), 8);
      case LINK_ID, LINK_IDENTIFIERS -> {
        identifier(at);
        if (size == 8) {
          identifier(at + 4);
        }
      }
      case LOCAL_ADDRESS, REMOTE_ADDRESS -> {
        out.text(", ");
        line.ipv4(at);
      }
      case MAXIMUM_BANDWIDTH, RESERVABLE_BANDWIDTH -> bandwidth(", ", at);
      case UNRESERVED_BANDWIDTH -> {
        for (int i = 0; i < CLASSES; i++) {
          out.text("\n\t\tTE-Class ").decimal(i);
          bandwidth(": ", at + 4L * i);
        }
      }
      case METRIC -> out.text(", Metric ").decimal(in.u32(at));
      case PROTECTION -> PROTECTIONS.print(in.u8(at), out.text(", "));
      case SWITCHING -> switching(at);
      case CONSTRAINTS -> {
        return constraints(at, size);
      }
      case SHARED_RISK -> {
        out.text("\n\t\t  Shared risk group: ").decimal(in.u32(at));
        for (int i = 4; i < size; i += 4) {
          out.text(", ").decimal(in.u32(at + i));
        }
      }
      case LINK_TYPE -> {
        int linkType = in.u8(at);
        out.text(
            linkType == 1
                ? ", Point-to-point ("
                : linkType == 2 ? ", Multi-Access (" : ", unknown (");
        out.decimal(linkType).character(')');
      }
      default -> {
        if (line.verbosity == 1) {
          line.hex(at, size, "\t\t");
        }
      }
    }
    return true;
  }

  private void identifier(long at) {
    line.out.text(", ");
    line.ipv4(at);
    line.out.text(" (0x").hex(in.u32(at), 8).character(')');
  }

  private void switching(long at) {
    TextBuffer out = line.out;
    out.text("\n\t\tInterface Switching Capability: ").text(switchingName(in.u8(at)));
    out.text("\n\t\tLSP Encoding: ").text(encodingName(in.u8(at + 1)));
    out.text("\n\t\tMax LSP Bandwidth:");
    for (int i = 0; i < CLASSES; i++) {
      out.text("\n\t\t  priority level ").decimal(i);
      bandwidth(": ", at + 4 + 4L * i);
    }
  }

  private boolean constraints(long at, int size) {
    TextBuffer out = line.out;
    int model = in.u8(at);
    out.text("\n\t\tBandwidth Constraints Model ID: ").text(modelName(model)).text(" (");
    out.decimal(model).character(')');
    if (size % 4 != 0 || size > MOST_CONSTRAINTS) {
      out.text("\n\t\tlength ").decimal(size).text(size % 4 != 0 ? " != N x 4" : " > 36");
      line.invalid();
      return false;
    }
    for (int i = 0; i < size / 4 - 1; i++) {
      out.text("\n\t\t  Bandwidth constraint CT").decimal(i);
      bandwidth(": ", at + 4 + 4L * i);
    }
    return true;
  }

  private void bandwidth(String label, long at) {
    Bandwidths.print(in.u32(at), line.out.text(label));
  }

  private static String name(int type) {
    return switch (type) {
      case LINK_TYPE -> "Link Type";
      case LINK_ID -> "Link ID";
      case LOCAL_ADDRESS -> "Local Interface IP address";
      case REMOTE_ADDRESS -> "Remote Interface IP address";
      case METRIC -> "Traffic Engineering Metric";
      case MAXIMUM_BANDWIDTH -> "Maximum Bandwidth";
      case RESERVABLE_BANDWIDTH -> "Maximum Reservable Bandwidth";
      case UNRESERVED_BANDWIDTH -> "Unreserved Bandwidth";
      case ADMINISTRATIVE_GROUP -> "Administrative Group";
      case LINK_IDENTIFIERS -> "Link Local/Remote Identifier";
      case PROTECTION -> "Link Protection Type";
      case SWITCHING -> "Interface Switching Capability";
      case SHARED_RISK -> "Shared Risk Link Group";
      case CONSTRAINTS -> "Bandwidth Constraints";
      default -> "unknown";
    };
  }

  private static String switchingName(int capability) {
    return switch (capability) {
      case 1 -> "Packet-Switch Capable-1";
      case 2 -> "Packet-Switch Capable-2";
      case 3 -> "Packet-Switch Capable-3";
      case 4 -> "Packet-Switch Capable-4";
      case 51 -> "Layer-2 Switch Capable";
      case 100 -> "Time-Division-Multiplex";
      case 150 -> "Lambda-Switch Capable";
      case 200 -> "Fiber-Switch Capable";
      default -> "Unknown";
    };
  }

  private static String encodingName(int encoding) {
    return switch (encoding) {
      case 1 -> "Packet";
      case 2 -> "Ethernet V2/DIX";
      case 3 -> "ANSI/ETSI PDH";
      case 4, 6, 10 -> "Reserved";
      case 5 -> "SDH ITU-T G.707/SONET ANSI T1.105";
      case 7 -> "Digital Wrapper";
      case 8 -> "Lambda (photonic)";
      case 9 -> "Fiber";
      case 11 -> "FiberChannel";
      default -> "Unknown";
    };
  }

  private static String modelName(int model) {
    return switch (model) {
      case 0 -> "Russian dolls";
      case 1 -> "Maximum allocation";
      case 254 -> "Maximum allocation with E-LSP support";
      default -> "unknown";
    };
  }
}
