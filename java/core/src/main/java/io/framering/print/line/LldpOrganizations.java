// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.line.LldpPrinter.Outcome;
import io.framering.print.text.TextBuffer;

/**
 * LLDP's TLVs of organizations: those of 802.3 (802.3bc) and of IANA, and the way to the others.
 */
final class LldpOrganizations extends ProtocolPrinter {
  private static final int OUI_LENGTH = 3;
  private static final int BRIDGES = 0x0080C2;
  private static final int ETHERNET = 0x00120F;
  private static final int IANA = 0x00005E;
  private static final int MEDIA = 0x0012BB;
  private static final int DATA_CENTER = 0x001B21;

  private static final int IANA_MINIMUM = 8;
  private static final int USAGE_DESCRIPTION = 1;

  /** What a link aggregation is. */
  static final FlagNames AGGREGATION = new FlagNames(new long[] {1, 2}, "supported", "enabled");

  private static final FlagNames POWER =
      new FlagNames(new long[] {1, 2, 4, 8}, "PSE", "supported", "enabled", "can be controlled");

  private static final FlagNames ADVERTISED =
      new FlagNames(
          new long[] {
            0x4000, 0x2000, 0x1000, 0x800, 0x400, 0x200, 0x100, 0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1
          },
          "10BASE-T hdx",
          "10BASE-T fdx",
          "100BASE-T4",
          "100BASE-TX hdx",
          "100BASE-TX fdx",
          "100BASE-T2 hdx",
          "100BASE-T2 fdx",
          "Pause for fdx links",
          "Asym PAUSE for fdx",
          "Sym PAUSE for fdx",
          "Asym and Sym PAUSE for fdx",
          "1000BASE-{X LX SX CX} hdx",
          "1000BASE-{X LX SX CX} fdx",
          "1000BASE-T hdx",
          "1000BASE-T fdx");

  private static final String[] ATTACHMENTS = {
    "Unknown",
    "AUI",
    "10BASE_5",
    "FOIRL",
    "10BASE2",
    "10BASET duplex mode unknown",
    "10BASEFP",
    "10BASEFB",
    "10BASEFL duplex mode unknown",
    "10BROAD36",
    "10BASET hdx",
    "10BASET fdx",
    "10BASEFL hdx",
    "10BASEFL fdx",
    "100BASET4",
    "100BASETX hdx",
    "100BASETX fdx",
    "100BASEFX hdx",
    "100BASEFX fdx",
    "100BASET2 hdx",
    "100BASET2 fdx",
    "1000BASEX hdx",
    "1000BASEX fdx",
    "1000BASELX hdx",
    "1000BASELX fdx",
    "1000BASESX hdx",
    "1000BASESX fdx",
    "1000BASECX hdx",
    "1000BASECX fdx",
    "1000BASET hdx",
    "1000BASET fdx",
    "10GBASEX",
    "10GBASELX4",
    "10GBASER",
    "10GBASEER",
    "10GBASELR",
    "10GBASESR",
    "10GBASEW",
    "10GBASEEW",
    "10GBASELW",
    "10GBASESW"
  };

  private final LldpBridges bridges;
  private final LldpMedia media;
  private final LldpDataCenter dataCenter;

  LldpOrganizations(LineContext line) {
    super(line);
    bridges = new LldpBridges(line);
    media = new LldpMedia(line);
    dataCenter = new LldpDataCenter(line);
  }

  /** Prints a TLV after its header; its bytes are there. */
  Outcome print(long at, int size) {
    if (size < OUI_LENGTH) {
      return Outcome.TRUNCATED;
    }
    int organization = in.u24(at);
    line.out.text(": OUI ").text(SnapPrinter.organizationName(organization));
    line.out.text(" (0x").hex(organization, 6).character(')');
    boolean known =
        switch (organization) {
          case BRIDGES -> bridges.print(at, size);
          case ETHERNET -> ethernet(at, size);
          case IANA -> iana(at, size);
          case MEDIA -> media.print(at, size);
          case DATA_CENTER -> dataCenter.print(at, size);
          default -> false;
        };
    return known ? Outcome.PRINTED : Outcome.UNKNOWN;
  }

  private boolean ethernet(long at, int size) {
    if (size < 4) {
      return true;
    }
    TextBuffer out = line.out;
    int subtype = in.u8(at + 3);
    out.text("\n\t  ").text(ethernetName(subtype)).text(" Subtype (").decimal(subtype);
    out.character(')');
    switch (subtype) {
      case 1 -> {
        if (size >= 9) {
          negotiation(at + 4);
        }
      }
      case 2 -> {
        if (size >= 7) {
          out.text("\n\t    MDI power support [");
          POWER.print(in.u8(at + 4), out);
          out.text("], power pair ").text(powerPair(in.u8(at + 5))).text(", power class ");
          int powerClass = in.u8(at + 6);
          if (powerClass >= 1 && powerClass <= 5) {
            out.text("class").decimal(powerClass - 1L);
          } else {
            out.text("unknown");
          }
        }
      }
      case 3 -> aggregation(in, at, size, out);
      case 4 -> {
        if (size >= 6) {
          out.text("\n\t    MTU size ").decimal(in.u16(at + 4));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void negotiation(long at) {
    TextBuffer out = line.out;
    int status = in.u8(at);
    int advertised = in.u16(at + 1);
    int attachment = in.u16(at + 3);
    out.text("\n\t    autonegotiation [");
    AGGREGATION.print(status, out);
    out.text("] (0x").hex(status, 2).text(")\n\t    PMD autoneg capability [");
    ADVERTISED.print(advertised, "unknown", out);
    out.text("] (0x").hex(advertised, 4).text(")\n\t    MAU type ");
    out.text(attachment < ATTACHMENTS.length ? ATTACHMENTS[attachment] : "unknown");
    out.text(" (0x").hex(attachment, 4).character(')');
  }

  /** Appends a TLV about link aggregation, which 802.1 and 802.3 both have. */
  static void aggregation(CapturedBytes in, long at, int size, TextBuffer out) {
    if (size >= 9) {
      out.text("\n\t    aggregation status [");
      AGGREGATION.print(in.u8(at + 4), out);
      out.text("], aggregation port ID ").decimal(in.u32(at + 5));
    }
  }

  private boolean iana(long at, int size) {
    if (size < IANA_MINIMUM) {
      return true;
    }
    int subtype = in.u8(at + 3);
    boolean known = subtype == USAGE_DESCRIPTION;
    line.out.text("\n\t  ").text(known ? "MUD-URL" : "unknown").text(" Subtype (");
    line.out.decimal(subtype).character(')');
    if (known) {
      line.out.text("\n\t  MUD-URL=");
      Characters.visible(in, at + 4, size - 4, line.out);
    }
    return known;
  }

  private static String ethernetName(int subtype) {
    return switch (subtype) {
      case 1 -> "MAC/PHY configuration/status";
      case 2 -> "Power via MDI";
      case 3 -> "Link aggregation";
      case 4 -> "Max frame size";
      default -> "unknown";
    };
  }

  private static String powerPair(int pair) {
    return pair == 1 ? "signal" : pair == 2 ? "spare" : "unknown";
  }
}
