// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;
import io.framering.print.text.UtcText;

/**
 * Attributes of RADIUS with formats of their own: of vendors, tunnels (RFC 2868), VLANs (RFC 4675),
 * IPv6 (RFC 3162), ARAP and EAP (RFC 2869, 3579).
 */
final class RadiusAttributes extends ProtocolPrinter {
  private static final int VENDOR = 26;
  private static final int EVENT_TIMESTAMP = 55;
  private static final int EGRESS_VLAN = 56;
  private static final int EGRESS_VLAN_NAME = 58;
  private static final int TUNNEL_TYPE = 64;
  private static final int TUNNEL_MEDIUM = 65;
  private static final int TUNNEL_PASSWORD = 69;
  private static final int ARAP_PASSWORD = 70;
  private static final int ARAP_FEATURES = 71;
  private static final int EAP_MESSAGE = 79;
  private static final int TUNNEL_PREFERENCE = 83;
  private static final int ARAP_RESPONSE = 84;
  private static final int ERROR_CAUSE = 101;
  private static final int MOBILITY_FEATURES = 124;
  private static final int HOME_PREFIX = 125;

  private static final int LAST_TAG = 0x1F;
  private static final int ADDRESS_LENGTH = 16;
  private static final int ADDRESS_BITS = 128;
  private static final int HALF = 8;
  private static final int MILLIS_PER_SECOND = 1000;

  /** Of the MIP6-Feature-Vector (RFC 5447 and later ones). */
  private static final FlagNames FEATURES =
      new FlagNames(
          new long[] {
            1, 2, 1L << 40, 1L << 41, 1L << 42, 1L << 43, 1L << 44, 1L << 45, 1L << 46, 1L << 47,
            1L << 48, 1L << 49
          },
          "MIP6_INTEGRATED",
          "LOCAL_HOME_AGENT_ASSIGNMENT",
          "PMIP6_SUPPORTED",
          "IP4_HOA_SUPPORTED",
          "LOCAL_MAG_ROUTING_SUPPORTED",
          "ASSIGN_LOCAL_IP",
          "MIP4_SUPPORTED",
          "OPTIMIZED_IDLE_MODE_MOBILITY",
          "GTPv2_SUPPORTED",
          "IP4_TRANSPORT_SUPPORTED",
          "IP4_HOA_ONLY_SUPPORTED",
          "INTER_MAG_ROUTING_SUPPORTED");

  // Created when they are first needed.
  private EapPrinter eap;
  private RadiusLocation location;

  RadiusAttributes(LineContext line) {
    super(line);
  }

  /** Prints the value of an attribute, if its format is known. */
  void print(int type, long at, int length) {
    switch (type) {
      case VENDOR -> vendor(at, length);
      case TUNNEL_TYPE, TUNNEL_MEDIUM, TUNNEL_PREFERENCE, EGRESS_VLAN -> {
        if (hasLength(length, 4)) {
          tagged(type, at);
        }
      }
      case EGRESS_VLAN_NAME, 66, 67, TUNNEL_PASSWORD, 81, 82, 90, 91 -> {
        if (in.has(at, length)) {
          taggedText(type, at, length);
        } else {
          line.truncated();
        }
      }
      case ARAP_PASSWORD, ARAP_FEATURES, ARAP_RESPONSE -> appleTalk(type, at, length);
      case 95, 98 -> {
        if (hasLength(length, ADDRESS_LENGTH)) {
          line.ipv6(at);
        }
      }
      case 97, 123 -> prefix(at, length);
      case ERROR_CAUSE -> errorCause(at, length);
      case EVENT_TIMESTAMP -> {
        if (hasLength(length, 4)) {
          timestamp(in.u32(at));
        }
      }
      case EAP_MESSAGE -> eapMessage(at, length);
      case MOBILITY_FEATURES -> {
        if (hasLength(length, Long.BYTES)) {
          line.out.character('[');
          FEATURES.print(in.u64(at), "", line.out);
          line.out.character(']');
        }
      }
      case 126, 127, 128, 129 -> {
        if (location == null) {
          location = new RadiusLocation(line);
        }
        location.print(type, at, length);
      }
      case HOME_PREFIX -> {
        if (hasLength(length, 1 + ADDRESS_LENGTH)) {
          homePrefix(at);
        }
      }
      default -> {}
    }
  }

  /** As C's {@code ctime} does: {@code Tue Dec 1 14:03:07 2026}. */
  private void timestamp(long second) {
    int offset = line.zone.getOffset(second * MILLIS_PER_SECOND) / MILLIS_PER_SECOND;
    UtcText.printCalendar(second + offset, line.out);
  }

  private void eapMessage(long at, int length) {
    if (!in.has(at, length)) {
      line.truncated();
      return;
    }
    if (eap == null) {
      eap = new EapPrinter(line);
    }
    eap.print(at, length);
  }

  private boolean hasLength(int length, int wanted) {
    if (length != wanted) {
      line.out.text("ERROR: length ").decimal(length).text(" != ").decimal(wanted);
    }
    return length == wanted;
  }

  /** Prints characters up to a zero. */
  static void text(LineContext line, long at, int length) {
    for (int i = 0; i < length && line.in.u8(at + i) != 0; i++) {
      character(line, at + i);
    }
  }

  private static void character(LineContext line, long at) {
    int value = line.in.u8(at);
    line.out.character(Characters.isPrintable(value) ? (char) value : '.');
  }

  private void vendor(long first, int length) {
    TextBuffer out = line.out;
    if (length < 4) {
      line.truncated();
      return;
    }
    long vendor = in.u32(first);
    out.text("Vendor: ").text(EnterpriseNames.name(vendor)).text(" (").decimal(vendor);
    out.character(')');
    long at = first + 4;
    int left = length - 4;
    while (left >= 2) {
      int type = in.u8(at);
      int size = in.u8(at + 1);
      boolean fits = size >= 2 && size <= left;
      if (fits && !in.has(at, size)) {
        line.truncated();
        return;
      }
      out.text("\n\t    Vendor Attribute: ").decimal(type).text(", Length: ");
      if (!fits) {
        out.decimal(size).text(" (bogus, ");
        out.text(size < 2 ? "must be >= 2)" : "goes past end of vendor-specific attribute)");
        return;
      }
      out.decimal(size - 2L).text(", Value: ");
      for (int i = 2; i < size; i++) {
        character(line, at + i);
      }
      at += size;
      left -= size;
    }
  }

  private void tagged(int type, long at) {
    TextBuffer out = line.out;
    int tag = in.u8(at);
    if (type == EGRESS_VLAN) {
      vlanTag(tag);
    } else {
      tunnelTag(tag);
    }
    int value = in.u24(at + 1);
    String name =
        type == TUNNEL_TYPE ? tunnelName(value) : type == TUNNEL_MEDIUM ? mediumName(value) : null;
    if (name != null) {
      out.text(name);
    } else {
      boolean named = type == TUNNEL_TYPE || type == TUNNEL_MEDIUM;
      out.text(named ? "#" : "").decimal(value);
    }
  }

  private void vlanTag(int tag) {
    line.out.text(tag == 0x31 ? "Tagged" : tag == 0x32 ? "Untagged" : "Unknown tag");
    line.out.text(" (0x").hex(tag, 2).text(") ");
  }

  private void tunnelTag(int tag) {
    if (tag == 0) {
      line.out.text("Tag[Unused] ");
    } else {
      line.out.text("Tag[").decimal(tag).text("] ");
    }
  }

  private void taggedText(int type, long at, int length) {
    int tag = in.u8(at);
    int begin = 1;
    if (type == TUNNEL_PASSWORD) {
      if (length < 3) {
        line.truncated();
        return;
      }
      tunnelTag(tag > LAST_TAG ? 0 : tag);
      line.out.text("Salt ").decimal(in.u16(at + 1)).character(' ');
      begin = 3;
    } else if (type == EGRESS_VLAN_NAME) {
      vlanTag(tag);
    } else if (tag <= LAST_TAG) {
      tunnelTag(tag);
    } else {
      begin = 0;
    }
    text(line, at + begin, length - begin);
  }

  private void appleTalk(int type, long at, int length) {
    TextBuffer out = line.out;
    switch (type) {
      case ARAP_PASSWORD -> {
        if (hasLength(length, 16)) {
          out.text("User_challenge (");
          hex(at, 8);
          out.text(") User_resp(");
          hex(at + 8, 8);
          out.character(')');
        }
      }
      case ARAP_FEATURES -> {
        if (hasLength(length, 14)) {
          out.text(in.u8(at) != 0 ? "User can" : "User cannot").text(" change password");
          int minimum = in.u8(at + 1);
          out.text(", Min password length: ").decimal(minimum).text(", created at: ");
          hex(at + 2, 4);
          out.text(", expires in: ");
          hex(at + 6, 4);
          out.text(", Current Time: ");
          hex(at + 10, 4);
        }
      }
      default -> {
        if (length < HALF) {
          out.text("ERROR: length ").decimal(length).text(" != 8");
        } else {
          hex(at, HALF);
        }
      }
    }
  }

  private void hex(long at, int count) {
    for (int i = 0; i < count; i++) {
      Characters.upperHex(in.u8(at + i), line.out);
    }
  }

  private void errorCause(long at, int length) {
    TextBuffer out = line.out;
    if (length != 4) {
      out.text("Error: length ").decimal(length).text(" != 4");
      return;
    }
    long cause = in.u32(at);
    String name = causeName(cause);
    out.text("Error cause ").decimal(cause).text(": ");
    if (name == null) {
      out.text("Error-Cause ").decimal(cause).text(" not known");
    } else {
      out.text(name);
    }
  }

  private void prefix(long at, int length) {
    TextBuffer out = line.out;
    if (length < 2 || length > 2 + ADDRESS_LENGTH) {
      out.text("ERROR: length ").decimal(length).text(" not in range (2..18)");
      return;
    }
    if (!in.has(at, length)) {
      line.truncated();
      return;
    }
    int bits = in.u8(at + 1);
    if (isLong(bits)) {
      return;
    }
    int count = length - 2;
    Ipv6Text.print(half(at + 2, count), half(at + 2 + HALF, count - HALF), out);
    out.character('/').decimal(bits);
    out.text(bits > Byte.SIZE * count ? " (inconsistent prefix length)" : "");
  }

  private boolean isLong(int bits) {
    if (bits > ADDRESS_BITS) {
      line.out.text("ERROR: netmask ").decimal(bits).text(" not in range (0..128)");
    }
    return bits > ADDRESS_BITS;
  }

  /** Up to eight bytes, with zeros after them. */
  private long half(long at, int count) {
    long value = 0;
    for (int i = 0; i < HALF; i++) {
      value = value << Byte.SIZE | (i < count ? in.u8(at + i) : 0);
    }
    return value;
  }

  private void homePrefix(long at) {
    if (!in.has(at, 1 + ADDRESS_LENGTH)) {
      line.truncated();
      return;
    }
    int bits = in.u8(at);
    if (!isLong(bits)) {
      line.ipv6(at + 1);
      line.out.character('/').decimal(bits);
    }
  }

  private static String tunnelName(int type) {
    return switch (type) {
      case 1 -> "PPTP";
      case 2 -> "L2F";
      case 3 -> "L2TP";
      case 4 -> "ATMP";
      case 5 -> "VTP";
      case 6 -> "AH";
      case 7 -> "IP-IP";
      case 8 -> "MIN-IP-IP";
      case 9 -> "ESP";
      case 10 -> "GRE";
      case 11 -> "DVS";
      case 12 -> "IP-in-IP Tunneling";
      case 13 -> "VLAN";
      default -> null;
    };
  }

  private static String mediumName(int medium) {
    return switch (medium) {
      case 1 -> "IPv4";
      case 2 -> "IPv6";
      case 3 -> "NSAP";
      case 4 -> "HDLC";
      case 5 -> "BBN 1822";
      case 6 -> "802";
      case 7 -> "E.163";
      case 8 -> "E.164";
      case 9 -> "F.69";
      case 10 -> "X.121";
      case 11 -> "IPX";
      case 12 -> "Appletalk";
      case 13 -> "Decnet IV";
      case 14 -> "Banyan Vines";
      case 15 -> "E.164 with NSAP subaddress";
      default -> null;
    };
  }

  private static String causeName(long cause) {
    return switch ((int) cause) {
      case 201 -> "Residual Session Context Removed";
      case 202 -> "Invalid EAP Packet (Ignored)";
      case 401 -> "Unsupported Attribute";
      case 402 -> "Missing Attribute";
      case 403 -> "NAS Identification Mismatch";
      case 404 -> "Invalid Request";
      case 405 -> "Unsupported Service";
      case 406 -> "Unsupported Extension";
      case 407 -> "Invalid Attribute Value";
      case 501 -> "Administratively Prohibited";
      case 502 -> "Request Not Routable (Proxy)";
      case 503 -> "Session Context Not Found";
      case 504 -> "Session Context Not Removable";
      case 505 -> "Other Proxy Processing Error";
      case 506 -> "Resources Unavailable";
      case 507 -> "Request Initiated";
      case 508 -> "Multiple Session Selection Unsupported";
      case 509 -> "Location Info Required";
      default -> null;
    };
  }
}
