// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** PIM, version 2 (RFC 7761). {@link PimHello} has the options of a hello. */
final class PimPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 4;
  private static final int HELLO = 0;
  private static final int REGISTER = 1;
  private static final int REGISTER_STOP = 2;
  private static final int JOIN_PRUNE = 3;
  private static final int BOOTSTRAP = 4;
  private static final int ASSERT = 5;
  private static final int GRAFT = 6;
  private static final int GRAFT_ACKNOWLEDGEMENT = 7;
  private static final int CANDIDATE = 8;
  private static final int PRUNE_REFRESH = 9;
  private static final int ELECTION = 10;
  private static final String[] TYPES = {
    "Hello",
    "Register",
    "Register Stop",
    "Join / Prune",
    "Bootstrap",
    "Assert",
    "Graft",
    "Graft Acknowledgement",
    "Candidate RP Advertisement",
    "Prune Refresh",
    "DF Election",
    "ECMP Redirect"
  };

  private static final int REGISTER_HEADER = 8;
  private static final long BORDER = 0x8000_0000L;
  private static final long NULL_REGISTER = 0x4000_0000L;
  private static final int INFINITE = 0xFFFF;
  private static final int BACKOFF = 3;
  private static final int PASS = 4;
  private static final String[] ELECTIONS = {"Offer", "Winner", "Backoff", "Pass"};

  private final Dispatch dispatch;
  private final Transport transport;
  private final PimAddresses message;
  private final PimHello hello;

  PimPrinter(LineContext line, Dispatch dispatch, Transport transport) {
    super(line);
    this.dispatch = dispatch;
    this.transport = transport;
    message = new PimAddresses(line);
    hello = new PimHello(line, message);
  }

  /** Prints a message. */
  void print(long at, long length, long ip) {
    line.protocol = "pim";
    TextBuffer out = line.out;
    int first = in.u8(at);
    int version = first >>> 4;
    int type = first & 0xF;
    String name = type < TYPES.length ? TYPES[type] : "Unknown Type";
    out.text("PIMv").decimal(version);
    if (version == 2 && !line.verbose()) {
      out.text(", ").text(name);
    }
    out.text(", length ").decimal(length);
    if (version == 2 && line.verbose()) {
      out.text("\n\t").text(name);
      line.protocol = "pimv2";
      verbose(type, at, length, ip);
    }
  }

  private void verbose(int type, long at, long length, long ip) {
    TextBuffer out = line.out;
    if (length < 2) {
      out.text("[length ").decimal(length).text(" < 2]");
      line.invalid();
      return;
    }
    int addressLength = in.u8(at + 1) & 0xF;
    if (addressLength != 0) {
      out.text(", RFC2117-encoding");
    }
    if (length < HEADER_LENGTH) {
      out.text("[length ").decimal(length).text(" < 4]");
      line.invalid();
      return;
    }
    int checksum = in.u16(at + 2);
    out.text(", cksum 0x").hex(checksum, 4).character(' ');
    out.text(checksum == 0 ? "(unverified)" : verdict(type, at, length, ip));
    message.begin(at + HEADER_LENGTH, length - HEADER_LENGTH, addressLength);
    if (!body(type, at)) {
      line.truncated();
    }
  }

  // Of a register, the checksum covers the header, but may cover all of it.
  private String verdict(int type, long at, long length, long ip) {
    String verdict = verdict(at, type == REGISTER ? REGISTER_HEADER : length, ip);
    return type == REGISTER && verdict.equals("(incorrect)") ? verdict(at, length, ip) : verdict;
  }

  private String verdict(long at, long length, long ip) {
    int version = transport.version(ip);
    if (!in.has(at, length) || version != 4 && version != 6) {
      return "(unverified)";
    }
    long sum =
        version == 4
            ? InternetChecksum.add(0, in.memory(), at, at + length)
            : transport.checksum(IpProtocol.PIM, ip, at, length);
    return InternetChecksum.isCorrect(sum) ? "(correct)" : "(incorrect)";
  }

  /** Prints the message. Returns false if it is truncated. */
  private boolean body(int type, long at) {
    return switch (type) {
      case HELLO -> hello.print();
      case REGISTER -> register();
      case REGISTER_STOP -> message.group(" group=") && message.unicast(" source=");
      case JOIN_PRUNE, GRAFT, GRAFT_ACKNOWLEDGEMENT -> joinPrune(type == GRAFT_ACKNOWLEDGEMENT);
      case BOOTSTRAP -> bootstrap();
      case ASSERT -> message.group(" group=") && message.unicast(" src=") && metrics();
      case CANDIDATE -> candidate();
      case PRUNE_REFRESH -> pruneRefresh();
      case ELECTION -> election(in.u8(at + 1) >>> 4);
      default -> {
        line.out.text(" [type ").decimal(type).character(']');
        yield true;
      }
    };
  }

  private boolean register() {
    TextBuffer out = line.out;
    if (!message.has(4)) {
      return false;
    }
    long flags = in.u32(message.at);
    out.text(", Flags [ ");
    out.text(flags == BORDER ? "Border" : flags == NULL_REGISTER ? "Null" : "none").text(" ]\n\t");
    message.skip(4);
    if (message.left == 0) {
      return false;
    }
    int version = in.u8(message.at) >>> 4;
    switch (version) {
      case 0 -> {
        in.need(message.at, 20);
        out.text("IP-Null-header ");
        line.ipv4Pair(message.at + 12, message.at + 16);
      }
      case 4 -> dispatch.ipv4(message.at, message.left);
      case 6 -> dispatch.ipv6(message.at, message.left);
      default -> out.text("IP ver ").decimal(version);
    }
    return true;
  }

  private boolean joinPrune(boolean isAcknowledgement) {
    TextBuffer out = line.out;
    if (!isAcknowledgement && !message.unicast(", upstream-neighbor: ") || !message.has(4)) {
      return false;
    }
    int groups = in.u8(message.at + 1);
    int holdTime = in.u16(message.at + 2);
    out.text("\n\t  ").decimal(groups).text(" group(s)");
    if (!isAcknowledgement) {
      out.text(", holdtime: ");
      if (holdTime == INFINITE) {
        out.text("infinite");
      } else {
        Durations.print(holdTime, out);
      }
    }
    message.skip(4);
    for (int i = 1; i <= groups; i++) {
      out.text("\n\t    group #").decimal(i);
      if (!message.group(": ") || !message.has(4)) {
        return false;
      }
      int joined = in.u16(message.at);
      int pruned = in.u16(message.at + 2);
      out.text(", joined sources: ").decimal(joined).text(", pruned sources: ").decimal(pruned);
      message.skip(4);
      if (!sources("joined", joined) || !sources("pruned", pruned)) {
        return false;
      }
    }
    return true;
  }

  private boolean sources(String what, int count) {
    for (int i = 1; i <= count; i++) {
      line.out.text("\n\t      ").text(what).text(" source #").decimal(i);
      if (!message.source(": ")) {
        return false;
      }
    }
    return true;
  }

  private boolean bootstrap() {
    TextBuffer out = line.out;
    if (message.left < 2) {
      return false;
    }
    int tag = in.u16(message.at);
    out.text(" tag=").hex(tag);
    message.skip(2);
    if (message.left < 1) {
      return false;
    }
    int mask = in.u8(message.at);
    out.text(" hashmlen=").decimal(mask);
    if (message.left < 2 || !in.has(message.at + 2, 1)) {
      return false;
    }
    out.text(" BSRprio=").decimal(in.u8(message.at + 1));
    message.skip(2);
    if (!message.unicast(" BSR=")) {
      return false;
    }
    for (int i = 0; message.left > 0; i++) {
      out.text(" (group").decimal(i);
      if (!message.group(": ") || message.left < 1) {
        return false;
      }
      int count = in.u8(message.at);
      out.text(" RPcnt=").decimal(count);
      if (message.left < 2) {
        return false;
      }
      int here = in.u8(message.at + 1);
      out.text(" FRPcnt=").decimal(here);
      if (message.left < 4) {
        return false;
      }
      message.skip(4);
      for (int j = 0; j < here && message.left > 0; j++) {
        out.text(" RP").decimal(j);
        if (!rendezvousPoint()) {
          return false;
        }
      }
      out.character(')');
    }
    return true;
  }

  private boolean rendezvousPoint() {
    TextBuffer out = line.out;
    if (!message.unicast("=") || message.left < 2) {
      return false;
    }
    out.text(",holdtime=");
    Durations.print(in.u16(message.at), out);
    if (message.left < 3) {
      return false;
    }
    int priority = in.u8(message.at + 2);
    out.text(",prio=").decimal(priority);
    if (message.left < 4) {
      return false;
    }
    message.skip(4);
    return true;
  }

  private boolean metrics() {
    TextBuffer out = line.out;
    if (!message.has(8)) {
      return false;
    }
    long preference = in.u32(message.at);
    out.text(preference >> 31 != 0 ? " RPT" : "").text(" pref=");
    out.decimal(preference & 0x7FFF_FFFF).text(" metric=").decimal(in.u32(message.at + 4));
    return true;
  }

  private boolean candidate() {
    TextBuffer out = line.out;
    if (message.left < 1) {
      return false;
    }
    int prefixes = in.u8(message.at);
    out.text(" prefix-cnt=").decimal(prefixes);
    if (message.left < 2) {
      return false;
    }
    int priority = in.u8(message.at + 1);
    out.text(" prio=").decimal(priority);
    if (message.left < 4) {
      return false;
    }
    out.text(" holdtime=");
    Durations.print(in.u16(message.at + 2), out);
    message.skip(4);
    if (!message.unicast(" RP=")) {
      return false;
    }
    for (int i = 0; i < prefixes && message.left > 0; i++) {
      out.text(" Group").decimal(i);
      if (!message.group("=")) {
        return false;
      }
    }
    return true;
  }

  private boolean pruneRefresh() {
    if (!message.unicast(" src=")
        || !message.group(" grp=")
        || !message.unicast(" forwarder=")
        || message.left < 2) {
      return false;
    }
    line.out.text(" TUNR ");
    Durations.print(in.u16(message.at), line.out);
    return true;
  }

  /** The election of a designated forwarder (RFC 5015). */
  private boolean election(int subtype) {
    TextBuffer out = line.out;
    out.text("\n\t  ").text(subtype >= 1 && subtype <= PASS ? ELECTIONS[subtype - 1] : "Unknown");
    out.character(',');
    if (!message.unicast(" rpa=")) {
      return false;
    }
    preference(" sender");
    if (subtype != BACKOFF && subtype != PASS) {
      return true;
    }
    String other = subtype == BACKOFF ? " offer" : " new winner";
    out.text("\n\t ").text(other);
    if (!message.unicast(" addr=")) {
      return false;
    }
    preference(other);
    if (subtype == BACKOFF) {
      int interval = in.u16(message.at);
      out.text(" interval ").decimal(interval).text("ms");
    }
    return true;
  }

  private void preference(String who) {
    long preference = in.u32(message.at);
    line.out.text(who).text(" pref=").decimal(preference);
    long metric = in.u32(message.at + 4);
    line.out.text(who).text(" metric=").decimal(metric);
    message.skip(8);
  }
}
