// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.Bgp;
import io.framering.packet.Geneve;
import io.framering.packet.Mpls;
import io.framering.packet.Vxlan;
import java.util.Arrays;

/**
 * The printers by port: one row each, in tcpdump's order, which decides between two known ports. A
 * row names the ports that tcpdump checks before its own and that have no printer here.
 */
final class Ports {
  private static final int L2TP = 1701;
  private static final int HSRP = 1985;

  private static final int[] BEFORE_L2TP = {
    67, 68, 69, 88, 123, 161, 162, 500, 520, 525, 654, 750, 4500, 7500, 8500
  };
  private static final int[] BEFORE_HSRP = {
    67, 68, 69, 88, 123, 161, 162, 496, 500, 520, 521, 525, 546, 547, 654, 750, 1645, 1646, 1700,
    1812, 1813, 2103, 2104, 3799, 4500, 5359, 6696, 6697, 7000, 7001, 7002, 7003, 7004, 7005, 7006,
    7007, 7008, 7009, 7500, 8231, 8500
  };
  private static final int[] BEFORE_BFD = {
    67, 68, 69, 88, 123, 161, 162, 496, 500, 520, 521, 525, 546, 547, 646, 654, 698, 750, 921, 1645,
    1646, 1700, 1812, 1813, 2103, 2104, 3503, 3799, 4500, 5359, 6696, 6697, 7000, 7001, 7002, 7003,
    7004, 7005, 7006, 7007, 7008, 7009, 7500, 8231, 8500
  };
  private static final int[] BEFORE_VXLAN = {
    67, 68, 69, 88, 123, 161, 162, 496, 500, 514, 520, 521, 525, 546, 547, 646, 654, 698, 701, 750,
    921, 1589, 1645, 1646, 1700, 1701, 1812, 1813, 2103, 2104, 3503, 3799, 4500, 5060, 5359, 6343,
    6696, 6697, 7000, 7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7009, 7500, 8231, 8472, 8500,
    12222, 12223
  };
  private static final int[] SOURCES_BEFORE_VXLAN = {49152};
  private static final int[] DESTINATIONS_BEFORE_VXLAN = {1985, 3456, 3784, 3785, 4567, 4784, 6784};

  /** Besides those before VXLAN. */
  private static final int[] BEFORE_MPLS = {4342, 4790, 17754};

  private static final int[] BEFORE_BGP = {23, 25, 43};

  private static final int[] BEFORE_DNS_OVER_TCP = {
    21, 22, 23, 25, 43, 80, 179, 554, 1723, 6379, 6633, 6653, 8080, 8554, 10288
  };

  private final LineContext line;
  private final Dispatch dispatch;
  private final DnsPrinter dns;
  private final VxlanPrinter vxlan;

  // Created when they are first needed.
  private BfdPrinter bfd;
  private GenevePrinter geneve;
  private HsrpPrinter hsrp;
  private L2tpPrinter l2tp;

  Ports(LineContext line, Dispatch dispatch) {
    this.line = line;
    this.dispatch = dispatch;
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
    if (source == 53 || destination == 53) {
      dns.print(at, length, false);
    } else if (source == 5353 || destination == 5353) {
      dns.print(at, length, true);
    } else if ((source == L2TP || destination == L2TP) && !isIn(BEFORE_L2TP, source, destination)) {
      l2tp().print(at, length);
    } else if (destination == HSRP && !isIn(BEFORE_HSRP, source)) {
      hsrp().print(at, length);
    } else if (isBfd(destination) && !isIn(BEFORE_BFD, source) && source != 49152) {
      bfd().print(destination, at, length);
    } else if (isTaken(source, destination)) {
      return false;
    } else if (source == Vxlan.PORT || destination == Vxlan.PORT) {
      vxlan.print(at, length);
    } else if (source == Geneve.PORT || destination == Geneve.PORT) {
      geneve().print(at, length);
    } else if ((source == Mpls.PORT || destination == Mpls.PORT)
        && !isIn(BEFORE_MPLS, source, destination)) {
      dispatch.mpls(at, length);
    } else {
      return false;
    }
    return true;
  }

  /** Prints the payload of a TCP segment, if there is a printer for its ports. */
  void tcp(int source, int destination, long at, long length) {
    if ((source == 53 || destination == 53) && !isIn(BEFORE_DNS_OVER_TCP, source, destination)) {
      dns.printTcp(at, length);
    } else if ((source == Bgp.PORT || destination == Bgp.PORT)
        && !isIn(BEFORE_BGP, source, destination)) {
      line.out.text(": BGP");
    }
  }

  private static boolean isBfd(int destination) {
    return destination == BfdPrinter.CONTROL_PORT
        || destination == BfdPrinter.ECHO_PORT
        || destination == BfdPrinter.MULTIHOP_PORT
        || destination == BfdPrinter.LAG_PORT;
  }

  private BfdPrinter bfd() {
    if (bfd == null) {
      bfd = new BfdPrinter(line);
    }
    return bfd;
  }

  private HsrpPrinter hsrp() {
    if (hsrp == null) {
      hsrp = new HsrpPrinter(line);
    }
    return hsrp;
  }

  private L2tpPrinter l2tp() {
    if (l2tp == null) {
      l2tp = new L2tpPrinter(line, dispatch);
    }
    return l2tp;
  }

  private GenevePrinter geneve() {
    if (geneve == null) {
      geneve = new GenevePrinter(line, dispatch);
    }
    return geneve;
  }

  /** Whether tcpdump knows one of the ports, checks it before VXLAN, and it has no printer here. */
  private static boolean isTaken(int source, int destination) {
    return isIn(BEFORE_VXLAN, source, destination)
        || isIn(SOURCES_BEFORE_VXLAN, source)
        || isIn(DESTINATIONS_BEFORE_VXLAN, destination);
  }

  private static boolean isIn(int[] sorted, int port) {
    return Arrays.binarySearch(sorted, port) >= 0;
  }

  private static boolean isIn(int[] sorted, int source, int destination) {
    return isIn(sorted, source) || isIn(sorted, destination);
  }
}
