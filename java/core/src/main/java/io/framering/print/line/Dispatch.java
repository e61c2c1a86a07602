// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Frame;
import io.framering.packet.EtherType;
import io.framering.packet.IpProtocol;

/** The table of all protocol printers: one row each. {@link Ports} has those over ports. */
final class Dispatch {
  // A frame can contain thousands of nested packets, and each level needs stack.
  private static final int MOST_NESTED = 100;

  /** Address, control and protocol; tcpdump does not count fewer. */
  private static final int PPP_FRAME_HEADER = 4;

  private final LineContext line;
  private final CapturedBytes in;
  private final EthernetPrinter ethernet;
  private final LlcPrinter llc;
  private final StpPrinter stp;
  private final EthernetLoopbackPrinter ethernetLoopback;
  private final CookedPrinter cooked;
  private final LoopbackPrinter loopback;
  private final RawIpPrinter rawIp;
  private final Ipv4Printer ipv4;
  private final Ipv6Printer ipv6;
  private final Transport transport;
  private final TcpPrinter tcp;
  private final UdpPrinter udp;
  private final IcmpPrinter icmp;
  private final GrePrinter gre;
  private final IpsecPrinter ipsec;
  private final ArpPrinter arp;
  private final Icmpv6Printer icmpv6;
  private final IgmpPrinter igmp;
  private final SctpPrinter sctp;

  // Created when they are first needed.
  private CdpPrinter cdp;
  private ChdlcPrinter chdlc;
  private LldpPrinter lldp;
  private MplsPrinter mpls;
  private OspfPrinter ospf;
  private Ospf3Printer ospf3;
  private PimPrinter pim;
  private PppPrinter ppp;
  private PppoePrinter pppoe;
  private RadiotapPrinter radiotap;
  private SlowProtocolsPrinter slowProtocols;
  private VrrpPrinter vrrp;
  private WlanPrinter wlan;

  private int depth;

  Dispatch(LineContext line) {
    this.line = line;
    in = line.in;
    ethernet = new EthernetPrinter(line, this);
    llc = new LlcPrinter(line, this);
    stp = new StpPrinter(line);
    ethernetLoopback = new EthernetLoopbackPrinter(line);
    cooked = new CookedPrinter(line, this);
    loopback = new LoopbackPrinter(line, this);
    rawIp = new RawIpPrinter(line, this);
    ipv4 = new Ipv4Printer(line, this);
    ipv6 = new Ipv6Printer(line, this);
    transport = new Transport(line);
    Ports ports = new Ports(line, this);
    tcp = new TcpPrinter(line, transport, ports);
    udp = new UdpPrinter(line, transport, ports);
    icmp = new IcmpPrinter(line, this);
    gre = new GrePrinter(line, this);
    ipsec = new IpsecPrinter(line);
    arp = new ArpPrinter(line);
    icmpv6 = new Icmpv6Printer(line, transport);
    igmp = new IgmpPrinter(line);
    sctp = new SctpPrinter(line, transport);
  }

  /** Begins a frame. */
  void begin() {
    depth = 0;
  }

  LlcPrinter llc() {
    return llc;
  }

  StpPrinter stp() {
    return stp;
  }

  /** Prints the frame from its link layer on. Returns the length of the link-layer header. */
  long link(Frame frame) {
    long at = frame.offset();
    long length = frame.originalLength();
    long captured = frame.capturedLength();
    return switch (frame.linkType()) {
      case ETHERNET -> ethernet(at, length, captured);
      case LINUX_SLL -> cooked.printV1(at, length, captured);
      case LINUX_SLL2 -> cooked.printV2(at, length, captured);
      case NULL, LOOP -> loopback.print(at, length, captured);
      case PPP, PPP_PPPD -> pppFrame(at, length, captured);
      case PPP_SERIAL -> ppp().serial(at, length, captured);
      case PPP_ETHER -> pppoe(at, length);
      case C_HDLC -> chdlc(at, length);
      case IEEE802_11 -> wlan(at, length, captured, false, 0);
      case IEEE802_11_RADIO -> radiotap(at, length, captured);
      case RAW, IPV4, IPV6 -> rawIp.print(at, length);
      case UNKNOWN -> {
        line.out.text("UNSUPPORTED");
        line.dump(at, captured);
        yield 0;
      }
    };
  }

  /** Prints an Ethernet frame, like {@link EthernetPrinter#print}. */
  long ethernet(long at, long length, long captured) {
    if (isTooDeep()) {
      return 0;
    }
    depth++;
    long header = ethernet.print(at, length, captured);
    depth--;
    return header;
  }

  /** Prints an IPv4 packet, which may be nested. */
  void ipv4(long at, long length) {
    if (!isTooDeep()) {
      depth++;
      ipv4.print(at, length);
      depth--;
    }
  }

  /** Prints an IPv6 packet, which may be nested. */
  void ipv6(long at, long length) {
    if (!isTooDeep()) {
      depth++;
      ipv6.print(at, length);
      depth--;
    }
  }

  /** Prints a CDP packet. */
  void cdp(long at, long length) {
    if (cdp == null) {
      cdp = new CdpPrinter(line);
    }
    cdp.print(at, length);
  }

  private void lldp(long at, long length) {
    if (lldp == null) {
      lldp = new LldpPrinter(line);
    }
    lldp.print(at, length);
  }

  /** Prints MPLS labels and the packet after them. */
  void mpls(long at, long length) {
    if (mpls == null) {
      mpls = new MplsPrinter(line, this);
    }
    mpls.print(at, length);
  }

  /** Prints a PPP packet, like {@link PppPrinter#print}. */
  int ppp(long at, long length) {
    return ppp().print(at, length);
  }

  private PppPrinter ppp() {
    if (ppp == null) {
      ppp = new PppPrinter(line, this);
    }
    return ppp;
  }

  /** Prints a frame of Cisco's HDLC, like {@link ChdlcPrinter#print}. */
  long chdlc(long at, long length) {
    if (chdlc == null) {
      chdlc = new ChdlcPrinter(line, this);
    }
    return chdlc.print(at, length);
  }

  /** Prints radiotap and a frame of 802.11, like {@link RadiotapPrinter#print}. */
  long radiotap(long at, long length, long captured) {
    if (radiotap == null) {
      radiotap = new RadiotapPrinter(line, this);
    }
    return radiotap.print(at, length, captured);
  }

  /** Prints a frame of 802.11, like {@link WlanPrinter#print}. */
  long wlan(long at, long length, long captured, boolean padded, int checkLength) {
    if (wlan == null) {
      wlan = new WlanPrinter(line, this);
    }
    return wlan.print(at, length, captured, padded, checkLength);
  }

  private long pppFrame(long at, long length, long captured) {
    if (captured < PPP_FRAME_HEADER) {
      line.protocol = "ppp";
      line.truncated();
      return captured;
    }
    ppp(at, length);
    return PPP_FRAME_HEADER;
  }

  private long pppoe(long at, long length) {
    if (pppoe == null) {
      pppoe = new PppoePrinter(line, this);
    }
    return pppoe.print(at, length);
  }

  private void slowProtocols(long at, long length) {
    if (slowProtocols == null) {
      slowProtocols = new SlowProtocolsPrinter(line);
    }
    slowProtocols.print(at, length);
  }

  private void ospf(long at, long length, long ip) {
    if (transport.version(ip) == 6) {
      if (ospf3 == null) {
        ospf3 = new Ospf3Printer(line);
      }
      ospf3.print(at, length);
    } else {
      if (ospf == null) {
        ospf = new OspfPrinter(line);
      }
      ospf.print(at, length);
    }
  }

  private void pim(long at, long length, long ip) {
    if (pim == null) {
      pim = new PimPrinter(line, this, transport);
    }
    pim.print(at, length, ip);
  }

  private void vrrp(long at, long length, long ip) {
    if (vrrp == null) {
      vrrp = new VrrpPrinter(line, transport);
    }
    vrrp.print(at, length, ip);
  }

  private boolean isTooDeep() {
    if (depth < MOST_NESTED) {
      return false;
    }
    line.out.text(" [nested too deep]");
    return true;
  }

  /**
   * Prints the payload for an EtherType.
   *
   * @param length bytes on the wire
   * @return false, with nothing printed, if there is no printer for it
   */
  boolean etherType(int type, long at, long length) {
    switch (type) {
      case EtherType.IPV4 -> ipv4(at, length);
      case EtherType.ARP, 0x8035 -> arp.print(at, length);
      case EtherType.IPV6 -> ipv6(at, length);
      case EtherType.SLOW_PROTOCOLS -> slowProtocols(at, length);
      case EtherType.LLDP -> lldp(at, length);
      case EtherType.PPP -> {
        if (length > 0) {
          line.out.text(": ");
          ppp(at, length);
        }
      }
      case EtherType.MPLS, EtherType.MPLS_MULTICAST -> mpls(at, length);
      case EtherType.PPPOE_DISCOVERY, EtherType.PPPOE_SESSION -> pppoe(at, length);
      case EthernetLoopbackPrinter.ETHER_TYPE -> ethernetLoopback.print(at, length);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Prints the payload of an IP header.
   *
   * @param protocol IANA's number
   * @param length bytes on the wire
   * @param ip offset of the IP header, whose first byte has the version
   * @param fragmented whether more fragments follow, so that checksums cannot be verified
   */
  void ipPayload(int protocol, long at, long length, long ip, boolean fragmented) {
    int next = protocol;
    long payload = at;
    long left = length;
    while (next == IpProtocol.AUTHENTICATION) {
      if (!in.has(payload, 1)) {
        line.protocol = "ah";
        line.truncated();
        return;
      }
      next = in.u8(payload);
      int header = ipsec.authentication(payload);
      payload += header;
      left = left - header & 0xFFFF_FFFFL;
    }
    innermost(next, payload, left, ip, fragmented);
  }

  private void innermost(int protocol, long at, long length, long ip, boolean fragmented) {
    switch (protocol) {
      case IpProtocol.ICMP -> {
        if (isVersion(4, protocol, ip)) {
          icmp.print(at, length, fragmented);
        }
      }
      case IpProtocol.IGMP -> {
        if (isVersion(4, protocol, ip)) {
          igmp.print(at, length);
        }
      }
      case IpProtocol.IPV4 -> ipv4(at, length);
      case IpProtocol.TCP -> tcp.print(at, length, ip, fragmented);
      case IpProtocol.UDP -> udp.print(at, length, ip, fragmented);
      case IpProtocol.IPV6 -> ipv6(at, length);
      case IpProtocol.GRE -> gre.print(at, length);
      case 50 -> ipsec.encrypted(at, length);
      case IpProtocol.ICMPV6 -> {
        if (isVersion(6, protocol, ip)) {
          icmpv6.print(at, length, ip, fragmented);
        }
      }
      case IpProtocol.NO_NEXT_HEADER -> line.out.text("no next header");
      case 77 -> line.out.text(" nd ").decimal(length);
      case 108 -> ipsec.compressed(at);
      case IpProtocol.OSPF -> ospf(at, length, ip);
      case IpProtocol.PIM -> pim(at, length, ip);
      case IpProtocol.VRRP -> vrrp(at, length, ip);
      case IpProtocol.SCTP -> sctp.print(at, length, ip);
      case 143 -> {
        if (isVersion(6, protocol, ip)) {
          ethernet(at, length, in.available(at));
        }
      }
      default -> line.out.text(" ip-proto-").decimal(protocol).character(' ').decimal(length);
    }
  }

  /** Whether the IP header has this version; otherwise prints the error. */
  private boolean isVersion(int version, int protocol, long ip) {
    if (in.u8(ip) >>> 4 == version) {
      return true;
    }
    line.out.character('[').text(IpProtocolNames.name(protocol));
    line.out.text(" requires IPv").decimal(version).character(']');
    line.invalid();
    return false;
  }
}
