// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** LLDP's TLVs for media endpoints (ANSI/TIA-1057). */
final class LldpMedia extends ProtocolPrinter {
  private static final int CIVIC_HEADER = 2;
  private static final int COUNTRY_LENGTH = 2;
  private static final int RESERVED_POWER = 1024;

  private static final FlagNames CAPABILITIES =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32},
          "LLDP-MED capabilities",
          "network policy",
          "location identification",
          "extended power via MDI-PSE",
          "extended power via MDI-PD",
          "Inventory");

  private static final FlagNames POLICY =
      new FlagNames(new long[] {0x80, 0x40, 0x20}, "Unknown", "Tagged", "reserved");

  LldpMedia(LineContext line) {
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
    switch (subtype) {
      case 1 -> {
        if (size >= 7) {
          capabilities(at);
        }
      }
      case 2 -> {
        if (size >= 8) {
          policy(at);
        }
      }
      case 3 -> {
        if (size >= 5) {
          location(at, size);
        }
      }
      case 4 -> {
        if (size >= 7) {
          power(at);
        }
      }
      case 5, 6, 7, 8, 9, 10, 11 -> {
        out.text("\n\t  ").text(inventoryName(subtype)).character(' ');
        Characters.padded(in, at + 4, size - 4, out);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void capabilities(long at) {
    TextBuffer out = line.out;
    int capabilities = in.u16(at + 4);
    int device = in.u8(at + 6);
    out.text("\n\t    Media capabilities [");
    CAPABILITIES.print(capabilities, out);
    out.text("] (0x").hex(capabilities, 4).text(")\n\t    Device type [");
    out.text(deviceName(device)).text("] (0x").hex(device, 2).character(')');
  }

  private void policy(long at) {
    TextBuffer out = line.out;
    int application = in.u8(at + 4);
    out.text("\n\t    Application type [").text(applicationName(application)).text("] (0x");
    out.hex(application, 2).text("), Flags [");
    POLICY.print(in.u8(at + 5), out);
    int last = in.u16(at + 6);
    out.text("]\n\t    Vlan id ").decimal(in.u16(at + 5) >> 1 & 0xFFF);
    out.text(", L2 priority ").decimal((last & 0x1FF) >> 6);
    out.text(", DSCP value ").decimal(last & 0x3F);
  }

  private void location(long at, int size) {
    TextBuffer out = line.out;
    int format = in.u8(at + 4);
    out.text("\n\t    Location data format ").text(formatName(format)).text(" (0x");
    out.hex(format, 2).character(')');
    switch (format) {
      case 1 -> {
        if (size >= 21) {
          coordinates(at);
        }
      }
      case 2 -> civicAddress(at, size);
      case 3 -> {
        out.text("\n\t    ECS ELIN id ");
        Characters.padded(in, at + 5, size - 5, out);
      }
      default -> {
        out.text("\n\t    Location ID ");
        line.hex(at + 5, size - 5L, "\t      ");
      }
    }
  }

  private void coordinates(long at) {
    TextBuffer out = line.out;
    coordinate("Latitude resolution ", ", latitude value ", at + 5);
    coordinate("Longitude resolution ", ", longitude value ", at + 10);
    int altitude = in.u8(at + 15) >> 4;
    out.text("\n\t    Altitude type ");
    out.text(altitude == 1 ? "meters" : altitude == 2 ? "floors" : "unknown");
    out.text(" (").decimal(altitude).text(")\n\t    Altitude resolution ");
    out.decimal(in.u16(at + 15) >> 6 & 0x3F).text(", altitude value 0x");
    out.hex(in.u32(at + 16) & 0x3FFF_FFFF);
    int datum = in.u8(at + 20);
    out.text("\n\t    Datum ").text(datumName(datum)).text(" (0x").hex(datum, 2).character(')');
  }

  private void coordinate(String resolution, String value, long at) {
    line.out.text("\n\t    ").text(resolution).decimal(in.u8(at) >> 2).text(value);
    line.out.decimal((in.u8(at) & 3L) << Integer.SIZE | in.u32(at + 1));
  }

  private void civicAddress(long at, int size) {
    if (size < 6) {
      return;
    }
    TextBuffer out = line.out;
    int length = in.u8(at + 5);
    if (length < 1 + COUNTRY_LENGTH || size < 7 + length) {
      return;
    }
    int subject = in.u8(at + 6);
    out.text("\n\t    LCI length ").decimal(length).text(", LCI what ").text(subjectName(subject));
    out.text(" (0x").hex(subject, 2).text("), Country-code ");
    Characters.padded(in, at + 7, COUNTRY_LENGTH, out);
    long next = at + 7 + COUNTRY_LENGTH;
    int left = length - 1 - COUNTRY_LENGTH;
    while (left >= CIVIC_HEADER) {
      int type = in.u8(next);
      int count = in.u8(next + 1);
      next += CIVIC_HEADER;
      left -= CIVIC_HEADER;
      out.text("\n\t      CA type '").text(civicName(type)).text("' (").decimal(type);
      out.text("), length ").decimal(count).text(": ");
      if (type == 0 || count == 0 || left < count) {
        return;
      }
      Characters.padded(in, next, count, out);
      next += count;
      left -= count;
    }
  }

  private void power(long at) {
    TextBuffer out = line.out;
    int bits = in.u8(at + 4);
    int power = in.u16(at + 5);
    // tcpdump looks at the lowest bits, not at the highest ones.
    out.text("\n\t    Power type [").text((bits & 3) != 0 ? "PD device" : "PSE device");
    out.text("], Power source [").text(sourceName(bits >> 4 & 3)).text("]\n\t    Power priority [");
    out.text(priorityName(bits & 15)).text("] (0x").hex(bits & 15, 2).text("), Power ");
    if (power < RESERVED_POWER) {
      out.decimal(power / 10).character('.').decimal(power % 10).text(" Watts");
    } else {
      out.decimal(power).text(" (Reserved)");
    }
  }

  private static String name(int subtype) {
    return switch (subtype) {
      case 1 -> "LLDP-MED Capabilities";
      case 2 -> "Network policy";
      case 3 -> "Location identification";
      case 4 -> "Extended power-via-MDI";
      case 5 -> "Inventory - hardware revision";
      case 6 -> "Inventory - firmware revision";
      case 7 -> "Inventory - software revision";
      case 8 -> "Inventory - serial number";
      case 9 -> "Inventory - manufacturer name";
      case 10 -> "Inventory - model name";
      case 11 -> "Inventory - asset ID";
      default -> "unknown";
    };
  }

  private static String inventoryName(int subtype) {
    return switch (subtype) {
      case 5 -> "Hardware revision";
      case 6 -> "Firmware revision";
      case 7 -> "Software revision";
      case 8 -> "Serial number";
      case 9 -> "Manufacturer name";
      case 10 -> "Model name";
      default -> "Asset ID";
    };
  }

  private static String deviceName(int type) {
    return switch (type) {
      case 1 -> "endpoint class 1";
      case 2 -> "endpoint class 2";
      case 3 -> "endpoint class 3";
      case 4 -> "network connectivity";
      default -> "unknown";
    };
  }

  private static String applicationName(int type) {
    return switch (type) {
      case 1 -> "voice";
      case 2 -> "voice signaling";
      case 3 -> "guest voice";
      case 4 -> "guest voice signaling";
      case 5 -> "softphone voice";
      case 6 -> "video conferencing";
      case 7 -> "streaming video";
      case 8 -> "video signaling";
      default -> "none";
    };
  }

  private static String formatName(int format) {
    return switch (format) {
      case 1 -> "coordinate-based LCI";
      case 2 -> "civic address LCI";
      case 3 -> "ECS ELIN";
      default -> "unknown";
    };
  }

  private static String datumName(int datum) {
    return switch (datum) {
      case 1 -> "World Geodesic System 1984";
      case 2 -> "North American Datum 1983 (NAVD88)";
      case 3 -> "North American Datum 1983 (MLLW)";
      default -> "unknown";
    };
  }

  private static String subjectName(int subject) {
    return switch (subject) {
      case 0 -> "location of DHCP server";
      case 1 -> "location of the network element believed to be closest to the client";
      case 2 -> "location of the client";
      default -> "unknown";
    };
  }

  private static String civicName(int type) {
    return switch (type) {
      case 1 -> "national subdivisions (state,canton,region,province,prefecture)";
      case 2 -> "county, parish, gun, district";
      case 3 -> "city, township, shi";
      case 4 -> "city division, borough, city district, ward chou";
      case 5 -> "neighborhood, block";
      case 6 -> "street";
      default -> "unknown";
    };
  }

  private static String sourceName(int source) {
    return switch (source) {
      case 1 -> "PSE - primary power source";
      case 2 -> "local - backup power source";
      case 3 -> "PSE+local - reserved";
      default -> "none";
    };
  }

  private static String priorityName(int priority) {
    return switch (priority) {
      case 1 -> "critical";
      case 2 -> "high";
      case 3 -> "low";
      default -> "none";
    };
  }
}
