// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** BOOTP (RFC 951) and DHCP (RFC 2131): the fixed part of a message. */
final class BootpPrinter extends ProtocolPrinter {
  private static final int HARDWARE_TYPE = 1;
  private static final int HARDWARE_LENGTH = 2;
  private static final int HOPS = 3;
  private static final int TRANSACTION = 4;
  private static final int SECONDS = 8;
  private static final int FLAGS = 10;
  private static final int CLIENT_IP = 12;
  private static final int CLIENT_MAC = 28;
  private static final int SERVER_NAME = 44;
  private static final int FILE = 108;
  private static final int VENDOR = 236;
  private static final int SERVER_NAME_LENGTH = 64;
  private static final int FILE_LENGTH = 128;

  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int ETHERNET = 1;
  private static final int MAC_LENGTH = 6;
  private static final int BROADCAST = 0x8000;
  private static final long COOKIE = 0x6382_5363L;
  private static final long CMU = 0x434D_5500L;

  private static final String[] ADDRESSES = {
    "\n\t  Client-IP ", "\n\t  Your-IP ", "\n\t  Server-IP ", "\n\t  Gateway-IP "
  };

  // After CMU's cookie: flags, and addresses.
  private static final int CMU_FLAGS = 4;
  private static final int CMU_MASK = 8;
  private static final int CMU_GATEWAY = 12;
  private static final int CMU_SERVERS = 16;
  private static final String[] CMU_SERVER_NAMES = {
    " NS1:", " NS2:", " IEN1:", " IEN2:", " TS1:", " TS2:"
  };
  private static final int MASK_IS_VALID = 1;

  private final DhcpOptions options;

  BootpPrinter(LineContext line) {
    super(line);
    options = new DhcpOptions(line);
  }

  /** Prints a message that is {@code length} bytes on the wire. */
  void print(long at, long length) {
    line.protocol = "bootp";
    TextBuffer out = line.out;
    int operation = in.u8(at);
    out.text("BOOTP/DHCP, ");
    switch (operation) {
      case REQUEST -> out.text("Request");
      case REPLY -> out.text("Reply");
      default -> out.text("unknown (0x").hex(operation, 2).character(')');
    }
    in.need(at, HOPS);
    if (operation == REQUEST && isEthernet(at)) {
      in.need(at + CLIENT_MAC, MAC_LENGTH);
      out.text(" from ");
      line.mac(at + CLIENT_MAC);
    }
    out.text(", length ").decimal(length);
    if (line.verbose()) {
      details(at);
    }
  }

  // Where a mark is printed instead of thrown, a dump still knows the link header, as in tcpdump.
  private void details(long at) {
    if (!in.has(at + SECONDS, 2)) {
      line.truncated();
      return;
    }
    numbers(at);
    addresses(at);
    if (text(at + SERVER_NAME, SERVER_NAME_LENGTH, "\n\t  sname \"")
        && text(at + FILE, FILE_LENGTH, "\n\t  file \"")) {
      vendor(at + VENDOR);
    } else {
      line.truncated();
    }
  }

  private boolean isEthernet(long at) {
    return in.u8(at + HARDWARE_TYPE) == ETHERNET && in.u8(at + HARDWARE_LENGTH) == MAC_LENGTH;
  }

  private void numbers(long at) {
    TextBuffer out = line.out;
    if (in.u8(at + HARDWARE_TYPE) != ETHERNET) {
      out.text(", htype ").decimal(in.u8(at + HARDWARE_TYPE));
    }
    if (in.u8(at + HARDWARE_TYPE) != ETHERNET || in.u8(at + HARDWARE_LENGTH) != MAC_LENGTH) {
      out.text(", hlen ").decimal(in.u8(at + HARDWARE_LENGTH));
    }
    number(", hops ", in.u8(at + HOPS));
    long transaction = in.u32(at + TRANSACTION);
    if (transaction != 0) {
      out.text(", xid 0x").hex(transaction);
    }
    number(", secs ", in.u16(at + SECONDS));
    int flags = in.u16(at + FLAGS);
    out.text(", Flags [").text((flags & BROADCAST) != 0 ? "Broadcast" : "none").character(']');
    if (line.verbosity > 1) {
      out.text(" (0x").hex(flags, 4).character(')');
    }
  }

  private void number(String label, int value) {
    if (value != 0) {
      line.out.text(label).decimal(value);
    }
  }

  private void addresses(long at) {
    for (int i = 0; i < ADDRESSES.length; i++) {
      address(ADDRESSES[i], at + CLIENT_IP + 4L * i);
    }
    if (isEthernet(at)) {
      in.need(at + CLIENT_MAC, MAC_LENGTH);
      line.out.text("\n\t  Client-Ethernet-Address ");
      line.mac(at + CLIENT_MAC);
    }
  }

  /** Returns false if a text has no end. */
  private boolean text(long at, int length, String label) {
    if (in.u8(at) == 0) {
      return true;
    }
    line.out.text(label);
    int captured = (int) Math.min(length, in.available(at));
    boolean ended = Characters.ended(in, at, captured, line.out);
    line.out.character('"');
    return ended;
  }

  private void vendor(long at) {
    boolean whole = true;
    try {
      whole = options(at);
    } catch (Truncation e) {
      line.truncated();
    }
    if (!whole) {
      throw Truncation.INSTANCE;
    }
  }

  /** Returns false if an option has no length. */
  private boolean options(long at) {
    TextBuffer out = line.out;
    long cookie = in.u32(at);
    if (cookie == COOKIE) {
      return options.print(at);
    } else if (cookie == CMU) {
      cmu(at);
    } else if (cookie != 0) {
      out.text("\n\t  Vendor-#0x").hex(cookie);
    }
    return true;
  }

  private void cmu(long at) {
    TextBuffer out = line.out;
    out.text(" vend-cmu");
    in.need(at + CMU_FLAGS, 4);
    int flags = in.u8(at + CMU_FLAGS);
    if ((flags & ~MASK_IS_VALID) != 0) {
      out.text(" F:0x").hex(flags);
    }
    address(" DG:", at + CMU_GATEWAY);
    address((flags & MASK_IS_VALID) != 0 ? " SM:" : " SM*:", at + CMU_MASK);
    for (int i = 0; i < CMU_SERVER_NAMES.length; i++) {
      address(CMU_SERVER_NAMES[i], at + CMU_SERVERS + 4L * i);
    }
  }

  private void address(String label, long at) {
    if (in.u32(at) != 0) {
      line.out.text(label);
      line.ipv4(at);
    }
  }
}
