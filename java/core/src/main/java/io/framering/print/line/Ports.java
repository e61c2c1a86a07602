package io.framering.print.line;

/**
 * The printers by port: one row each, in tcpdump's order. Of two known ports, the one with the
 * first row identifies the payload. Rows without a printer are ports that tcpdump decodes further,
 * listed where they precede one with a printer.
 */
final class Ports {
  private static final int UDP_DNS = 0;
  private static final int UDP_MULTICAST_DNS = 1;
  private static final int TCP_BEFORE_DNS = 0;
  private static final int TCP_DNS = 1;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final DnsPrinter dns;

  Ports(LineContext line) {
    dns = new DnsPrinter(line);
  }

  /**
   * Prints the payload of a UDP datagram.
   *
   * @param length bytes on the wire
   * @return false, with nothing printed, if there is no printer for its ports
   */
  boolean udp(int source, int destination, long at, long length) {
    switch (Math.min(udpRow(source), udpRow(destination))) {
      case UDP_DNS -> dns.print(at, length, false);
      case UDP_MULTICAST_DNS -> dns.print(at, length, true);
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

  private static int udpRow(int port) {
    return switch (port) {
      case 53 -> UDP_DNS;
      case 5353 -> UDP_MULTICAST_DNS;
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
