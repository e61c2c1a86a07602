// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.IpProtocol;
import io.framering.print.text.TextBuffer;

/** ICMPv6 (RFC 4443): errors and echo here; other messages have their own printers. */
final class Icmpv6Printer extends ProtocolPrinter {
  private static final int FIXED_LENGTH = 8;
  private static final int CHECKSUM = 2;
  private static final int BODY = 4;

  private static final int UNREACHABLE = 1;
  private static final int TOO_BIG = 2;
  private static final int TIME_EXCEEDED = 3;
  private static final int PARAMETER_PROBLEM = 4;
  private static final int ECHO_REQUEST = 128;
  private static final int ECHO_REPLY = 129;
  private static final int LISTENER_QUERY = 130;
  private static final int LISTENER_REPORT = 131;
  private static final int LISTENER_DONE = 132;
  private static final int ROUTER_RENUMBERING = 138;
  private static final int NODE_QUERY = 139;
  private static final int NODE_REPLY = 140;
  private static final int INVERSE_SOLICITATION = 141;
  private static final int INVERSE_ADVERTISEMENT = 142;
  private static final int LISTENER_REPORT_2 = 143;
  private static final int HOME_AGENT_REQUEST = 144;
  private static final int HOME_AGENT_REPLY = 145;
  private static final int MOBILE_SOLICITATION = 146;
  private static final int MOBILE_ADVERTISEMENT = 147;
  private static final int ROUTING_LOW_POWER = 155;
  private static final int TRACE_RESPONSE = 200;
  private static final int TRACE = 201;

  private static final int NO_ROUTE = 0;
  private static final int PROHIBITED = 1;
  private static final int BEYOND_SCOPE = 2;
  private static final int NO_ADDRESS = 3;
  private static final int NO_PORT = 4;

  private final Transport transport;
  private final Ipv6Chain chain;
  private final NeighborDiscoveryPrinter neighbors;
  private final MldPrinter listeners;
  private final RouterRenumberingPrinter renumbering;
  private final NodeInformationPrinter nodes;
  private final RplPrinter rpl;

  Icmpv6Printer(LineContext line, Transport transport) {
    super(line);
    this.transport = transport;
    chain = new Ipv6Chain(line);
    neighbors = new NeighborDiscoveryPrinter(line);
    listeners = new MldPrinter(line);
    renumbering = new RouterRenumberingPrinter(line);
    nodes = new NodeInformationPrinter(line);
    rpl = new RplPrinter(line);
  }

  /** Prints a message; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long at, long length, long ip, boolean fragmented) {
    line.protocol = "icmp6";
    TextBuffer out = line.out;
    if (length == 0) {
      out.text("ICMP6, length 0");
      line.invalid();
      return;
    }
    if (line.verbose() && !fragmented && in.has(at, length)) {
      checksum(at, length, ip);
    }
    int type = in.u8(at);
    String name = name(type);
    out.text("ICMP6, ");
    if (name == null) {
      out.text("unknown icmp6 type (").decimal(type).character(')');
    } else {
      out.text(name);
    }
    if (line.verbose() && hasLengthFirst(type)) {
      out.text(", length ").decimal(length);
    }
    int code = in.u8(at + 1);
    if (name == null || type >= TRACE_RESPONSE) {
      out.text(", length ").decimal(length);
      unknown(at, length);
    } else if (!message(type, code, at, length)) {
      line.truncated();
    } else if (!line.verbose() && (type != UNREACHABLE || code <= NO_PORT)) {
      out.text(", length ").decimal(length);
    }
  }

  private void checksum(long at, long length, long ip) {
    int found = in.u16(at + CHECKSUM);
    long sum = transport.checksum(IpProtocol.ICMPV6, ip, at, length);
    transport.verdict("icmp6", found, sum);
  }

  private void unknown(long at, long length) {
    if (line.verbosity <= 1) {
      line.hex(at, length, "\t");
    }
  }

  /** Prints the message after its name. Returns false if it is truncated. */
  private boolean message(int type, int code, long at, long length) {
    switch (type) {
      case UNREACHABLE -> {
        return unreachable(code, at, length);
      }
      case TOO_BIG -> labeled(", mtu ", at + BODY);
      case TIME_EXCEEDED -> timeExceeded(code, at);
      case PARAMETER_PROBLEM -> {
        return parameterProblem(code, at);
      }
      case ECHO_REQUEST, ECHO_REPLY -> {
        in.need(at + BODY, 4);
        line.out.text(", id ").decimal(in.u16(at + BODY));
        line.out.text(", seq ").decimal(in.u16(at + BODY + 2));
      }
      case LISTENER_QUERY -> listeners.query(at, length);
      case LISTENER_REPORT, LISTENER_DONE -> listeners.version1(at);
      case LISTENER_REPORT_2 -> listeners.report(at, length);
      case ROUTER_RENUMBERING -> renumbering.print(code, at);
      case NODE_QUERY -> nodes.query(code, at);
      case NODE_REPLY -> nodes.reply(code, at, length);
      case HOME_AGENT_REQUEST, MOBILE_SOLICITATION -> id(at);
      case HOME_AGENT_REPLY -> homeAgents(at, length);
      case MOBILE_ADVERTISEMENT -> {
        return mobileAdvertisement(at, length);
      }
      case ROUTING_LOW_POWER -> rpl.print(code, at + BODY, length - BODY & 0xFFFF_FFFFL);
      default -> {
        return neighbors.print(type, at, length);
      }
    }
    return true;
  }

  private boolean unreachable(int code, long at, long length) {
    TextBuffer out = line.out;
    long quoted = at + FIXED_LENGTH;
    out.text(", ");
    switch (code) {
      case NO_ROUTE -> quotedDestination("unreachable route", quoted);
      case PROHIBITED -> quotedDestination(" unreachable prohibited", quoted);
      case BEYOND_SCOPE -> {
        out.text("beyond scope");
        in.need(quoted, Ipv6Printer.HEADER_LENGTH);
        quotedDestination("", quoted);
        out.text(", source address ");
        line.ipv6(quoted + Ipv6Printer.SOURCE);
      }
      case NO_ADDRESS -> quotedDestination("unreachable address", quoted);
      case NO_PORT -> {
        out.text("unreachable port");
        return unreachablePort(quoted);
      }
      default -> {
        out.text("unknown unreach code (").decimal(code).character(')');
        unknown(at, length);
      }
    }
    return true;
  }

  private void quotedDestination(String text, long quoted) {
    line.out.text(text);
    in.need(quoted + Ipv6Printer.DESTINATION, Ipv6Printer.ADDRESS_LENGTH);
    line.out.character(' ');
    line.ipv6(quoted + Ipv6Printer.DESTINATION);
  }

  private boolean unreachablePort(long quoted) {
    long ports = chain.ports(quoted);
    if (ports < 0) {
      return false;
    }
    line.out.character(',');
    quotedDestination("", quoted);
    line.out.text(chain.transport() == IpProtocol.TCP ? " tcp port " : " udp port ");
    line.out.decimal(in.u16(ports + 2));
    return true;
  }

  private void timeExceeded(int code, long at) {
    switch (code) {
      case 0 -> {
        in.need(at + FIXED_LENGTH + Ipv6Printer.DESTINATION, Ipv6Printer.ADDRESS_LENGTH);
        quotedDestination(" for", at + FIXED_LENGTH);
      }
      case 1 -> line.out.text(" (reassembly)");
      default -> line.out.text(", unknown code (").decimal(code).character(')');
    }
  }

  private boolean parameterProblem(int code, long at) {
    if (!in.has(at + FIXED_LENGTH + Ipv6Printer.DESTINATION, Ipv6Printer.ADDRESS_LENGTH)) {
      return false;
    }
    switch (code) {
      case 0 -> labeled(", erroneous - octet ", at + BODY);
      case 1 -> labeled(", next header - octet ", at + BODY);
      case 2 -> labeled(", option - octet ", at + BODY);
      case 3 -> labeled(", incomplete header chain - octet ", at + BODY);
      default -> line.out.text(", code-#").decimal(code);
    }
    return true;
  }

  private void labeled(String label, long at) {
    long value = in.u32(at);
    line.out.text(label).decimal(value);
  }

  private void id(long at) {
    int id = in.u16(at + BODY);
    line.out.text(", id 0x").hex(id, 4);
  }

  private void homeAgents(long at, long length) {
    if (line.verbose()) {
      id(at);
      for (long next = at + FIXED_LENGTH; next < at + length; next += Ipv6Printer.ADDRESS_LENGTH) {
        in.need(next, Ipv6Printer.ADDRESS_LENGTH);
        line.out.text(", ");
        line.ipv6(next);
      }
    }
  }

  private boolean mobileAdvertisement(long at, long length) {
    if (!line.verbose()) {
      return true;
    }
    id(at);
    int flags = in.u16(at + BODY + 2);
    if ((flags & 0xC000) != 0) {
      line.out.character(' ');
    }
    if ((flags & 0x8000) != 0) {
      line.out.character('M');
    }
    if ((flags & 0x4000) != 0) {
      line.out.character('O');
    }
    return neighbors.options(at + FIXED_LENGTH, length - FIXED_LENGTH);
  }

  /** Whether the length precedes the contents in verbose output. */
  private static boolean hasLengthFirst(int type) {
    return NeighborDiscoveryPrinter.isOne(type)
        || type == HOME_AGENT_REPLY
        || type == MOBILE_ADVERTISEMENT;
  }

  private static String name(int type) {
    return switch (type) {
      case UNREACHABLE -> "destination unreachable";
      case TOO_BIG -> "packet too big";
      case TIME_EXCEEDED -> "time exceeded in-transit";
      case PARAMETER_PROBLEM -> "parameter problem";
      case ECHO_REQUEST -> "echo request";
      case ECHO_REPLY -> "echo reply";
      case LISTENER_QUERY -> "multicast listener query";
      case LISTENER_REPORT -> "multicast listener report";
      case LISTENER_DONE -> "multicast listener done";
      case NeighborDiscoveryPrinter.ROUTER_SOLICITATION -> "router solicitation";
      case NeighborDiscoveryPrinter.ROUTER_ADVERTISEMENT -> "router advertisement";
      case NeighborDiscoveryPrinter.NEIGHBOR_SOLICITATION -> "neighbor solicitation";
      case NeighborDiscoveryPrinter.NEIGHBOR_ADVERTISEMENT -> "neighbor advertisement";
      case NeighborDiscoveryPrinter.REDIRECT -> "redirect";
      case ROUTER_RENUMBERING -> "router renumbering";
      case NODE_QUERY -> "who-are-you request";
      case NODE_REPLY -> "who-are-you reply";
      case INVERSE_SOLICITATION -> "inverse neighbor solicitation";
      case INVERSE_ADVERTISEMENT -> "inverse neighbor advertisement";
      case LISTENER_REPORT_2 -> "multicast listener report v2";
      case HOME_AGENT_REQUEST -> "ha discovery request";
      case HOME_AGENT_REPLY -> "ha discovery reply";
      case MOBILE_SOLICITATION -> "mobile router solicitation";
      case MOBILE_ADVERTISEMENT -> "mobile router advertisement";
      case ROUTING_LOW_POWER -> "RPL";
      case TRACE_RESPONSE -> "mtrace response";
      case TRACE -> "mtrace message";
      default -> null;
    };
  }
}
