// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** Version 1 of Protocol Independent Multicast, over IGMP. */
final class PimV1Printer extends ProtocolPrinter {
  private static final int BODY = 8;
  private static final int VERSION = 4;
  private static final long HOST_MASK = 0xFFFF_FFFFL;
  private static final int USUAL_HOLD_TIME = 180;

  private static final int QUERY = 0;
  private static final int REGISTER = 1;
  private static final int REGISTER_STOP = 2;
  private static final int JOIN_PRUNE = 3;
  private static final int REACHABILITY = 4;
  private static final int ASSERT = 5;
  private static final int GRAFT = 6;
  private static final int GRAFT_ACKNOWLEDGEMENT = 7;

  private static final int ONE_SOURCE_LENGTH = 30;
  private static final int SOURCE_LENGTH = 6;

  PimV1Printer(LineContext line) {
    super(line);
  }

  /** Prints the message after the protocol's name; the IGMP header is at {@code at}. */
  void print(long at, long length) {
    line.protocol = "pimv1";
    int type = in.u8(at + 1);
    type(type);
    if (!body(type, at, length)) {
      line.truncated();
      return;
    }
    int version = in.u8(at + VERSION) >> 4;
    if (version != 1) {
      line.out.text(" [v").decimal(version).character(']');
    }
  }

  private void type(int type) {
    TextBuffer out = line.out.character(' ');
    switch (type) {
      case QUERY -> out.text("Query");
      case REGISTER -> out.text("Register");
      case REGISTER_STOP -> out.text("Register-Stop");
      case JOIN_PRUNE -> out.text("Join/Prune");
      case REACHABILITY -> out.text("RP-reachable");
      case ASSERT -> out.text("Assert");
      case GRAFT -> out.text("Graft");
      case GRAFT_ACKNOWLEDGEMENT -> out.text("Graft-ACK");
      default -> out.text("[type ").decimal(type).character(']');
    }
  }

  /** Prints the message. Returns false if it is truncated. */
  private boolean body(int type, long at, long length) {
    long body = at + BODY;
    switch (type) {
      case QUERY -> query(body);
      case REGISTER -> {
        if (!in.has(body, 20)) {
          return false;
        }
        pair(body + 12, body + 16);
      }
      case REGISTER_STOP -> pair(body, body + 4);
      case REACHABILITY -> reachability(body);
      case ASSERT -> {
        pair(body + 8, body);
        mask(body + 4);
        preference(body + 12);
      }
      case JOIN_PRUNE, GRAFT, GRAFT_ACKNOWLEDGEMENT -> {
        if (line.verbose()) {
          if (length < BODY) {
            return false;
          }
          if (isOneSource(body)) {
            oneSource(body);
          } else if (!joinPrune(body, at + length)) {
            line.truncated();
          }
        }
      }
      default -> {}
    }
    return true;
  }

  private void query(long at) {
    TextBuffer out = line.out;
    if (in.has(at, 1)) {
      int mode = in.u8(at) >> 4;
      switch (mode) {
        case 0 -> out.text(" Dense-mode");
        case 1 -> out.text(" Sparse-mode");
        case 2 -> out.text(" Sparse-Dense-mode");
        default -> out.text(" mode-").decimal(mode);
      }
    }
    if (line.verbose()) {
      out.text(" (Hold-time ");
      Durations.print(in.u16(at + 2), out);
      out.character(')');
    }
  }

  private void pair(long source, long group) {
    in.need(Math.min(source, group), Math.abs(source - group) + 4);
    line.out.text(" for ");
    line.ipv4Pair(source, group);
  }

  private void mask(long at) {
    if (in.u32(at) != HOST_MASK) {
      line.out.character('/');
      line.ipv4(at);
    }
  }

  private void address(String label, long at) {
    int address = (int) in.u32(at);
    line.out.text(label).ipv4(address);
  }

  private void reachability(long at) {
    if (line.verbose()) {
      address(" group ", at);
      mask(at + 4);
      address(" RP ", at + 8);
      line.out.text(" hold ");
      Durations.print(in.u16(at + 14), line.out);
    }
  }

  private void preference(long at) {
    in.need(at, 8);
    long preference = in.u32(at);
    line.out.text(preference >> 31 != 0 ? " RP-tree pref " : " SPT pref ");
    line.out.decimal(preference & 0x7FFF_FFFF).text(" metric ").decimal(in.u32(at + 4));
  }

  /** Whether there is one group with one source, which fits on the line. */
  private boolean isOneSource(long at) {
    return in.has(at, ONE_SOURCE_LENGTH)
        && in.u8(at + 11) == 1
        && in.u16(at + 20) + in.u16(at + 22) == 1;
  }

  private void oneSource(long at) {
    TextBuffer out = line.out;
    address(" RPF ", at);
    out.character(' ');
    int hold = in.u16(at + 6);
    if (hold != USUAL_HOLD_TIME) {
      out.text("Hold ");
      Durations.print(hold, out);
    }
    address(in.u16(at + 20) != 0 ? "Join (" : "Prune (", at + 26);
    int flags = in.u8(at + 25);
    out.character('/').decimal(flags & 0x3F);
    address(", ", at + 12);
    mask(at + 16);
    out.text((in.u8(at + 24) & 1) != 0 ? ") Sparse" : ") Dense");
    out.text((flags & 0x80) != 0 ? " WC" : "").text((flags & 0x40) != 0 ? " RP" : " SPT");
  }

  private boolean joinPrune(long at, long end) {
    TextBuffer out = line.out;
    String separator = line.verbosity > 1 ? "\n" : "";
    if (end - at < 4) {
      return false;
    }
    out.text(separator);
    address(" Upstream Nbr: ", at);
    if (end - at < 8) {
      return false;
    }
    out.text(separator).text(" Hold time: ");
    Durations.print(in.u16(at + 6), out);
    if (line.verbosity < 2) {
      return true;
    }
    if (end - at < 12) {
      return false;
    }
    long next = at + 12;
    for (int groups = in.u8(at + 11); groups > 0; groups--) {
      next = group(next, end);
      if (next < 0) {
        return false;
      }
    }
    return true;
  }

  /** Prints a group. Returns the offset after it, or -1 if it is truncated. */
  private long group(long at, long end) {
    TextBuffer out = line.out;
    if (end - at < 4) {
      return -1;
    }
    address("\n\tGroup: ", at);
    if (end - at < 8) {
      return -1;
    }
    mask(at + 4);
    if (end - at < 12) {
      return -1;
    }
    in.need(at + 8, 4);
    int joined = in.u16(at + 8);
    int pruned = in.u16(at + 10);
    out.text(" joined: ").decimal(joined).text(" pruned: ").decimal(pruned);
    long next = at + 12;
    for (int i = 0; i < joined + pruned; i++, next += SOURCE_LENGTH) {
      if (end - next < SOURCE_LENGTH) {
        return -1;
      }
      in.need(next, SOURCE_LENGTH);
      int flags = in.u8(next + 1);
      out.text(i < joined ? "\n\tJoin  " : "\n\tPrune ");
      out.text((in.u8(next) & 1) != 0 ? "Sparse " : "Dense ");
      out.text((flags & 0x80) != 0 ? "WC " : "");
      address((flags & 0x40) != 0 ? "RP " : "SPT ", next + 2);
      out.character('/').decimal(flags & 0x3F);
    }
    return next;
  }
}
