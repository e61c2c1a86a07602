package io.framering.print.line;

/** IPv6 (RFC 8200). */
final class Ipv6Printer extends ProtocolPrinter {
  private final Dispatch dispatch;

  Ipv6Printer(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /**
   * Prints a packet.
   *
   * @param length bytes that the layer below says there are
   */
  void print(long at, long length) {
    line.protocol = "ip6";
    if (!line.linkLevel) {
      line.out.text("IP6 ");
    }
    throw Truncation.INSTANCE;
  }
}
