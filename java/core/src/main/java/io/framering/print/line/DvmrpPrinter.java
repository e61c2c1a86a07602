// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** DVMRP (RFC 1075, and mrouted's version 3), over IGMP. */
final class DvmrpPrinter extends ProtocolPrinter {
  private static final int IGMP_LENGTH = 8;
  private static final int ADDRESS_LENGTH = 4;
  private static final int NEIGHBOR_LENGTH = 7;
  private static final int NEIGHBOR_2_LENGTH = 8;

  private static final int PROBE = 1;
  private static final int REPORT = 2;
  private static final int NEIGHBORS = 4;
  private static final int NEIGHBORS_2 = 6;
  private static final int PRUNE = 7;
  private static final int GRAFT = 8;
  private static final int GRAFT_ACKNOWLEDGEMENT = 9;

  DvmrpPrinter(LineContext line) {
    super(line);
  }

  /** Prints the message after the protocol's name; the IGMP header is at {@code at}. */
  void print(long at, long length) {
    line.protocol = "dvmrp";
    int type = in.u8(at + 1);
    type(type);
    long body = at + IGMP_LENGTH;
    long end = at + length;
    boolean valid = true;
    switch (type) {
      case PROBE -> valid = !line.verbose() || probe(body, end);
      case REPORT -> valid = line.verbosity < 2 || report(body, end);
      case NEIGHBORS -> valid = neighbors(body, end);
      case NEIGHBORS_2 -> valid = neighbors2(at, body, end);
      case PRUNE -> {
        route(body);
        line.out.text(" timer ");
        Durations.print(in.u32(body + 8), line.out);
      }
      case GRAFT, GRAFT_ACKNOWLEDGEMENT -> route(body);
      default -> {}
    }
    if (!valid) {
      line.invalid();
    }
  }

  private void type(int type) {
    TextBuffer out = line.out.character(' ');
    switch (type) {
      case PROBE -> out.text("Probe");
      case REPORT -> out.text("Report");
      case 3 -> out.text("Ask-neighbors(old)");
      case NEIGHBORS -> out.text("Neighbors(old)");
      case 5 -> out.text("Ask-neighbors2");
      case NEIGHBORS_2 -> out.text("Neighbors2");
      case PRUNE -> out.text("Prune");
      case GRAFT -> out.text("Graft");
      case GRAFT_ACKNOWLEDGEMENT -> out.text("Graft-ACK");
      default -> out.text("[type ").decimal(type).character(']');
    }
  }

  private void route(long at) {
    in.need(at, 2 * ADDRESS_LENGTH);
    line.out.text(" src ");
    line.ipv4(at);
    line.out.text(" grp ");
    line.ipv4(at + ADDRESS_LENGTH);
  }

  /** Whether this many bytes are left; otherwise prints an error. */
  private boolean fits(String what, long at, long end, int length) {
    if (end - at >= length) {
      return true;
    }
    line.out.text(what).decimal(end - at).text(" < ").decimal(length).character(']');
    return false;
  }

  private boolean probe(long at, long end) {
    if (!fits(" [full length ", at, end, 4)) {
      return false;
    }
    TextBuffer out = line.out.text(line.verbosity > 1 ? "\n\t" : " ");
    long id = in.u32(at);
    out.text("genid ").decimal(id);
    if (line.verbosity < 2) {
      return true;
    }
    for (long next = at + 4; next < end; next += ADDRESS_LENGTH) {
      if (!fits("[remaining length ", next, end, ADDRESS_LENGTH)) {
        return false;
      }
      int neighbor = (int) in.u32(next);
      out.text("\n\tneighbor ").ipv4(neighbor);
    }
    return true;
  }

  /** Prints routes, by mask: an address has as many bytes as its mask. */
  private boolean report(long at, long end) {
    TextBuffer out = line.out;
    long next = at;
    while (next < end) {
      if (!fits(" [length ", next, end, 3)) {
        return false;
      }
      int mask = in.u24(next);
      int width = (mask & 0xFF) != 0 ? 4 : (mask & 0xFF00) != 0 ? 3 : mask != 0 ? 2 : 1;
      out.text("\n\tMask ").ipv4(0xFF00_0000 | mask);
      next += 3;
      boolean last = false;
      while (!last) {
        if (end - next < width + 1) {
          out.text("\n\t  [Truncated Report]");
          return false;
        }
        in.need(next, width + 1);
        int origin = 0;
        for (int i = 0; i < width; i++) {
          origin |= in.u8(next + i) << 24 - 8 * i;
        }
        int metric = in.u8(next + width);
        out.text("\n\t  ").ipv4(origin).text(" metric ").decimal(metric & 0x7F);
        last = (metric & 0x80) != 0;
        next += width + 1;
      }
    }
    return true;
  }

  private boolean neighbors(long at, long end) {
    long next = at;
    while (next < end) {
      if (!fits(" [length ", next, end, NEIGHBOR_LENGTH)) {
        return false;
      }
      long local = next;
      in.need(local, NEIGHBOR_LENGTH);
      int count = in.u8(local + 6);
      next += NEIGHBOR_LENGTH;
      for (int i = 0; i < count; i++, next += ADDRESS_LENGTH) {
        if (!fits(" [length ", next, end, ADDRESS_LENGTH)) {
          return false;
        }
        line.out.text(" [");
        line.ipv4(local);
        line.out.text(" ->");
        int neighbor = (int) in.u32(next);
        line.out.character(' ').ipv4(neighbor).text(", (").decimal(in.u8(local + 4));
        line.out.character('/').decimal(in.u8(local + 5)).text(")]");
      }
    }
    return true;
  }

  private boolean neighbors2(long igmp, long at, long end) {
    TextBuffer out = line.out;
    int major = in.u8(igmp + 7);
    int minor = in.u8(igmp + 6);
    out.text(" (v ").decimal(major).character('.').decimal(minor).text("):");
    long next = at;
    while (next < end) {
      if (!fits(" [length ", next, end, NEIGHBOR_2_LENGTH)) {
        return false;
      }
      long local = next;
      in.need(local, NEIGHBOR_2_LENGTH);
      int count = in.u8(local + 7);
      next += NEIGHBOR_2_LENGTH;
      for (int i = 0; i < count; i++, next += ADDRESS_LENGTH) {
        if (next == end) {
          out.text(" [invalid ncount]");
          return false;
        }
        if (!fits(" [length ", next, end, ADDRESS_LENGTH)) {
          return false;
        }
        neighbor2(local, next);
      }
    }
    return true;
  }

  private void neighbor2(long local, long at) {
    TextBuffer out = line.out.text(" [");
    line.ipv4(local);
    out.text(" -> ");
    int neighbor = (int) in.u32(at);
    out.ipv4(neighbor).text(" (").decimal(in.u8(local + 4));
    out.character('/').decimal(in.u8(local + 5));
    int flags = in.u8(local + 6);
    out.text((flags & 0x01) != 0 ? "/tunnel" : "");
    out.text((flags & 0x02) != 0 ? "/srcrt" : "");
    out.text((flags & 0x40) != 0 ? "/querier" : "");
    out.text((flags & 0x20) != 0 ? "/disabled" : "");
    out.text((flags & 0x10) != 0 ? "/down" : "");
    out.text(")]");
  }
}
