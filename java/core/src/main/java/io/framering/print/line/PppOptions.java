// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * The options of PPP's control protocols: LCP (RFC 1661), IPCP (RFC 1332), IPV6CP (RFC 5072), CCP
 * (RFC 1962) and BACP (RFC 2125).
 */
final class PppOptions extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 2;
  private static final int LCP = 0xC021;
  private static final int IPCP = 0x8021;
  private static final int IPV6CP = 0x8057;
  private static final int CCP = 0x80FD;
  private static final int BACP = 0xC02B;

  private static final int CHAP = 0xC223;
  private static final int OLD_SPAP = 0xC123;
  private static final int LINK_QUALITY = 0xC025;
  private static final int HEADER_COMPRESSION = 0x61;
  private static final int HEADER_COMPRESSION_LENGTH = 14;

  private static final String[] LCP_NAMES = {
    "Vend-Ext",
    "MRU",
    "ACCM",
    "Auth-Prot",
    "Qual-Prot",
    "Magic-Num",
    "deprecated(6)",
    "PFC",
    "ACFC",
    "FCS-Alt",
    "SDP",
    "Num-Mode",
    "deprecated(12)",
    "Call-Back",
    "deprecated(14)",
    "deprecated(15)",
    "deprecated(16)",
    "MRRU",
    "12-Bit seq #",
    "End-Disc",
    "Proprietary",
    "DCE-Id",
    "MP+",
    "Link-Disc",
    "LCP-Auth-Opt",
    "COBS",
    "Prefix-elision",
    "Multilink-header-Form",
    "I18N",
    "SDL-over-SONET/SDH",
    "PPP-Muxing"
  };

  /** What became of an option. */
  private enum Outcome {
    PRINTED,
    /** Its value is dumped. */
    UNKNOWN,
    /** It has the wrong length, and its value is not dumped. */
    BOGUS,
    /** The options after it are not printed. */
    LAST
  }

  PppOptions(LineContext line) {
    super(line);
  }

  /** Prints the options of a packet, if those of the protocol are known. */
  void print(int protocol, long first, int length) {
    if (truncationName(protocol) == null) {
      return;
    }
    long at = first;
    int left = length;
    do {
      int size = option(protocol, at, length + PppControl.HEADER_LENGTH);
      if (size == 0) {
        return;
      }
      if (left < size) {
        line.out.text(" [remaining options length ").decimal(left).text(" < ").decimal(size);
        line.out.character(']');
        line.invalid();
        return;
      }
      at += size;
      left -= size;
    } while (left > 0);
  }

  /** The name in the mark of a truncation, or null for a protocol whose options are unknown. */
  private static String truncationName(int protocol) {
    return switch (protocol) {
      case LCP -> "[|lcp]";
      case IPCP -> "[|ipcp]";
      case IPV6CP -> "[|ip6cp]";
      case CCP -> "[|ccp]";
      case BACP -> "[|bacp]";
      default -> null;
    };
  }

  /** Prints an option. Returns its length, or 0 if it is the last. */
  private int option(int protocol, long at, int most) {
    TextBuffer out = line.out;
    if (!in.has(at, HEADER_LENGTH)) {
      out.text(truncationName(protocol));
      return 0;
    }
    int type = in.u8(at);
    int size = in.u8(at + 1);
    if (most < size) {
      return 0;
    }
    if (protocol == LCP && type >= LCP_NAMES.length) {
      out.text("\n\tunknown LCP option 0x").hex(type, 2);
      return size < HEADER_LENGTH ? 0 : size;
    }
    out.text("\n\t  ").text(name(protocol, type)).text(" Option (0x").hex(type, 2);
    out.text("), length ").decimal(size);
    if (size < HEADER_LENGTH) {
      out.text(" (length bogus, should be >= 2)");
      return 0;
    }
    Outcome outcome =
        switch (protocol) {
          case LCP -> link(type, at, size);
          case IPCP -> ip(type, at, size);
          case IPV6CP -> ipv6(type, at, size);
          case CCP -> compression(type, at, size);
          default -> bandwidth(type, at, size);
        };
    if (outcome == Outcome.UNKNOWN || outcome == Outcome.PRINTED && line.verbosity > 1) {
      line.hex(at + HEADER_LENGTH, size - HEADER_LENGTH, "\t    ");
    }
    return outcome == Outcome.LAST ? 0 : size;
  }

  private static String name(int protocol, int type) {
    return switch (protocol) {
      case LCP -> LCP_NAMES[type];
      case IPCP -> ipName(type);
      case IPV6CP -> type == 1 ? "Interface-ID" : "unknown";
      case CCP -> compressionName(type);
      default -> type == 1 ? "Favored-Peer" : "Unknown";
    };
  }

  /** Prints that the length must be this, or at least this. */
  private Outcome bogus(String relation, int wanted, Outcome outcome) {
    line.out.text(" (length bogus, should be ").text(relation).text(" ").decimal(wanted);
    line.out.character(')');
    return outcome;
  }

  private Outcome link(int type, long at, int size) {
    TextBuffer out = line.out;
    int fixed = fixedLength(type);
    int minimum = minimumLength(type);
    boolean goesOn = type <= 3;
    if (fixed != 0 && size != fixed) {
      return bogus("=", fixed, goesOn ? Outcome.BOGUS : Outcome.LAST);
    }
    if (size < minimum) {
      return bogus(">=", minimum, goesOn ? Outcome.BOGUS : Outcome.LAST);
    }
    switch (type) {
      case 0 -> PppControl.vendor(line, ": Vendor: ", at + 2);
      case 1, 17 -> {
        int units = in.u16(at + 2);
        out.text(": ").decimal(units);
      }
      case 2, 5 -> {
        long number = in.u32(at + 2);
        out.text(": 0x").hex(number, 8);
      }
      case 3 -> authentication(at, size);
      case 4 -> out.text(in.u16(at + 2) == LINK_QUALITY ? ": LQR" : ": unknown");
      case 7, 8 -> {}
      case 13 -> {
        out.text(": ");
        int operation = in.u8(at + 2);
        out.text(": Callback Operation ").text(callbackName(operation)).text(" (");
        out.decimal(operation).character(')');
      }
      case 19 -> {
        return endpoint(in.u8(at + 2), at, size);
      }
      case 23 -> {
        int discriminator = in.u16(at + 2);
        out.text(": 0x").hex(discriminator, 4);
      }
      default -> {
        return Outcome.UNKNOWN;
      }
    }
    return Outcome.PRINTED;
  }

  private static int fixedLength(int type) {
    return switch (type) {
      case 1, 17, 23 -> 4;
      case 2, 5 -> 6;
      default -> 0;
    };
  }

  private static int minimumLength(int type) {
    return switch (type) {
      case 0 -> 6;
      case 3, 4 -> 4;
      case 13, 19 -> 3;
      default -> 0;
    };
  }

  private void authentication(long at, int size) {
    TextBuffer out = line.out;
    int protocol = in.u16(at + 2);
    String name = protocol == OLD_SPAP ? "Old-SPAP" : PppPrinter.protocolName(protocol);
    out.text(": ").text(name == null ? "Unknown Auth Proto (0x04x)" : name);
    switch (protocol) {
      case CHAP -> {
        int algorithm = in.u8(at + 4);
        switch (algorithm) {
          case 5 -> out.text(", MD5");
          case 128 -> out.text(", MS-CHAPv1");
          case 129 -> out.text(", MS-CHAPv2");
          default -> out.text(", Unknown Auth Alg ").decimal(algorithm);
        }
      }
      case 0xC023, 0xC027, OLD_SPAP, 0xC227 -> {}
      default -> line.hex(at, size, "\t");
    }
  }

  private Outcome endpoint(int kind, long at, int size) {
    TextBuffer out = line.out;
    switch (kind) {
      case 0 -> out.text(": Null");
      case 1 -> out.text(": Local");
      case 2 -> {
        if (size != 7) {
          return bogus("=", 7, Outcome.LAST);
        }
        in.need(at + 3, 4);
        out.text(": IPv4 ");
        line.ipv4(at + 3);
      }
      case 3 -> {
        if (size != 9) {
          return bogus("=", 9, Outcome.LAST);
        }
        in.need(at + 3, 6);
        out.text(": MAC ");
        line.mac(at + 3);
      }
      case 4 -> out.text(": Magic-Num-Block");
      case 5 -> out.text(": PSNDN");
      default -> out.text(": Unknown class ").decimal(kind);
    }
    return Outcome.PRINTED;
  }

  private Outcome ip(int type, long at, int size) {
    TextBuffer out = line.out;
    switch (type) {
      case 1 -> {
        if (size != 10) {
          return bogus("=", 10, Outcome.BOGUS);
        }
        in.need(at + 2, 8);
        out.text(": src ");
        line.ipv4(at + 2);
        out.text(", dst ");
        line.ipv4(at + 6);
      }
      case 2 -> {
        return size < 4 ? bogus(">=", 4, Outcome.LAST) : ipCompression(at, size);
      }
      case 3, 4, 129, 130, 131, 132 -> {
        if (size != 6) {
          return bogus("=", 6, Outcome.LAST);
        }
        in.need(at + 2, 4);
        out.text(": ");
        line.ipv4(at + 2);
      }
      default -> {
        return Outcome.UNKNOWN;
      }
    }
    return Outcome.PRINTED;
  }

  /** The compression of headers (RFC 3544), or another one. */
  private Outcome ipCompression(long at, int size) {
    TextBuffer out = line.out;
    int protocol = in.u16(at + 2);
    out.text(": ");
    out.text(
        protocol == 0x2D
            ? "VJ-Comp"
            : protocol == HEADER_COMPRESSION ? "IP Header Compression" : "Unknown");
    out.text(" (0x");
    (protocol > 0xFF ? out.hex(protocol) : out.hex(protocol, 2)).text("):");
    if (protocol != HEADER_COMPRESSION) {
      return Outcome.PRINTED;
    }
    if (size < HEADER_COMPRESSION_LENGTH) {
      return bogus(">=", HEADER_COMPRESSION_LENGTH, Outcome.LAST);
    }
    if (!in.has(at + 2, HEADER_COMPRESSION_LENGTH)) {
      out.text("[|ipcp]");
      return Outcome.LAST;
    }
    out.text("\n\t    TCP Space ").decimal(in.u16(at + 4)).text(", non-TCP Space ");
    out.decimal(in.u16(at + 6)).text(", maxPeriod ").decimal(in.u16(at + 8));
    out.text(", maxTime ").decimal(in.u16(at + 10)).text(", maxHdr ").decimal(in.u16(at + 12));
    int more = size - HEADER_COMPRESSION_LENGTH;
    return more == 0 ? Outcome.PRINTED : suboptions(at + HEADER_COMPRESSION_LENGTH, more, size);
  }

  private Outcome suboptions(long first, int length, int option) {
    TextBuffer out = line.out;
    out.text("\n\t      Suboptions, length ").decimal(length);
    long at = first;
    int left = length;
    while (left >= 2) {
      if (!in.has(at, 2)) {
        out.text("[|ipcp]");
        return Outcome.LAST;
      }
      int type = in.u8(at);
      int size = in.u8(at + 1);
      if (type == 0 || size == 0) {
        break;
      }
      out.text("\n\t\t");
      out.text(type == 1 ? "RTP-Compression" : type == 2 ? "Enhanced RTP-Compression" : "Unknown");
      out.text(" Suboption #").decimal(type).text(", length ").decimal(size);
      if (left < size) {
        out.text(" [remaining suboptions length ").decimal(left).text(" < ").decimal(size);
        out.character(']');
        line.invalid();
        break;
      }
      left -= size;
      at += size;
    }
    if (line.verbosity > 1) {
      line.hex(at + HEADER_LENGTH, option - HEADER_LENGTH, "\t    "); // from there on, as tcpdump
    }
    return Outcome.BOGUS;
  }

  private Outcome ipv6(int type, long at, int size) {
    TextBuffer out = line.out;
    if (type != 1) {
      return Outcome.UNKNOWN;
    }
    if (size != 10) {
      return bogus("=", 10, Outcome.BOGUS);
    }
    if (!in.has(at + 2, 8)) {
      out.text("[|ip6cp]");
      return Outcome.LAST;
    }
    for (int i = 2; i < size; i += 2) {
      out.text(i == 2 ? ": " : ":").hex(in.u16(at + i), 4);
    }
    return Outcome.PRINTED;
  }

  private Outcome compression(int type, long at, int size) {
    TextBuffer out = line.out;
    int minimum = type == 21 ? 3 : type == 24 || type == 26 ? 4 : 0;
    if (size < minimum) {
      return bogus(">=", minimum, Outcome.BOGUS);
    }
    if (minimum == 0) {
      return Outcome.UNKNOWN;
    }
    int bits = in.u8(at + 2);
    if (type == 21) {
      out.text(": Version: ").decimal(bits >> 5).text(", Dictionary Bits: ").decimal(bits & 31);
      return Outcome.PRINTED;
    }
    int more = in.u8(at + 3);
    if (type == 24) {
      out.text(": Features: ").decimal(bits >> 6).text(", PxP: ");
      out.text((bits & 0x20) != 0 ? "Enabled" : "Disabled").text(", History: ");
      out.decimal(bits & 31).text(", #CTX-ID: ").decimal(more);
    } else {
      out.text(": Window: ").decimal(bits >> 4).text("K, Method: ");
      out.text((bits & 15) == 8 ? "zlib" : "unknown").text(" (0x").hex(bits & 15);
      out.text("), MBZ: ").decimal(more >> 2).text(", CHK: ").decimal(more & 3);
    }
    return Outcome.PRINTED;
  }

  private Outcome bandwidth(int type, long at, int size) {
    if (type != 1) {
      return Outcome.UNKNOWN;
    }
    if (size != 6) {
      return bogus("=", 6, Outcome.BOGUS);
    }
    long number = in.u32(at + 2);
    line.out.text(": Magic-Num 0x").hex(number, 8);
    return Outcome.PRINTED;
  }

  private static String callbackName(int operation) {
    return switch (operation) {
      case 0 -> "UserAuth";
      case 1 -> "DialString";
      case 2 -> "LocalID";
      case 3 -> "E.164";
      case 4 -> "X.500";
      case 6 -> "CBCP";
      default -> "Unknown";
    };
  }

  private static String ipName(int type) {
    return switch (type) {
      case 1 -> "IP-Addrs";
      case 2 -> "IP-Comp";
      case 3 -> "IP-Addr";
      case 4 -> "Home-Addr";
      case 129 -> "Pri-DNS";
      case 130 -> "Pri-NBNS";
      case 131 -> "Sec-DNS";
      case 132 -> "Sec-NBNS";
      default -> "unknown";
    };
  }

  private static String compressionName(int type) {
    return switch (type) {
      case 0 -> "OUI";
      case 1 -> "Pred-1";
      case 2 -> "Pred-2";
      case 3 -> "Puddle";
      case 16 -> "HP-PPC";
      case 17 -> "Stac-LZS";
      case 18 -> "MPPC";
      case 19 -> "Gand-FZA";
      case 20 -> "V.42bis";
      case 21 -> "BSD-Comp";
      case 23 -> "LZS-DCP";
      case 24 -> "MVRCA";
      case 25 -> "DEC";
      case 26 -> "Deflate";
      case 255 -> "Reserved";
      default -> "Unknown";
    };
  }
}
