// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** LLDP (IEEE 802.1AB). {@link LldpOrganizations} has the TLVs of organizations. */
final class LldpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 2;
  private static final int LENGTH_BITS = 9;
  private static final int LENGTH = 0x1FF;

  private static final int CHASSIS = 1;
  private static final int PORT = 2;
  private static final int TIME_TO_LIVE = 3;
  private static final int PORT_DESCRIPTION = 4;
  private static final int SYSTEM_NAME = 5;
  private static final int SYSTEM_DESCRIPTION = 6;
  private static final int CAPABILITIES = 7;
  private static final int MANAGEMENT_ADDRESS = 8;
  private static final int ORGANIZATION = 127;

  private static final int MAC_LENGTH = 6;
  private static final int INTERFACE_LENGTH = 5;

  private static final FlagNames CAPABILITY_NAMES =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64, 128},
          "Other",
          "Repeater",
          "Bridge",
          "WLAN AP",
          "Router",
          "Telephone",
          "Docsis",
          "Station Only");

  /** What became of a TLV. */
  enum Outcome {
    PRINTED,
    /** Its bytes are dumped. */
    UNKNOWN,
    /** Too short for its type. */
    TRUNCATED
  }

  private final LldpOrganizations organizations;

  LldpPrinter(LineContext line) {
    super(line);
    organizations = new LldpOrganizations(line);
  }

  /** Prints a packet that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "lldp";
    line.out.text("LLDP, length ").decimal(length);
    if (!elements(at, length)) {
      line.truncated();
    }
  }

  /** Prints the TLVs. Returns false if one is truncated. */
  private boolean elements(long first, long length) {
    long at = first;
    long left = length;
    while (left >= HEADER_LENGTH) {
      if (!in.has(at, HEADER_LENGTH)) {
        return false;
      }
      int header = in.u16(at);
      int type = header >> LENGTH_BITS;
      int size = header & LENGTH;
      at += HEADER_LENGTH;
      left -= HEADER_LENGTH;
      if (line.verbose()) {
        line.out.text("\n\t").text(name(type)).text(" TLV (").decimal(type);
        line.out.text("), length ").decimal(size);
      }
      if (type == 0 || size == 0) {
        return true;
      }
      if (!in.has(at, size) || left < size) {
        return false;
      }
      if (line.verbose()) {
        Outcome outcome = element(type, at, size);
        if (outcome == Outcome.TRUNCATED) {
          return false;
        }
        if (outcome == Outcome.UNKNOWN || line.verbosity > 1) {
          line.hex(at, size, "\t  ");
        }
      } else if (type == SYSTEM_NAME) {
        text(": ", at, size);
      }
      at += size;
      left -= size;
    }
    return true;
  }

  private Outcome element(int type, long at, int size) {
    return switch (type) {
      case CHASSIS -> identity(true, at, size);
      case PORT -> identity(false, at, size);
      case TIME_TO_LIVE -> timeToLive(at, size);
      case PORT_DESCRIPTION, SYSTEM_NAME -> text(": ", at, size);
      case SYSTEM_DESCRIPTION -> text("\n\t  ", at, size);
      case CAPABILITIES -> capabilities(at, size);
      case MANAGEMENT_ADDRESS -> management(at, size);
      case ORGANIZATION -> organizations.print(at, size);
      default -> Outcome.UNKNOWN;
    };
  }

  private Outcome text(String before, long at, int size) {
    line.out.text(before);
    Characters.padded(in, at, size, line.out);
    return Outcome.PRINTED;
  }

  private Outcome timeToLive(long at, int size) {
    if (size < 2) {
      return Outcome.TRUNCATED;
    }
    line.out.text(": TTL ").decimal(in.u16(at)).character('s');
    return Outcome.PRINTED;
  }

  /** The ID of a chassis or port. */
  private Outcome identity(boolean chassis, long at, int size) {
    if (size < 2) {
      return Outcome.TRUNCATED;
    }
    int subtype = in.u8(at);
    line.out.text("\n\t  Subtype ").text(chassis ? chassisName(subtype) : portName(subtype));
    line.out.text(" (").decimal(subtype).text("): ");
    if (subtype < 1 || subtype > 7) {
      return Outcome.UNKNOWN;
    }
    if (subtype == (chassis ? 4 : 3)) {
      if (size < 1 + MAC_LENGTH) {
        return Outcome.TRUNCATED;
      }
      line.mac(at + 1);
      return Outcome.PRINTED;
    }
    if (subtype == (chassis ? 5 : 4)) {
      if (!hasAddress(at + 1, size - 1)) {
        return Outcome.TRUNCATED;
      }
      address(at + 1);
      return Outcome.PRINTED;
    }
    return text("", at + 1, size - 1);
  }

  /** Whether an address fits after its family. */
  private boolean hasAddress(long at, int size) {
    return size > 0 && size > addressLength(in.u8(at));
  }

  /** Bytes of an address that is printed, or 0. */
  private static int addressLength(int family) {
    return switch (family) {
      case 1 -> 4;
      case 2 -> 16;
      case 6 -> MAC_LENGTH;
      default -> 0;
    };
  }

  private void address(long at) {
    int family = in.u8(at);
    line.out.text("AFI ").text(AddressFamilyNames.name(family, "Unknown"));
    line.out.text(" (").decimal(family);
    line.out.text(addressLength(family) == 0 ? "), no AF printer !" : "): ");
    switch (family) {
      case 1 -> line.ipv4(at + 1);
      case 2 -> line.ipv6(at + 1);
      case 6 -> line.mac(at + 1);
      default -> {}
    }
  }

  private Outcome capabilities(long at, int size) {
    if (size < 4) {
      return Outcome.TRUNCATED;
    }
    capabilities("System  Capabilities", in.u16(at));
    capabilities("Enabled Capabilities", in.u16(at + 2));
    return Outcome.PRINTED;
  }

  private void capabilities(String label, int value) {
    line.out.text("\n\t  ").text(label).text(" [");
    CAPABILITY_NAMES.print(value, line.out);
    line.out.text("] (0x").hex(value, 4).character(')');
  }

  private Outcome management(long first, int size) {
    TextBuffer out = line.out;
    int length = in.u8(first);
    long at = first + 1;
    int left = size - 1;
    if (left < length || !hasAddress(at, length)) {
      return Outcome.TRUNCATED;
    }
    out.text("\n\t  Management Address length ").decimal(length).text(", ");
    address(at);
    at += length;
    left -= length;
    if (left < INTERFACE_LENGTH) {
      return Outcome.TRUNCATED;
    }
    int numbering = in.u8(at);
    out.text("\n\t  ").text(numberingName(numbering)).text(" Interface Numbering (");
    out.decimal(numbering).text("): ").decimal(in.u32(at + 1));
    at += INTERFACE_LENGTH;
    left -= INTERFACE_LENGTH;
    if (left > 0) {
      int identifier = in.u8(at);
      if (left < 1 + identifier) {
        return Outcome.TRUNCATED;
      }
      if (identifier > 0) {
        out.text("\n\t  OID length ").decimal(identifier);
        Characters.padded(in, at + 1, identifier, out);
      }
    }
    return Outcome.PRINTED;
  }

  private static String name(int type) {
    return switch (type) {
      case 0 -> "End";
      case CHASSIS -> "Chassis ID";
      case PORT -> "Port ID";
      case TIME_TO_LIVE -> "Time to Live";
      case PORT_DESCRIPTION -> "Port Description";
      case SYSTEM_NAME -> "System Name";
      case SYSTEM_DESCRIPTION -> "System Description";
      case CAPABILITIES -> "System Capabilities";
      case MANAGEMENT_ADDRESS -> "Management Address";
      case ORGANIZATION -> "Organization specific";
      default -> "Unknown";
    };
  }

  private static String chassisName(int subtype) {
    return switch (subtype) {
      case 1 -> "Chassis component";
      case 2 -> "Interface alias";
      case 3 -> "Port component";
      case 4 -> "MAC address";
      case 5 -> "Network address";
      case 6 -> "Interface name";
      case 7 -> "Local";
      default -> "Unknown";
    };
  }

  private static String portName(int subtype) {
    return switch (subtype) {
      case 1 -> "Interface alias";
      case 2 -> "Port component";
      case 3 -> "MAC address";
      case 4 -> "Network Address";
      case 5 -> "Interface Name";
      case 6 -> "Agent circuit ID";
      case 7 -> "Local";
      default -> "Unknown";
    };
  }

  private static String numberingName(int subtype) {
    return switch (subtype) {
      case 2 -> "Interface Index";
      case 3 -> "System Port Number";
      default -> "Unknown";
    };
  }
}
