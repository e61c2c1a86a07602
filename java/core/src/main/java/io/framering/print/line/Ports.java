// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static io.framering.print.line.PortOrder.DESTINATION;
import static io.framering.print.line.PortOrder.SOURCE;

import io.framering.packet.Vxlan;

/**
 * The printers by port: one case each. If both ports of a packet are known to tcpdump, the one that
 * comes first in its order decides, also if it has no printer here. Each printer is created when
 * its port is first seen.
 */
final class Ports {
  private static final int[] UDP_PORTS = {
    53,
    5353,
    525,
    69,
    67,
    68,
    520,
    654,
    500,
    4500,
    7500,
    8500,
    161,
    162,
    123,
    88,
    750,
    1701,
    2103,
    2104,
    DESTINATION | 3456,
    7000,
    7001,
    7002,
    7003,
    7004,
    7005,
    7006,
    7007,
    7008,
    7009,
    521,
    546,
    547,
    5359,
    6696,
    6697,
    8231,
    496,
    DESTINATION | 4567,
    1645,
    1646,
    1700,
    1812,
    1813,
    3799,
    921,
    DESTINATION | 1985,
    646,
    698,
    3503,
    701,
    SOURCE | 49152,
    1589,
    DESTINATION | 3784,
    DESTINATION | 3785,
    DESTINATION | 4784,
    DESTINATION | 6784,
    6343,
    12223,
    12222,
    5060,
    514,
    8472,
    4789,
    6081,
    4342,
    4790,
    17754,
    6635,
    319,
    320,
    30490
  };

  private static final int[] TCP_PORTS = {
    23, 25, 43, 179, 1723, 6379, 22, 10288, 6633, 6653, 21, 80, 8080, 554, 8554, 53, 639, 323, 646,
    2049
  };

  private static final PortOrder UDP = new PortOrder(UDP_PORTS);
  private static final PortOrder TCP = new PortOrder(TCP_PORTS);

  private final LineContext line;
  private final Dispatch dispatch;

  private DnsPrinter dns;
  private BootpPrinter bootp;
  private Dhcp6Printer dhcp6;
  private RadiusPrinter radius;
  private RipPrinter rip;
  private RipngPrinter ripng;
  private VxlanPrinter vxlan;

  Ports(LineContext line, Dispatch dispatch) {
    this.line = line;
    this.dispatch = dispatch;
  }

  /**
   * Prints the payload of a UDP datagram.
   *
   * @param length bytes on the wire
   * @return false, with nothing printed, if there is no printer for its ports
   */
  boolean udp(int source, int destination, long at, long length) {
    switch (UDP.first(source, destination)) {
      case 53 -> dns().print(at, length, false);
      case 67, 68 -> bootp().print(at, length);
      case 520 -> rip().print(at, length);
      case 521 -> ripng().print(at, length);
      case 546, 547 -> dhcp6().print(at, length);
      case 1645, 1646, 1700, 1812, 1813, 3799 -> radius().print(at, length);
      case Vxlan.PORT -> vxlan().print(at, length);
      case 5353 -> dns().print(at, length, true);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Prints the payload of a TCP segment, if there is a printer for its ports. */
  void tcp(int source, int destination, long at, long length) {
    if (TCP.first(source, destination) == 53) {
      dns().printTcp(at, length);
    }
  }

  private DnsPrinter dns() {
    if (dns == null) {
      dns = new DnsPrinter(line);
    }
    return dns;
  }

  private BootpPrinter bootp() {
    if (bootp == null) {
      bootp = new BootpPrinter(line);
    }
    return bootp;
  }

  private Dhcp6Printer dhcp6() {
    if (dhcp6 == null) {
      dhcp6 = new Dhcp6Printer(line);
    }
    return dhcp6;
  }

  private RadiusPrinter radius() {
    if (radius == null) {
      radius = new RadiusPrinter(line);
    }
    return radius;
  }

  private RipPrinter rip() {
    if (rip == null) {
      rip = new RipPrinter(line);
    }
    return rip;
  }

  private RipngPrinter ripng() {
    if (ripng == null) {
      ripng = new RipngPrinter(line);
    }
    return ripng;
  }

  private VxlanPrinter vxlan() {
    if (vxlan == null) {
      vxlan = new VxlanPrinter(line, dispatch);
    }
    return vxlan;
  }
}
