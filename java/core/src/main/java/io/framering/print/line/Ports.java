package io.framering.print.line;

import io.framering.packet.Vxlan;

/**
 * The printers by port: one row each, in tcpdump's order. Of two known ports, the one with the
 * first row identifies the payload. Rows without a printer are ports that tcpdump decodes further,
 * listed where they precede one with a printer.
 */
final class Ports {
  private static final int UDP_DNS = 0;
  private static final int UDP_MULTICAST_DNS = 1;
  private static final int UDP_BEFORE_VXLAN = 2;
  private static final int UDP_VXLAN = 3;
  private static final int TCP_BEFORE_DNS = 0;
  private static final int TCP_DNS = 1;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final DnsPrinter dns;
  private final VxlanPrinter vxlan;

  Ports(LineContext line, Dispatch dispatch) {
    dns = new DnsPrinter(line);
    vxlan = new VxlanPrinter(line, dispatch);
  }

  /**
   * Prints the payload of a UDP datagram.
   *
   * @param length bytes on the wire
   * @return false, with nothing printed, if there is no printer for its ports
   */
  boolean udp(int source, int destination, long at, long length) {
    switch (Math.min(udpRow(source, true), udpRow(destination, false))) {
      case UDP_DNS -> dns.print(at, length, false);
      case UDP_MULTICAST_DNS -> dns.print(at, length, true);
      case UDP_VXLAN -> vxlan.print(at, length);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Prints the payload of a TCP segment, if there is a printer for its ports. */
  void tcp(int source, int destination, long at, long length) {
    if (Math.min(tcpRow(source), tcpRow(destination)) == TCP_DNS) {
      dns.printTcp(at, length);
    }
  }

  private static int udpRow(int port, boolean isSource) {
    return switch (port) {
      case 53 -> UDP_DNS;
      case 5353 -> UDP_MULTICAST_DNS;
      case 67, 68, 69, 88, 123, 161, 162, 496, 500, 514, 520, 521, 525, 546, 547, 646, 654, 698, 701,
          750, 921, 1589, 1645, 1646, 1700, 1701, 1812, 1813, 2103, 2104, 3503, 3799, 4500, 5060,
          5359, 6343, 6696, 6697, 7000, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7500,
          8231, 8472, 8500, 12222, 12223 ->
          UDP_BEFORE_VXLAN;
      case 1985, 3456, 3784, 3785, 4567, 4784, 6784 -> isSource ? UNKNOWN : UDP_BEFORE_VXLAN;
      case 49152 -> isSource ? UDP_BEFORE_VXLAN : UNKNOWN;
      case Vxlan.PORT -> UDP_VXLAN;
      default -> UNKNOWN;
    };
  }

  private static int tcpRow(int port) {
    return switch (port) {
      case 21, 22, 23, 25, 43, 80, 179, 554, 1723, 6379, 6633, 6653, 8080, 8554, 10288 ->
          TCP_BEFORE_DNS;
      case 53 -> TCP_DNS;
      default -> UNKNOWN;
    };
  }
}
