// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** IEEE 802.2 LLC, and SNAP on it. */
final class LlcPrinter extends ProtocolPrinter {
  private static final int UNNUMBERED = 3;
  private static final int UNNUMBERED_POLL = 0x10;
  private static final int NUMBERED_POLL = 0x100;
  private static final int UNNUMBERED_LENGTH = 3;
  private static final int NUMBERED_LENGTH = 4;
  private static final int UNNUMBERED_INFORMATION = 0x03;
  private static final int XID = 0xAF;
  private static final int XID_FORMAT = 0x81;

  private static final int SAP_IP = 0x06;
  private static final int SAP_SPANNING_TREE = 0x42;
  private static final int SAP_SNAP = 0xAA;

  private final Dispatch dispatch;
  private final SnapPrinter snap;

  LlcPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
    snap = new SnapPrinter(line, dispatch);
  }

  /**
   * Prints an LLC header and its payload.
   *
   * @param source offset of the source address, or {@link EthernetPrinter#NO_ADDRESSES}
   * @param destination offset of the destination address
   * @return length of the headers; negative if the payload has not been printed
   */
  long print(long at, long length, long captured, long source, long destination) {
    line.protocol = "llc";
    if (captured < UNNUMBERED_LENGTH || length < UNNUMBERED_LENGTH) {
      return cutOff(at, length, captured);
    }
    int control = in.u8(at + 2);
    boolean numbered = (control & UNNUMBERED) != UNNUMBERED;
    int header = numbered ? NUMBERED_LENGTH : UNNUMBERED_LENGTH;
    if (numbered) {
      if (captured < NUMBERED_LENGTH || length < NUMBERED_LENGTH) {
        return cutOff(at, length, captured);
      }
      control = in.u16LittleEndian(at + 2);
    }
    int dsapField = in.u8(at);
    int ssapField = in.u8(at + 1);
    int dsap = dsapField & ~1;
    int ssap = ssapField & ~1;
    if (line.linkLevel) {
      describe(dsapField, ssapField, control, numbered);
    }
    if (dsap == ssap && control == UNNUMBERED_INFORMATION) {
      if (ssap == SAP_SNAP) {
        boolean known =
            snap.print(at + header, length - header, captured - header, source, destination);
        return known ? header + SnapPrinter.LENGTH : -(header + SnapPrinter.LENGTH);
      }
      if (ssap == SAP_SPANNING_TREE) {
        dispatch.stp().print(at + header, length - header);
        return header;
      }
      if (ssap == SAP_IP) {
        dispatch.ipv4(at + header, length - header);
        return header;
      }
    }
    if (!line.linkLevel) {
      saps(dsap, ssap, source, destination);
    }
    int response = ssapField & 1;
    return numbered
        ? numbered(control, response, length)
        : unnumbered(at, control, response, length, captured);
  }

  private long cutOff(long at, long length, long captured) {
    line.truncated();
    line.dump(at, captured);
    return Math.min(length, captured);
  }

  private void describe(int dsapField, int ssapField, int control, boolean numbered) {
    TextBuffer out = line.out;
    out.text("LLC, dsap ").text(sapOrUnknown(dsapField & ~1));
    out.text(" (0x").hex(dsapField & ~1, 2);
    out.text((dsapField & 1) == 0 ? ") Individual, ssap " : ") Group, ssap ");
    out.text(sapOrUnknown(ssapField & ~1)).text(" (0x").hex(ssapField & ~1, 2);
    out.text((ssapField & 1) == 0 ? ") Command, ctrl 0x" : ") Response, ctrl 0x");
    out.hex(control, numbered ? 4 : 2).text(": ");
  }

  private void saps(int dsap, int ssap, long source, long destination) {
    TextBuffer out = line.out;
    boolean addresses = source != EthernetPrinter.NO_ADDRESSES;
    if (addresses) {
      line.mac(source);
      out.character(' ');
    }
    if (dsap != ssap) {
      sap("SSAP", ssap);
      out.character(' ');
    }
    if (addresses || dsap != ssap) {
      out.text("> ");
    }
    if (addresses) {
      line.mac(destination);
      out.character(' ');
    }
    sap("DSAP", dsap);
    out.character(' ');
  }

  private void sap(String which, int sap) {
    String name = sapName(sap);
    if (name == null) {
      line.out.text("Unknown ").text(which).text(" 0x").hex(sap, 2);
    } else {
      line.out.text(name);
    }
  }

  private long numbered(int control, int response, long length) {
    TextBuffer out = line.out;
    boolean supervisory = (control & UNNUMBERED) == 1;
    if (supervisory) {
      out.text("Supervisory, ").text(supervisoryName(control >>> 2 & 3));
    } else {
      out.text("Information, send seq ").decimal(control >>> 1 & 0x7F);
    }
    out.text(", rcv seq ").decimal(control >>> 9 & 0x7F);
    out.text(", Flags [").text(flag(response, (control & NUMBERED_POLL) != 0));
    out.text("], length ").decimal(length);
    return supervisory ? NUMBERED_LENGTH : -NUMBERED_LENGTH;
  }

  private long unnumbered(long at, int control, int response, long length, long captured) {
    TextBuffer out = line.out;
    int command = control & ~UNNUMBERED_POLL;
    out.text("Unnumbered, ");
    String name = commandName(command);
    if (name == null) {
      out.hex(command, 2);
    } else {
      out.text(name);
    }
    out.text(", Flags [").text(flag(response, (control & UNNUMBERED_POLL) != 0));
    out.text("], length ").decimal(length);
    if (command != XID) {
      return -UNNUMBERED_LENGTH;
    }
    long payload = at + UNNUMBERED_LENGTH;
    long left = length - UNNUMBERED_LENGTH;
    long capturedLeft = captured - UNNUMBERED_LENGTH;
    if (left == 0) {
      return UNNUMBERED_LENGTH;
    }
    if (capturedLeft < 1) {
      line.truncated();
      return UNNUMBERED_LENGTH;
    }
    if (in.u8(payload) != XID_FORMAT) {
      return -UNNUMBERED_LENGTH;
    }
    if (capturedLeft < 3 || left < 3) {
      line.truncated();
      line.dump(payload, capturedLeft);
    } else {
      int types = in.u8(payload + 1);
      int window = in.u8(payload + 2);
      out.text(": ").hex(types, 2).character(' ').hex(window, 2);
    }
    return UNNUMBERED_LENGTH;
  }

  private static String flag(int response, boolean poll) {
    if (poll) {
      return response == 0 ? "Poll" : "Final";
    }
    return response == 0 ? "Command" : "Response";
  }

  private static String supervisoryName(int function) {
    return switch (function) {
      case 0 -> "Receiver Ready";
      case 1 -> "Receiver not Ready";
      case 2 -> "Reject";
      default -> "?";
    };
  }

  private static String commandName(int command) {
    return switch (command) {
      case UNNUMBERED_INFORMATION -> "ui";
      case 0x0F -> "dm";
      case 0x43 -> "disc";
      case 0x63 -> "ua";
      case 0x6F -> "sabme";
      case 0x87 -> "frmr";
      case XID -> "xid";
      case 0xE3 -> "test";
      default -> null;
    };
  }

  private static String sapOrUnknown(int sap) {
    String name = sapName(sap);
    return name == null ? "Unknown" : name;
  }

  private static String sapName(int sap) {
    return switch (sap) {
      case 0x00 -> "Null";
      case 0x02 -> "802.1B I";
      case 0x04 -> "SNA";
      case SAP_IP -> "IP";
      case 0x0E -> "ProWay NM";
      case SAP_SPANNING_TREE -> "STP";
      case 0x4E -> "RS511";
      case 0x7E -> "ISO8208";
      case 0x8E -> "ProWay";
      case SAP_SNAP -> "SNAP";
      case 0xE0 -> "IPX";
      case 0xF0 -> "NetBeui";
      case 0xFE -> "OSI";
      default -> null;
    };
  }
}
