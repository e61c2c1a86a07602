package io.framering.print.line;

/** The options of an IPv4 header. */
final class Ipv4Options extends ProtocolPrinter {
  Ipv4Options(LineContext line) {
    super(line);
  }

  /** Appends the options. Returns false when they are cut off. */
  boolean print(long at, int length) {
    return in.has(at, length);
  }

  /** The destination, or the last one of a source route. */
  long finalDestination(long ip) {
    return in.u32(ip + Ipv4Printer.DESTINATION);
  }
}
