package io.framering.print.line;

import io.framering.packet.EtherType;
import io.framering.packet.IpProtocol;

/** The printers of all protocols, and which one prints what: one row each. */
final class Dispatch {
  private final LineContext line;
  private final EthernetPrinter ethernet;
  private final LlcPrinter llc;
  private final CookedPrinter cooked;
  private final LoopbackPrinter loopback;
  private final RawIpPrinter rawIp;
  private final Ipv4Printer ipv4;
  private final Ipv6Printer ipv6;
  private final UdpPrinter udp;

  Dispatch(LineContext line) {
    this.line = line;
    ethernet = new EthernetPrinter(line, this);
    llc = new LlcPrinter(line, this);
    cooked = new CookedPrinter(line, this);
    loopback = new LoopbackPrinter(line, this);
    rawIp = new RawIpPrinter(line, this);
    ipv4 = new Ipv4Printer(line, this);
    ipv6 = new Ipv6Printer(line, this);
    Transport transport = new Transport(line);
    udp = new UdpPrinter(line, transport);
  }

  EthernetPrinter ethernet() {
    return ethernet;
  }

  LlcPrinter llc() {
    return llc;
  }

  CookedPrinter cooked() {
    return cooked;
  }

  LoopbackPrinter loopback() {
    return loopback;
  }

  RawIpPrinter rawIp() {
    return rawIp;
  }

  Ipv4Printer ipv4() {
    return ipv4;
  }

  Ipv6Printer ipv6() {
    return ipv6;
  }

  /**
   * Prints what an EtherType says is there.
   *
   * @param length bytes on the wire
   * @return false, with nothing printed, when there is no printer for it
   */
  boolean etherType(int type, long at, long length) {
    switch (type) {
      case EtherType.IPV4 -> ipv4.print(at, length);
      case EtherType.IPV6 -> ipv6.print(at, length);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Prints what an IP header carries.
   *
   * @param protocol IANA's number
   * @param length bytes on the wire
   * @param ip where the IP header begins; its version is in its first byte
   * @param fragmented whether more fragments follow, so that a checksum can't be checked
   */
  void ipPayload(int protocol, long at, long length, long ip, boolean fragmented) {
    switch (protocol) {
      case IpProtocol.UDP -> udp.print(at, length, ip, fragmented);
      case IpProtocol.IPV4 -> ipv4.print(at, length);
      case IpProtocol.IPV6 -> ipv6.print(at, length);
      case IpProtocol.NO_NEXT_HEADER -> line.out.text("no next header");
      default -> line.out.text(" ip-proto-").decimal(protocol).character(' ').decimal(length);
    }
  }
}
