// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** L2TP (RFC 2661): control messages with their attributes, and PPP packets. */
final class L2tpPrinter extends ProtocolPrinter {
  private static final int CONTROL = 0x8000;
  private static final int LENGTH = 0x4000;
  private static final int SEQUENCE = 0x0800;
  private static final int OFFSET = 0x0200;
  private static final int PRIORITY = 0x0100;
  private static final int VERSION_MASK = 0xF;

  private static final int MANDATORY = 0x8000;
  private static final int HIDDEN = 0x4000;
  private static final int ATTRIBUTE_LENGTH_MASK = 0x3FF;
  private static final int ATTRIBUTE_HEADER = 6;

  // RFC 3145
  private static final int DISCONNECT_CAUSE = 46;

  private static final String[] ATTRIBUTES = {
    "MSGTYPE",
    "RESULT_CODE",
    "PROTO_VER",
    "FRAMING_CAP",
    "BEARER_CAP",
    "TIE_BREAKER",
    "FIRM_VER",
    "HOST_NAME",
    "VENDOR_NAME",
    "ASSND_TUN_ID",
    "RECV_WIN_SIZE",
    "CHALLENGE",
    "Q931_CC",
    "CHALLENGE_RESP",
    "ASSND_SESS_ID",
    "CALL_SER_NUM",
    "MINIMUM_BPS",
    "MAXIMUM_BPS",
    "BEARER_TYPE",
    "FRAMING_TYPE",
    "PACKET_PROC_DELAY",
    "CALLED_NUMBER",
    "CALLING_NUMBER",
    "SUB_ADDRESS",
    "TX_CONN_SPEED",
    "PHY_CHANNEL_ID",
    "INI_RECV_LCP",
    "LAST_SENT_LCP",
    "LAST_RECV_LCP",
    "PROXY_AUTH_TYPE",
    "PROXY_AUTH_NAME",
    "PROXY_AUTH_CHAL",
    "PROXY_AUTH_ID",
    "PROXY_AUTH_RESP",
    "CALL_ERRORS",
    "ACCM",
    "RANDOM_VECTOR",
    "PRIVATE_GRP_ID",
    "RX_CONN_SPEED",
    "SEQ_REQUIRED"
  };
  private static final String[] MESSAGES = {
    null, "SCCRQ", "SCCRP", "SCCCN", "StopCCN", null, "HELLO", "OCRQ", "OCRP", "OCCN", "ICRQ",
    "ICRP", "ICCN", null, "CDN", "WEN", "SLI"
  };
  private static final String[] AUTHENTICATIONS = {
    "Reserved", "Textual", "CHAP", "PAP", "No Auth", "MS-CHAPv1"
  };
  private static final String[] ERRORS = {
    "CRCErr=", "FrameErr=", "HardOver=", "BufOver=", "Timeout=", "AlignErr="
  };

  private final Dispatch dispatch;

  L2tpPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a packet. */
  void print(long from, long length) {
    line.protocol = "l2tp";
    TextBuffer out = line.out;
    int flags = in.u16(from);
    if ((flags & VERSION_MASK) != 2) {
      out.text(
          (flags & VERSION_MASK) == 1 ? " l2f:" : " Unknown Version, neither L2F(1) nor L2TP(2)");
      return;
    }
    out.text(" l2tp:[");
    flag(flags, CONTROL, 'T');
    flag(flags, LENGTH, 'L');
    flag(flags, SEQUENCE, 'S');
    flag(flags, OFFSET, 'O');
    flag(flags, PRIORITY, 'P');
    out.character(']');
    long at = from + 2;
    long stated = length;
    if ((flags & LENGTH) != 0) {
      stated = in.u16(at);
      at += 2;
    }
    int tunnel = in.u16(at);
    out.character('(').decimal(tunnel).character('/');
    int session = in.u16(at + 2);
    out.decimal(session).character(')');
    at += 4;
    if ((flags & SEQUENCE) != 0) {
      int sent = in.u16(at);
      out.text("Ns=").decimal(sent).character(',');
      int expected = in.u16(at + 2);
      out.text("Nr=").decimal(expected);
      at += 4;
    }
    if ((flags & OFFSET) != 0) {
      at += 2 + in.u16(at);
      if (!in.has(at, 0)) {
        line.truncated();
        return;
      }
    }
    long header = at - from;
    if (isWrong(stated, header, length)) {
      return;
    }
    body(flags, at, stated - header);
  }

  private void flag(int flags, int mask, char letter) {
    if ((flags & mask) != 0) {
      line.out.character(letter);
    }
  }

  private boolean isWrong(long stated, long header, long length) {
    if (stated > length) {
      line.out.text(" Length ").decimal(stated).text(" larger than packet");
      return true;
    }
    if (stated < header) {
      line.out.text(" Length ").decimal(stated).text(" smaller than header length");
      return true;
    }
    return false;
  }

  private void body(int flags, long at, long length) {
    TextBuffer out = line.out;
    if ((flags & CONTROL) == 0) {
      out.text(" {");
      dispatch.ppp(at, length);
      out.character('}');
    } else if ((flags & LENGTH) == 0) {
      out.text(" No length");
    } else if (length == 0) {
      out.text(" ZLB");
    } else {
      attributes(at, length);
    }
  }

  private void attributes(long from, long length) {
    long at = from;
    long left = length;
    while (left > 0) {
      line.out.character(' ');
      int flags = in.u16(at);
      int size = flags & ATTRIBUTE_LENGTH_MASK;
      if (size < ATTRIBUTE_HEADER || size > left || !in.has(at, size)) {
        line.truncated();
        return;
      }
      attribute(flags, at, size);
      at += size;
      left -= size;
    }
  }

  private void attribute(int flags, long from, int size) {
    TextBuffer out = line.out;
    if ((flags & MANDATORY) != 0) {
      out.character('*');
    }
    if ((flags & HIDDEN) != 0) {
      out.character('?');
    }
    int vendor = in.u16(from + 2);
    int type = in.u16(from + 4);
    long at = from + ATTRIBUTE_HEADER;
    int length = size - ATTRIBUTE_HEADER;
    if (vendor != 0) {
      out.text("VENDOR").hex(vendor, 4).text(":ATTR").hex(type, 4);
    } else if (type < ATTRIBUTES.length) {
      out.text(ATTRIBUTES[type]);
    } else if (type == DISCONNECT_CAUSE) {
      out.text("PPP_DISCON_CC");
    } else {
      out.text("AVP-#").decimal(type);
    }
    out.character('(');
    if (vendor != 0) {
      Characters.hex(in, at, length, out);
    } else if ((flags & HIDDEN) != 0) {
      out.text("???");
    } else {
      value(type, at, length);
    }
    out.character(')');
  }

  private void value(int type, long at, int length) {
    TextBuffer out = line.out;
    switch (type) {
      case 0 -> named(at, length, MESSAGES, "MSGTYPE-#");
      case 1 -> result(at, length);
      case 2 -> {
        if (isThere(length, 2)) {
          out.decimal(in.u8(at)).character('.').decimal(in.u8(at + 1));
        }
      }
      case 3, 19 -> bits(at, length, 'A', 'S');
      case 4, 18 -> bits(at, length, 'A', 'D');
      case 5 -> bytes(at, length, 8);
      case 6, 9, 10, 14 -> {
        if (isThere(length, 2)) {
          out.decimal(in.u16(at));
        }
      }
      case 7, 8, 21, 22, 23, 30, 37 -> text(at, length);
      case 11, 26, 27, 28, 31, 33, 36 -> Characters.hex(in, at, length, out);
      case 12 -> {
        if (isThere(length, 3)) {
          out.decimal(in.u16(at)).text(", ").hex(in.u8(at + 2), 2);
          if (length > 3) {
            out.character(' ');
            text(at + 3, length - 3);
          }
        }
      }
      case 13 -> bytes(at, length, 16);
      case 15, 16, 17, 24, 25, 38 -> {
        if (isThere(length, 4)) {
          out.decimal(in.u32(at));
        }
      }
      case 20 -> out.text("obsolete");
      case 29 -> named(at, length, AUTHENTICATIONS, "AuthType-#");
      case 32 -> {
        if (isThere(length, 2)) {
          out.decimal(in.u16(at) & 0xFF);
        }
      }
      case 34 -> errors(at, length);
      case 35 -> characterMaps(at, length);
      case DISCONNECT_CAUSE -> disconnectCause(at, length);
      default -> {}
    }
  }

  private void disconnectCause(long at, int length) {
    TextBuffer out = line.out;
    if (!isThere(length, 5)) {
      return;
    }
    out.hex(in.u16(at), 4).text(", ").hex(in.u16(at + 2), 4).character(' ');
    int direction = in.u8(at + 4);
    switch (direction) {
      case 0 -> out.text("global error");
      case 1 -> out.text("at peer");
      case 2 -> out.text("at local");
      default -> out.text("Direction-#").decimal(direction);
    }
    if (length > 5) {
      out.character(' ');
      text(at + 5, length - 5);
    }
  }

  private boolean isThere(int length, int count) {
    if (length < count) {
      line.out.text("AVP too short");
      return false;
    }
    return true;
  }

  private void named(long at, int length, String[] names, String other) {
    if (isThere(length, 2)) {
      int number = in.u16(at);
      if (number < names.length && names[number] != null) {
        line.out.text(names[number]);
      } else {
        line.out.text(other).decimal(number);
      }
    }
  }

  private void result(long at, int length) {
    TextBuffer out = line.out;
    if (!isThere(length, 2)) {
      return;
    }
    out.decimal(in.u16(at));
    if (length == 2) {
      return;
    }
    if (length == 3) {
      out.text(" AVP too short");
      return;
    }
    out.character('/').decimal(in.u16(at + 2));
    if (length > 4) {
      out.character(' ');
      text(at + 4, length - 4);
    }
  }

  private void bits(long at, int length, char second, char first) {
    if (isThere(length, 4)) {
      long bits = in.u32(at);
      if ((bits & 2) != 0) {
        line.out.character(second);
      }
      if ((bits & 1) != 0) {
        line.out.character(first);
      }
    }
  }

  private void bytes(long at, int length, int count) {
    if (isThere(length, count)) {
      Characters.hex(in, at, count, line.out);
    }
  }

  private void errors(long from, int length) {
    if (!isThere(length, 2)) {
      return;
    }
    int left = length - 2;
    long at = from + 2;
    for (String error : ERRORS) {
      if (!isThere(left, 4)) {
        return;
      }
      line.out.text(error).decimal(in.u32(at)).character(' ');
      at += 4;
      left -= 4;
    }
  }

  private void characterMaps(long at, int length) {
    if (!isThere(length, 2) || !isThere(length - 2, 4)) {
      return;
    }
    line.out.text("send=").hex(in.u32(at + 2), 8).character(' ');
    if (isThere(length - 6, 4)) {
      line.out.text("recv=").hex(in.u32(at + 6), 8).character(' ');
    }
  }

  private void text(long at, int length) {
    for (int i = 0; i < length; i++) {
      Characters.visible(in.u8(at + i), line.out);
    }
  }
}
