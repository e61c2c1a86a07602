// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.Frame;
import io.framering.packet.EtherType;
import io.framering.packet.Ethernet;
import io.framering.packet.Header;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;
import io.framering.packet.Vlan;

/**
 * Reads the same fields as {@code native/bench/decode.h}: addresses of Ethernet, IPv4 and IPv6, the
 * protocol, the ports of TCP and UDP. Their sums show whether both read the same.
 */
final class Addresses {
  private final Ethernet ethernet = new Ethernet();
  private final Vlan vlan = new Vlan();
  private final Ipv4 ipv4 = new Ipv4();
  private final Ipv6 ipv6 = new Ipv6();
  private final Tcp tcp = new Tcp();
  private final Udp udp = new Udp();

  /** The sum of the fields. */
  long sum(Frame frame) {
    long offset = frame.offset();
    if (!ethernet.wrap(frame.memory(), offset, offset + frame.capturedLength())) {
      return 0;
    }
    Header outer = ethernet;
    int type = ethernet.etherType();
    while ((type == EtherType.VLAN || type == EtherType.SERVICE_VLAN) && within(vlan, outer)) {
      type = vlan.etherType();
      outer = vlan;
    }
    return ethernet.destination()
        + ethernet.source()
        + type
        + switch (type) {
          case EtherType.IPV4 -> within(ipv4, outer) ? ipv4Sum() : 0;
          case EtherType.IPV6 -> within(ipv6, outer) ? ipv6Sum() : 0;
          default -> 0;
        };
  }

  private long ipv4Sum() {
    long addresses =
        Integer.toUnsignedLong(ipv4.source()) + Integer.toUnsignedLong(ipv4.destination());
    long ports = ipv4.isFirstFragment() ? ports(ipv4, ipv4.protocol()) : 0;
    return addresses + ipv4.protocol() + ports;
  }

  private long ipv6Sum() {
    return ipv6.sourceHigh()
        + ipv6.sourceLow()
        + ipv6.destinationHigh()
        + ipv6.destinationLow()
        + ipv6.nextHeader()
        + ports(ipv6, ipv6.nextHeader());
  }

  private long ports(Header ip, int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP -> within(tcp, ip) ? tcp.sourcePort() + tcp.destinationPort() : 0;
      case IpProtocol.UDP -> within(udp, ip) ? udp.sourcePort() + udp.destinationPort() : 0;
      default -> 0;
    };
  }

  private static boolean within(Header inner, Header outer) {
    return inner.wrap(outer.memory(), outer.payloadOffset(), outer.payloadEnd());
  }
}
