// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** IEEE 802.11: management, control and data frames. Its numbers have their low byte first. */
final class WlanPrinter extends ProtocolPrinter {
  private static final int MANAGEMENT = 0;
  private static final int CONTROL = 1;
  private static final int DATA = 2;

  private static final int TO_DS = 0x0100;
  private static final int FROM_DS = 0x0200;
  private static final int MORE_FRAGMENTS = 0x0400;
  private static final int RETRY = 0x0800;
  private static final int POWER_MANAGEMENT = 0x1000;
  private static final int MORE_DATA = 0x2000;
  private static final int PROTECTED = 0x4000;
  private static final int ORDER = 0x8000;

  // Bits of the subtype of data frames.
  private static final int ACKNOWLEDGES = 1;
  private static final int POLLS = 2;
  private static final int EMPTY = 4;
  private static final int QOS = 8;

  private static final int WRAPPER = 7;
  private static final int BLOCK_ACK_REQUEST = 8;
  private static final int BLOCK_ACK = 9;
  private static final int POWER_SAVE_POLL = 10;
  private static final int REQUEST_TO_SEND = 11;
  private static final int CLEAR_TO_SEND = 12;
  private static final int ACKNOWLEDGMENT = 13;
  private static final int CF_END = 14;

  private static final int FRAME_CONTROL_LENGTH = 2;
  private static final int DURATION = 2;
  private static final int ADDRESS_1 = 4;
  private static final int ADDRESS_2 = 10;
  private static final int ADDRESS_3 = 16;
  private static final int ADDRESS_4 = 24;
  private static final int BLOCK_ACK_CONTROL = 16;
  private static final int BLOCK_ACK_SEQUENCE = 18;
  private static final int HEADER_LENGTH = 24;
  private static final int HEADER_LENGTH_WITH_4 = 30;
  private static final int WEP_LENGTH = 4;

  private static final int BEACON_LENGTH = 12;
  private static final int CAPABILITIES_OF_BEACON = 10;
  private static final int PRIVACY = 0x10;
  private static final int SHARED_KEY = 1;

  private static final int SSID = 0;
  private static final int RATES = 1;
  private static final int CHANNEL = 3;
  private static final int TRAFFIC_MAP = 5;
  private static final int CHALLENGE = 16;
  private static final int MOST_SSID = 32;
  private static final int MOST_RATES = 16;
  private static final int MOST_CHALLENGE = 253;
  private static final int MOST_MAP = 254;
  private static final int ABSENT = -1;

  private final Dispatch dispatch;

  // The first elements of a management frame: their offsets after the length, or ABSENT.
  private long ssid;
  private long rates;
  private long channel;

  WlanPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /**
   * Prints a frame.
   *
   * @param padded whether the header is padded to a multiple of four bytes
   * @param checkLength bytes of the frame check sequence at the end, which are part of the length
   * @return the length of its header
   */
  long print(long at, long length, long captured, boolean padded, int checkLength) {
    line.protocol = "802.11";
    if (length < checkLength) {
      line.truncated();
      return captured;
    }
    long left = length - checkLength;
    long present = Math.min(captured, left);
    if (captured > left) {
      in.limit(at, present);
    }
    if (present < FRAME_CONTROL_LENGTH) {
      line.truncated();
      return captured;
    }
    int control = in.u16LittleEndian(at);
    int header = headerLength(control);
    if (header == 0) {
      return 0;
    }
    if (padded) {
      header = header + 3 & ~3;
    }
    if (present < header) {
      line.truncated();
      return header;
    }
    if (line.linkLevel) {
      header(control, at);
    }
    long body = at + header;
    left -= header;
    switch (type(control)) {
      case MANAGEMENT -> {
        if (!management(control, at, body, left)) {
          line.truncated();
        }
      }
      case CONTROL -> control(control, at);
      default -> {
        return header + data(control, at, body, left, present - header);
      }
    }
    return header;
  }

  private static int type(int control) {
    return control >>> 2 & 3;
  }

  private static int subtype(int control) {
    return control >>> 4 & 0xF;
  }

  /** Returns 0, and prints why, if the kind of the frame is unknown. */
  private int headerLength(int control) {
    int subtype = subtype(control);
    switch (type(control)) {
      case MANAGEMENT -> {
        return HEADER_LENGTH;
      }
      case CONTROL -> {
        int length =
            switch (subtype) {
              case WRAPPER -> 16;
              case BLOCK_ACK_REQUEST -> 20;
              case POWER_SAVE_POLL, REQUEST_TO_SEND, CF_END, CF_END + 1 -> 16;
              case BLOCK_ACK, CLEAR_TO_SEND, ACKNOWLEDGMENT -> 10;
              default -> 0;
            };
        if (length == 0) {
          line.out.text("unknown 802.11 ctrl frame subtype (").decimal(subtype).character(')');
        }
        return length;
      }
      case DATA -> {
        int both = TO_DS | FROM_DS;
        int length = (control & both) == both ? HEADER_LENGTH_WITH_4 : HEADER_LENGTH;
        return (subtype & QOS) == 0 ? length : length + 2;
      }
      default -> {
        line.out.text("unknown 802.11 frame type (").decimal(type(control)).character(')');
        return 0;
      }
    }
  }

  private void header(int control, long at) {
    TextBuffer out = line.out;
    int subtype = subtype(control);
    if (line.verbose()) {
      flag(control, MORE_DATA, "More Data ");
      flag(control, MORE_FRAGMENTS, "More Fragments ");
      flag(control, POWER_MANAGEMENT, "Pwr Mgmt ");
      flag(control, RETRY, "Retry ");
      flag(control, ORDER, "Strictly Ordered ");
      flag(control, PROTECTED, "Protected ");
      if (type(control) != CONTROL || subtype != POWER_SAVE_POLL) {
        out.decimal(in.u16LittleEndian(at + DURATION)).text("us ");
      }
    }
    switch (type(control)) {
      case MANAGEMENT -> {
        address("BSSID:", at + ADDRESS_3);
        address("DA:", at + ADDRESS_1);
        address("SA:", at + ADDRESS_2);
      }
      case CONTROL -> controlHeader(subtype, at);
      default -> dataHeader(control, at);
    }
  }

  private void flag(int control, int flag, String name) {
    if ((control & flag) != 0) {
      line.out.text(name);
    }
  }

  private void address(String what, long at) {
    line.out.text(what);
    line.mac(at);
    line.out.character(' ');
  }

  private void controlHeader(int subtype, long at) {
    switch (subtype) {
      case BLOCK_ACK_REQUEST -> blockAckRequest(at);
      case POWER_SAVE_POLL -> {
        address("BSSID:", at + ADDRESS_1);
        address("TA:", at + ADDRESS_2);
      }
      case REQUEST_TO_SEND -> {
        address("RA:", at + ADDRESS_1);
        address("TA:", at + ADDRESS_2);
      }
      case CF_END, CF_END + 1 -> {
        address("RA:", at + ADDRESS_1);
        address("BSSID:", at + ADDRESS_2);
      }
      case BLOCK_ACK, CLEAR_TO_SEND, ACKNOWLEDGMENT -> address("RA:", at + ADDRESS_1);
      default -> {}
    }
  }

  private void blockAckRequest(long at) {
    address(" RA:", at + ADDRESS_1);
    address("TA:", at + ADDRESS_2);
    line.out.text("CTL(").hex(in.u16LittleEndian(at + BLOCK_ACK_CONTROL)).text(") SEQ(");
    line.out.decimal(in.u16LittleEndian(at + BLOCK_ACK_SEQUENCE)).text(") ");
  }

  private void dataHeader(int control, long at) {
    TextBuffer out = line.out;
    int subtype = subtype(control);
    if ((subtype & (ACKNOWLEDGES | POLLS | QOS)) != 0) {
      out.text("CF ");
      out.text(
          switch (subtype & (ACKNOWLEDGES | POLLS)) {
            case ACKNOWLEDGES -> "Ack";
            case POLLS -> "Poll";
            case ACKNOWLEDGES | POLLS -> "Ack/Poll";
            default -> "";
          });
      out.text((subtype & QOS) == 0 ? " " : "+QoS ");
    }
    switch (control & (TO_DS | FROM_DS)) {
      case FROM_DS -> {
        address("DA:", at + ADDRESS_1);
        address("BSSID:", at + ADDRESS_2);
        address("SA:", at + ADDRESS_3);
      }
      case TO_DS -> {
        address("BSSID:", at + ADDRESS_1);
        address("SA:", at + ADDRESS_2);
        address("DA:", at + ADDRESS_3);
      }
      case TO_DS | FROM_DS -> {
        address("RA:", at + ADDRESS_1);
        address("TA:", at + ADDRESS_2);
        address("DA:", at + ADDRESS_3);
        address("SA:", at + ADDRESS_4);
      }
      default -> {
        address("DA:", at + ADDRESS_1);
        address("SA:", at + ADDRESS_2);
        address("BSSID:", at + ADDRESS_3);
      }
    }
  }

  private void control(int control, long at) {
    TextBuffer out = line.out;
    int subtype = subtype(control);
    out.text(controlName(subtype));
    switch (subtype) {
      case POWER_SAVE_POLL ->
          out.text(" AID(").hex(in.u16LittleEndian(at + DURATION)).character(')');
      case BLOCK_ACK_REQUEST -> {
        if (!line.linkLevel) {
          blockAckRequest(at);
        }
      }
      case REQUEST_TO_SEND -> {
        if (!line.linkLevel) {
          address(" TA:", at + ADDRESS_2);
        }
      }
      case WRAPPER -> {}
      default -> {
        if (!line.linkLevel) {
          address(" RA:", at + ADDRESS_1);
        }
      }
    }
  }

  private static String controlName(int subtype) {
    return switch (subtype) {
      case WRAPPER -> "Control Wrapper";
      case BLOCK_ACK_REQUEST -> "BAR";
      case BLOCK_ACK -> "BA";
      case POWER_SAVE_POLL -> "Power Save-Poll";
      case REQUEST_TO_SEND -> "Request-To-Send";
      case CLEAR_TO_SEND -> "Clear-To-Send";
      case ACKNOWLEDGMENT -> "Acknowledgment";
      case CF_END -> "CF-End";
      default -> "CF-End+CF-Ack";
    };
  }

  /** Returns the length of the headers after that of 802.11. */
  private long data(int control, long at, long body, long length, long captured) {
    if ((subtype(control) & EMPTY) != 0) {
      return 0;
    }
    if ((control & PROTECTED) != 0) {
      line.out.text("Data");
      if (!encrypted(body)) {
        line.truncated();
      }
      return 0;
    }
    boolean toDs = (control & TO_DS) != 0;
    boolean fromDs = (control & FROM_DS) != 0;
    long destination = at + (toDs ? ADDRESS_3 : ADDRESS_1);
    long source = at + ADDRESS_2;
    if (fromDs) {
      source = at + (toDs ? ADDRESS_4 : ADDRESS_3);
    }
    long header = dispatch.llc().print(body, length, captured, source, destination);
    if (header < 0) {
      line.unknown(body, captured);
    }
    return Math.abs(header);
  }

  /** Appends the fields before an encrypted body. Returns false if they are truncated. */
  private boolean encrypted(long at) {
    if (!in.has(at, WEP_LENGTH)) {
      return false;
    }
    long vector = Integer.toUnsignedLong(Integer.reverseBytes((int) in.u32(at)));
    long initial = vector & 0xFF_FFFF;
    TextBuffer out = line.out;
    out.text(" IV:").text(initial > 0xFF ? "" : initial > 0xF ? " " : "  ").hex(initial);
    out.text(" Pad ").hex(vector >>> 24 & 0x3F).text(" KeyID ").hex(vector >>> 30);
    return true;
  }

  /** Appends a management frame. Returns false if it is truncated. */
  private boolean management(int control, long at, long body, long length) {
    TextBuffer out = line.out;
    int subtype = subtype(control);
    String name = managementName(subtype);
    if (name == null) {
      out.text("Unhandled Management subtype(").hex(subtype).character(')');
    } else {
      out.text(name);
    }
    if ((control & PROTECTED) != 0) {
      return encrypted(body);
    }
    return switch (subtype) {
      case 0 -> associationRequest(body, length);
      case 1, 3 -> associationResponse(body, length);
      case 2 -> reassociationRequest(body, length);
      case 4 -> {
        boolean whole = elements(body, length);
        ssid();
        rates();
        yield whole;
      }
      case 5, 8 -> beacon(subtype == 8, body, length);
      case 10 -> {
        if (!has(body, length, 2)) {
          yield false;
        }
        out.text(": ").text(WlanNumbers.reason(in.u16LittleEndian(body)));
        yield true;
      }
      case 11 -> authentication(body, length);
      case 12 -> {
        if (!has(body, length, 2)) {
          yield false;
        }
        sender(at);
        out.text(WlanNumbers.reason(in.u16LittleEndian(body)));
        yield true;
      }
      case 13 -> {
        if (!has(body, length, 2)) {
          yield false;
        }
        sender(at);
        action(in.u8(body), in.u8(body + 1));
        yield true;
      }
      default -> true;
    };
  }

  private boolean has(long at, long length, int count) {
    return in.has(at, count) && length >= count;
  }

  private void sender(long at) {
    if (line.linkLevel) {
      line.out.text(": ");
    } else {
      line.out.text(" (");
      line.mac(at + ADDRESS_2);
      line.out.text("): ");
    }
  }

  private static String managementName(int subtype) {
    return switch (subtype) {
      case 0 -> "Assoc Request";
      case 1 -> "Assoc Response";
      case 2 -> "ReAssoc Request";
      case 3 -> "ReAssoc Response";
      case 4 -> "Probe Request";
      case 5 -> "Probe Response";
      case 8 -> "Beacon";
      case 9 -> "ATIM";
      case 10 -> "Disassociation";
      case 11 -> "Authentication";
      case 12 -> "DeAuthentication";
      case 13 -> "Action";
      default -> null;
    };
  }

  private boolean associationRequest(long at, long length) {
    if (!has(at, length, 4)) {
      return false;
    }
    boolean whole = elements(at + 4, length - 4);
    ssid();
    rates();
    return whole;
  }

  private boolean associationResponse(long at, long length) {
    if (!has(at, length, 6)) {
      return false;
    }
    boolean whole = elements(at + 6, length - 6);
    line.out.text(" AID(").hex(in.u16LittleEndian(at + 4) & 0x3FFF).text(") :");
    flag(in.u16LittleEndian(at), PRIVACY, " PRIVACY ");
    line.out.text(": ").text(WlanNumbers.status(in.u16LittleEndian(at + 2)));
    return whole;
  }

  private boolean reassociationRequest(long at, long length) {
    if (!has(at, length, 10)) {
      return false;
    }
    boolean whole = elements(at + 10, length - 10);
    ssid();
    line.out.text(" AP : ");
    line.mac(at + 4);
    return whole;
  }

  private boolean beacon(boolean isBeacon, long at, long length) {
    if (!has(at, length, BEACON_LENGTH)) {
      return false;
    }
    boolean whole = elements(at + BEACON_LENGTH, length - BEACON_LENGTH);
    int capabilities = in.u16LittleEndian(at + CAPABILITIES_OF_BEACON);
    ssid();
    rates();
    if (isBeacon) {
      line.out.text((capabilities & 1) == 0 ? " IBSS" : " ESS");
    }
    if (channel != ABSENT) {
      line.out.text(" CH: ").decimal(in.u8(channel));
    }
    flag(capabilities, PRIVACY, ", PRIVACY");
    return whole;
  }

  private boolean authentication(long at, long length) {
    if (!has(at, length, 6)) {
      return false;
    }
    TextBuffer out = line.out;
    int algorithm = in.u16LittleEndian(at);
    int step = in.u16LittleEndian(at + 2);
    boolean whole = elements(at + 6, length - 6);
    out.text(
        switch (algorithm) {
          case 0 -> " (Open System)-";
          case SHARED_KEY -> " (Shared Key)-";
          case 2 -> " (EAP)-";
          default -> " (Reserved)-";
        });
    boolean isChallenge = algorithm == SHARED_KEY && (step == 2 || step == 3);
    out.hex(step).text(isChallenge ? " [Challenge Text] " : ": ");
    if (step % 2 == 1) {
      out.text(WlanNumbers.status(in.u16LittleEndian(at + 4)));
    }
    return whole;
  }

  /** Remembers the first elements of each kind. Returns false if one is truncated or too long. */
  private boolean elements(long from, long length) {
    ssid = ABSENT;
    rates = ABSENT;
    channel = ABSENT;
    long at = from;
    long left = length;
    while (left != 0) {
      if (!has(at, left, 2)) {
        return false;
      }
      int kind = in.u8(at);
      int size = in.u8(at + 1);
      at += 2;
      left -= 2;
      if (!has(at, left, size) || size > longest(kind)) {
        return false;
      }
      switch (kind) {
        case SSID -> ssid = ssid == ABSENT ? at : ssid;
        case RATES -> rates = rates == ABSENT && size > 0 ? at : rates;
        case CHANNEL -> channel = channel == ABSENT && size == 1 ? at : channel;
        default -> {}
      }
      at += size;
      left -= size;
    }
    return true;
  }

  private static int longest(int kind) {
    return switch (kind) {
      case SSID -> MOST_SSID;
      case RATES -> MOST_RATES;
      case TRAFFIC_MAP -> MOST_MAP;
      case CHALLENGE -> MOST_CHALLENGE;
      default -> 0xFF;
    };
  }

  private void ssid() {
    if (ssid != ABSENT) {
      line.out.text(" (");
      Characters.padded(in, ssid, in.u8(ssid - 1), line.out);
      line.out.character(')');
    }
  }

  private void rates() {
    if (rates == ABSENT) {
      return;
    }
    TextBuffer out = line.out;
    int count = in.u8(rates - 1);
    for (int i = 0; i < count; i++) {
      int rate = in.u8(rates + i);
      out.text(i == 0 ? " [" : " ");
      halves(rate & 0x7F, out);
      if ((rate & 0x80) != 0) {
        out.character('*');
      }
    }
    out.text(" Mbit]");
  }

  /** Appends a number of halves: {@code 5.5}. */
  static void halves(int halves, TextBuffer out) {
    out.decimal(halves / 2).text(halves % 2 == 0 ? ".0" : ".5");
  }

  private void action(int category, int action) {
    TextBuffer out = line.out;
    switch (category) {
      case 0 -> out.text("Spectrum Management ");
      case 1 -> out.text("QoS ");
      case 2 -> out.text("DLS ");
      case 3 -> out.text("BA ");
      case 7 -> out.text("HT ");
      case 13 -> out.text("MeshAction ");
      case 14 -> out.text("MultiohopAction ");
      case 15 -> out.text("SelfprotectAction ");
      case 127 -> out.text("Vendor ");
      default -> out.text("Reserved(").decimal(category).text(") ");
    }
    String name = actionName(category, action);
    if (name == null) {
      out.text("Act#").decimal(action);
    } else {
      out.text(name);
    }
  }

  private static String actionName(int category, int action) {
    return switch (category << Byte.SIZE | action) {
      case 0x300 -> "ADDBA Request";
      case 0x301 -> "ADDBA Response";
      case 0x302 -> "DELBA";
      case 0x700 -> "TxChWidth";
      case 0x701 -> "MIMOPwrSave";
      case 0xD00 -> "MeshLink";
      case 0xD01 -> "HWMP";
      case 0xD02 -> "Gate Announcement";
      case 0xD03 -> "Congestion Control";
      case 0xD04 -> "MCCA Setup Request";
      case 0xD05 -> "MCCA Setup Reply";
      case 0xD06 -> "MCCA Advertisement Request";
      case 0xD07 -> "MCCA Advertisement";
      case 0xD08 -> "MCCA Teardown";
      case 0xD09 -> "TBTT Adjustment Request";
      case 0xD0A -> "TBTT Adjustment Response";
      case 0xE00 -> "Proxy Update";
      case 0xE01 -> "Proxy Update Confirmation";
      case 0xF01 -> "Peering Open";
      case 0xF02 -> "Peering Confirm";
      case 0xF03 -> "Peering Close";
      case 0xF04 -> "Group Key Inform";
      case 0xF05 -> "Group Key Acknowledge";
      default -> null;
    };
  }
}
