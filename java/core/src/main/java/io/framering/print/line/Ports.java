// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static io.framering.print.line.PortOrder.DESTINATION;
import static io.framering.print.line.PortOrder.SOURCE;

import io.framering.packet.Bgp;
import io.framering.packet.Geneve;
import io.framering.packet.Mpls;
import io.framering.packet.Ntp;
import io.framering.packet.Snmp;
import io.framering.packet.Syslog;
import io.framering.packet.Tftp;
import io.framering.packet.Vxlan;
import io.framering.print.text.PayloadType;

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
    DESTINATION | 1985,
    921,
    646,
    698,
    3503,
    SOURCE | 49152,
    DESTINATION | 3784,
    DESTINATION | 3785,
    DESTINATION | 4784,
    DESTINATION | 6784,
    701,
    1589,
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
  private TextLinesPrinter lines;
  private NtpPrinter ntp;
  private SshPrinter ssh;
  private SnmpPrinter snmp;
  private SyslogPrinter syslog;
  private TftpPrinter tftp;
  private VxlanPrinter vxlan;
  private BfdPrinter bfd;
  private GenevePrinter geneve;
  private HsrpPrinter hsrp;
  private L2tpPrinter l2tp;
  private BgpPrinter bgp;

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
      case Snmp.PORT, Snmp.TRAP_PORT -> snmp().print(at, length);
      case 1645, 1646, 1700, 1812, 1813, 3799 -> radius().print(at, length);
      case Tftp.PORT -> tftp().print(at, length);
      case Ntp.PORT -> ntp().print(at, length);
      case 5060 -> lines("").sip(at, length);
      case Syslog.PORT -> syslog().print(at, length);
      case 1701 -> l2tp().print(at, length);
      case 1985 -> hsrp().print(at, length);
      case 3784, 3785, 4784, 6784 -> bfd().print(destination, at, length);
      case Vxlan.PORT -> vxlan().print(at, length);
      case Geneve.PORT -> geneve().print(at, length);
      case Mpls.PORT -> dispatch.mpls(at, length);
      case 5353 -> dns().print(at, length, true);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Prints the payload of a UDP datagram, whatever its ports are. */
  void udp(PayloadType type, long at, long length) {
    switch (type) {
      case BY_PORT -> throw new IllegalArgumentException(type.toString());
      case DOMAIN -> dns().print(at, length, false);
      case RADIUS -> radius().print(at, length);
      case SNMP -> snmp().print(at, length);
      case TFTP -> tftp().print(at, length);
      case VXLAN -> vxlan().print(at, length);
    }
  }

  /** Prints the payload of a TCP segment if it can have this type. */
  void tcp(PayloadType type, long at, long length) {
    if (type == PayloadType.DOMAIN) {
      dns().printTcp(at, length);
    }
  }

  /** Prints the payload of a TCP segment, if there is a printer for its ports. */
  void tcp(int source, int destination, long at, long length) {
    switch (TCP.first(source, destination)) {
      case 21 -> lines(": ").ftp(at, length);
      case 22 -> ssh().print(at, length);
      case 25 -> lines(": ").smtp(at, length);
      case 43 -> lines(": ").whois(at, length);
      case 53 -> dns().printTcp(at, length);
      case Bgp.PORT -> bgp().print(at);
      case 80, 8080 -> lines(": ").http(at, length);
      case 554, 8554 -> lines(": ").rtsp(at, length);
      default -> {}
    }
  }

  private DnsPrinter dns() {
    if (dns == null) {
      dns = new DnsPrinter(line);
    }
    return dns;
  }

  /** The printer of text lines, after {@code separator} from what is before them. */
  private TextLinesPrinter lines(String separator) {
    if (lines == null) {
      lines = new TextLinesPrinter(line);
    }
    line.out.text(separator);
    return lines;
  }

  private NtpPrinter ntp() {
    if (ntp == null) {
      ntp = new NtpPrinter(line);
    }
    return ntp;
  }

  private SshPrinter ssh() {
    if (ssh == null) {
      ssh = new SshPrinter(line);
    }
    return ssh;
  }

  private SnmpPrinter snmp() {
    if (snmp == null) {
      snmp = new SnmpPrinter(line);
    }
    return snmp;
  }

  private SyslogPrinter syslog() {
    if (syslog == null) {
      syslog = new SyslogPrinter(line);
    }
    return syslog;
  }

  private TftpPrinter tftp() {
    if (tftp == null) {
      tftp = new TftpPrinter(line);
    }
    return tftp;
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

  private BgpPrinter bgp() {
    if (bgp == null) {
      bgp = new BgpPrinter(line);
    }
    return bgp;
  }

  private GenevePrinter geneve() {
    if (geneve == null) {
      geneve = new GenevePrinter(line, dispatch);
    }
    return geneve;
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
