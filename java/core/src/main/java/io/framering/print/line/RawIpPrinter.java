// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** IP packets of either version, with nothing before them. */
final class RawIpPrinter extends ProtocolPrinter {
  private final Dispatch dispatch;

  RawIpPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a packet. Returns the length of its link-layer header: it has none. */
  long print(long at, long length) {
    if (line.linkLevel) {
      line.out.text("ip: ");
    }
    line.protocol = "ipn";
    int version = in.u8(at) >>> 4;
    switch (version) {
      case 4 -> dispatch.ipv4(at, length);
      case 6 -> dispatch.ipv6(at, length);
      default -> line.out.text("unknown ip ").decimal(version);
    }
    return 0;
  }
}
