// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The link state advertisements of OSPF version 2 (RFC 2328, appendix A.4). */
final class OspfAdvertisements extends ProtocolPrinter {
  /** Bytes before the body. */
  static final int HEADER_LENGTH = 20;

  static final FlagNames OPTIONS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64, 128},
          "MultiTopology",
          "External",
          "Multicast",
          "NSSA",
          "LLS",
          "Demand Circuit",
          "Opaque",
          "Up/Down");

  private static final int TYPE = 3;
  private static final int ID = 4;
  private static final int ROUTER = 8;
  private static final int SEQUENCE = 12;
  private static final int LENGTH = 18;

  private static final int ROUTERS = 1;
  private static final int NETWORK = 2;
  private static final int SUMMARY = 3;
  private static final int BORDER_SUMMARY = 4;
  private static final int EXTERNAL = 5;
  private static final int GROUP = 6;
  private static final int NSSA = 7;
  private static final int OPAQUE = 9;
  private static final int LAST_OPAQUE = 11;

  private static final int TRAFFIC_ENGINEERING = 1;
  private static final int GRACE = 3;
  private static final int INFORMATION = 4;

  private static final int LINK_LENGTH = 12;
  private static final int METRIC_LENGTH = 4;
  private static final int EXTERNAL_LENGTH = 12;
  private static final int GROUP_LENGTH = 8;
  private static final int INFINITE = 0xFF_FFFF;

  private static final FlagNames ROUTER_FLAGS =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 128}, "ABR", "ASBR", "Virtual", "Wildcard", "Nt", "Host");

  private static final FlagNames ROUTER_CAPABILITIES =
      new FlagNames(
          new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512},
          "Reserved",
          "Reserved",
          "Reserved",
          "Reserved",
          "graceful restart capable",
          "graceful restart helper",
          "Stub router support",
          "Traffic engineering",
          "p2p over LAN",
          "path computation server");

  /** Created when it is first needed. */
  private OspfTraffic traffic;

  OspfAdvertisements(LineContext line) {
    super(line);
  }

  /** Prints a request. */
  void request(long at) {
    TextBuffer out = line.out;
    long type = in.u32(at);
    out.text("\n\t  Advertising Router: ");
    line.ipv4(at + 8);
    out.text(", ").text(type > LAST_OPAQUE ? "unknown" : name((int) type)).text(" LSA (");
    out.decimal(type).character(')');
    if (isOpaque(type)) {
      out.text(", Opaque-Type: ");
      opaque(at + 4, ", Opaque-ID: ");
    } else {
      out.text(", LSA-ID: ");
      line.ipv4(at + 4);
    }
  }

  private static boolean isOpaque(long type) {
    return type >= OPAQUE && type <= LAST_OPAQUE;
  }

  private void opaque(long at, String label) {
    int type = in.u8(at);
    line.out.text(opaqueName(type)).text(" LSA (").decimal(type).character(')').text(label);
    line.out.decimal(in.u24(at + 1));
  }

  /** Prints the header of an advertisement. Returns false if its length is too short. */
  boolean header(long at) {
    TextBuffer out = line.out;
    int length = in.u16(at + LENGTH);
    if (length < HEADER_LENGTH) {
      out.text("\n\t    Bogus length ").decimal(length).text(" < header (20)");
      return false;
    }
    int type = in.u8(at + TYPE);
    out.text("\n\t  Advertising Router ");
    line.ipv4(at + ROUTER);
    out.text(", seq 0x").hex(in.u32(at + SEQUENCE), 8).text(", age ").decimal(in.u16(at));
    out.text("s, length ").decimal(length - HEADER_LENGTH);
    out.text("\n\t    ").text(name(type)).text(" LSA (").decimal(type).character(')');
    if (isOpaque(type)) {
      out.text(", Opaque-Type ");
      opaque(at + ID, ", Opaque-ID ");
    } else {
      out.text(", LSA-ID: ");
      line.ipv4(at + ID);
    }
    out.text("\n\t    Options: [");
    OPTIONS.print(in.u8(at + 2), out);
    out.character(']');
    return true;
  }

  /**
   * Prints an advertisement.
   *
   * @return the offset after it
   * @throws Truncation if its length is too short
   */
  long print(long at) {
    if (!header(at)) {
      throw Truncation.INSTANCE;
    }
    long end = at + in.u16(at + LENGTH);
    long body = at + HEADER_LENGTH;
    if (body(in.u8(at + TYPE), at, body, end) && line.verbosity > 1) {
      line.hex(body, end - body, "\t    ");
    }
    return end;
  }

  /** Returns false if it ends before its end. */
  private boolean body(int type, long at, long body, long end) {
    switch (type) {
      case ROUTERS -> {
        return links(body);
      }
      case NETWORK -> network(body, end);
      case SUMMARY -> {
        mask(body);
        metrics(body + 4, end);
      }
      case BORDER_SUMMARY -> metrics(body + 4, end);
      case EXTERNAL, NSSA -> {
        mask(body);
        in.need(body + 4, METRIC_LENGTH);
        for (long next = body + 4; next < end; next += EXTERNAL_LENGTH) {
          external(next);
        }
      }
      case GROUP -> {
        for (long next = body; next < end; next += GROUP_LENGTH) {
          vertex(next);
        }
      }
      default -> {
        return !isOpaque(type) || opaqueBody(in.u8(at + ID), body, end - body);
      }
    }
    return true;
  }

  private boolean links(long body) {
    TextBuffer out = line.out;
    int flags = in.u8(body);
    out.text("\n\t    Router LSA Options: [");
    ROUTER_FLAGS.print(flags, out);
    out.character(']');
    int count = in.u16(body + 2);
    long at = body + 4;
    in.need(at, LINK_LENGTH);
    for (int i = 0; i < count; i++) {
      in.need(at, LINK_LENGTH);
      int type = in.u8(at + 8);
      String label =
          switch (type) {
            case 1 -> "Neighbor Router-ID: ";
            case 2 -> "Neighbor Network-ID: ";
            case 3 -> "Stub Network: ";
            case 4 -> "Virtual Link: Neighbor Router-ID: ";
            default -> null;
          };
      if (label == null) {
        out.text("\n\t      Unknown Router Link Type (").decimal(type).character(')');
        return false;
      }
      out.text("\n\t      ").text(label);
      line.ipv4(at);
      out.text(type == 3 ? ", Mask: " : ", Interface Address: ");
      line.ipv4(at + 4);
      at = topologies(at + 8);
    }
    return true;
  }

  private long topologies(long first) {
    TextBuffer out = line.out;
    int more = in.u8(first + 1);
    for (int i = 0; i <= more; i++) {
      long at = first + 4L * i;
      int topology = in.u8(at);
      int metric = in.u16(at + 2);
      out.text("\n\t\ttopology ");
      topology(i == 0 ? 0 : topology);
      out.text(", metric ").decimal(metric);
    }
    return first + 4L * (more + 1);
  }

  private void topology(int topology) {
    line.out.text(topologyName(topology)).text(" (").decimal(topology).character(')');
  }

  private void mask(long at) {
    in.need(at, 4);
    line.out.text("\n\t    Mask ");
    line.ipv4(at);
  }

  private void network(long body, long end) {
    mask(body);
    line.out.text("\n\t    Connected Routers:");
    for (long next = body + 4; next < end; next += 4) {
      in.need(next, 4);
      line.out.text("\n\t      ");
      line.ipv4(next);
    }
  }

  private void metrics(long first, long end) {
    // The summaries of borders have an unused mask as well, but tcpdump checks only the metric.
    in.need(first, METRIC_LENGTH);
    for (long next = first; next < end; next += METRIC_LENGTH) {
      long word = in.u32(next);
      line.out.text("\n\t\ttopology ");
      topology((int) (word >> 24 & 0x7F));
      line.out.text(" metric ").decimal(word & INFINITE);
    }
  }

  private void external(long at) {
    TextBuffer out = line.out;
    long word = in.u32(at);
    out.text("\n\t\ttopology ");
    topology((int) (word >> 24 & 0x7F));
    out.text(", type ").decimal(word >> 31 == 0 ? 1 : 2).text(", metric");
    if ((word & INFINITE) == INFINITE) {
      out.text(" infinite");
    } else {
      out.character(' ').decimal(word & INFINITE);
    }
    if (in.u32(at + 4) != 0) {
      out.text(", forward ");
      line.ipv4(at + 4);
    }
    if (in.u32(at + 8) != 0) {
      out.text(", tag ");
      line.ipv4(at + 8);
    }
  }

  private void vertex(long at) {
    long type = in.u32(at);
    if (type != 1 && type != 2) {
      line.out.text("\n\t    unknown VertexType (").decimal(type).character(')');
      return;
    }
    in.need(at + 4, 4);
    line.out.text(type == 1 ? "\n\t    Router Router-ID " : "\n\t    Network Designated Router ");
    line.ipv4(at + 4);
  }

  private boolean opaqueBody(int type, long body, long length) {
    switch (type) {
      case TRAFFIC_ENGINEERING -> {
        return trafficEngineering(body, length);
      }
      case GRACE -> {
        return grace(body, length);
      }
      case INFORMATION -> {
        return information(body, length);
      }
      default -> {
        if (line.verbosity == 1) {
          line.hex(body, length, "\t    ");
        }
      }
    }
    return true;
  }

  private boolean information(long first, long length) {
    TextBuffer out = line.out;
    long at = first;
    long left = length;
    while (left > 0) {
      in.need(at, 4);
      if (left < 4) {
        out.text("\n\t    Remaining LS length ").decimal(left).text(" < 4");
        return false;
      }
      int type = in.u16(at);
      int size = in.u16(at + 2);
      at += 4;
      left -= 4;
      out.text("\n\t    ").text(type == 1 ? "Router Capabilities" : "unknown").text(" TLV (");
      out.decimal(type).text("), length: ").decimal(size).text(", value: ");
      if (size > left) {
        out.text("\n\t    Bogus length ").decimal(size).text(" > remaining LS length ");
        out.decimal(left);
        return false;
      }
      in.need(at, size);
      if (type == 1) {
        if (size != 4) {
          out.text("\n\t    Bogus length ").decimal(size).text(" != 4");
          return false;
        }
        out.text("Capabilities: ");
        ROUTER_CAPABILITIES.print(in.u32(at), "Unknown", out);
      } else if (line.verbosity == 1) {
        line.hex(at, size, "\t      ");
      }
      at += size;
      left -= size;
    }
    return true;
  }

  /** Prints a body of traffic engineering. Returns false if it ends before its end. */
  boolean trafficEngineering(long body, long length) {
    if (traffic == null) {
      traffic = new OspfTraffic(line);
    }
    return traffic.print(body, length);
  }

  /** Prints a graceful restart (RFC 3623). Returns false if it ends before its end. */
  boolean grace(long first, long length) {
    TextBuffer out = line.out;
    long at = first;
    long left = length;
    while (left > 0) {
      if (!in.has(at, 4)) {
        return false;
      }
      if (left < 4) {
        out.text("\n\t    Remaining LS length ").decimal(left).text(" < 4");
        return false;
      }
      int type = in.u16(at);
      int size = in.u16(at + 2);
      at += 4;
      left -= 4;
      out.text("\n\t    ").text(graceName(type)).text(" TLV (").decimal(type).text("), length ");
      out.decimal(size).text(", value: ");
      if (size > left) {
        out.text("\n\t    Bogus length ").decimal(size).text(" > ").decimal(left);
        return false;
      }
      if (type == 0 || size == 0 || !in.has(at, size) || !graceValue(type, at, size)) {
        return false;
      }
      int padded = size + 3 & ~3;
      at += padded;
      left = left - padded & 0xFFFF_FFFFL; // wraps in tcpdump, which ends at the last byte then
    }
    return true;
  }

  private boolean graceValue(int type, long at, int size) {
    TextBuffer out = line.out;
    int wanted = type == 1 || type == 3 ? 4 : type == 2 ? 1 : size;
    if (size != wanted) {
      out.text("\n\t    Bogus length ").decimal(size).text(" != ").decimal(wanted);
      return false;
    }
    switch (type) {
      case 1 -> out.decimal(in.u32(at)).character('s');
      case 2 -> {
        int reason = in.u8(at);
        out.text(reasonName(reason)).text(" (").decimal(reason).character(')');
      }
      case 3 -> line.ipv4(at);
      default -> {
        if (line.verbosity == 1) {
          line.hex(at, size, "\t      ");
        }
      }
    }
    return true;
  }

  private static String name(int type) {
    return switch (type) {
      case ROUTERS -> "Router";
      case NETWORK -> "Network";
      case SUMMARY -> "Summary";
      case BORDER_SUMMARY -> "ASBR Summary";
      case EXTERNAL -> "External";
      case GROUP -> "Multicast Group";
      case NSSA -> "NSSA";
      case OPAQUE -> "Link Local Opaque";
      case 10 -> "Area Local Opaque";
      case LAST_OPAQUE -> "Domain Wide Opaque";
      default -> "unknown";
    };
  }

  private static String opaqueName(int type) {
    return switch (type) {
      case TRAFFIC_ENGINEERING -> "Traffic Engineering";
      case GRACE -> "Graceful restart";
      case INFORMATION -> "Router Information";
      default -> "unknown";
    };
  }

  private static String topologyName(int topology) {
    return switch (topology) {
      case 0 -> "default";
      case 1 -> "multicast";
      case 2 -> "management";
      default -> "Unknown";
    };
  }

  private static String graceName(int type) {
    return switch (type) {
      case 1 -> "Grace Period";
      case 2 -> "Graceful restart Reason";
      case 3 -> "IPv4 interface address";
      default -> "unknown";
    };
  }

  private static String reasonName(int reason) {
    return switch (reason) {
      case 1 -> "Software Restart";
      case 2 -> "Software Reload/Upgrade";
      case 3 -> "Control Processor Switch";
      default -> "Unknown";
    };
  }
}
