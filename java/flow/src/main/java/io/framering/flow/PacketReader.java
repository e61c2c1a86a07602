// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.frame.VlanTag;
import io.framering.packet.Authentication;
import io.framering.packet.Header;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Ipv6Fragment;
import io.framering.packet.Ipv6Options;
import io.framering.packet.Ipv6Routing;
import io.framering.packet.Numbering;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.packet.Protocols;
import io.framering.packet.Sctp;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;

/** Decodes frames as far as flows need it: the outermost IP header, and what it carries. */
final class PacketReader {
  private static final Protocols UP_TO_TRANSPORT =
      Protocols.builtIn().without(Numbering.TCP_PORT).without(Numbering.UDP_PORT);

  private static final int VLAN_ID = 0xFFF;
  private static final int NO_VLAN = -1;

  private final Packet packet = new Packet(UP_TO_TRANSPORT);

  /** Fills {@code into}; false if the frame has no IP header, and then only its first fields. */
  boolean read(Frame frame, FlowPacket into) {
    packet.wrap(frame);
    into.timestampNanos = frame.timestampNanos();
    into.wireBytes = frame.originalLength();
    into.interfaceIndex = frame.interfaceIndex();
    into.fragment = false;
    into.vlan = frame.vlanTag() == VlanTag.STRIPPED ? frame.vlanTci() & VLAN_ID : NO_VLAN;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      if (header instanceof Ipv4 ip) {
        return ip.version() == 4 && readIpv4(frame, ip, i, into);
      }
      if (header instanceof Ipv6 ip) {
        return ip.version() == 6 && readIpv6(frame, ip, i, into);
      }
      if (header instanceof io.framering.packet.Vlan tag && into.vlan == NO_VLAN) {
        into.vlan = tag.id();
      }
    }
    return false;
  }

  private boolean readIpv4(Frame frame, Ipv4 ip, int layer, FlowPacket into) {
    into.ipv6 = false;
    into.protocol = ip.protocol();
    into.ttl = ip.ttl();
    into.sourceHigh = 0;
    into.sourceLow = Integer.toUnsignedLong(ip.source());
    into.destinationHigh = 0;
    into.destinationLow = Integer.toUnsignedLong(ip.destination());
    into.fragment = ip.isFragment();
    into.firstFragment = ip.isFirstFragment();
    into.identification = ip.identification();
    long end = ip.isLengthLeftOut() ? Long.MAX_VALUE : ip.offset() + Math.max(0, ip.totalLength());
    readPayload(frame, layer + 1, ip.offset() + ip.headerLength(), end, into);
    return true;
  }

  private boolean readIpv6(Frame frame, Ipv6 ip, int layer, FlowPacket into) {
    into.ipv6 = true;
    into.protocol = ip.nextHeader();
    into.ttl = ip.hopLimit();
    into.sourceHigh = ip.sourceHigh();
    into.sourceLow = ip.sourceLow();
    into.destinationHigh = ip.destinationHigh();
    into.destinationLow = ip.destinationLow();
    long begin = ip.offset() + Ipv6.LENGTH;
    long end = ip.isLengthLeftOut() ? Long.MAX_VALUE : begin + ip.payloadLengthField();
    readPayload(frame, layer + 1, begin, end, into);
    return true;
  }

  /** Skips extension headers. */
  private void readPayload(Frame frame, int layer, long begin, long ipEnd, FlowPacket into) {
    int next = layer;
    long at = begin;
    for (; next < packet.size() && extend(packet.layer(next), into); next++) {
      at = packet.layer(next).offset() + packet.layer(next).headerLength();
    }
    long wireEnd = Math.min(ipEnd, Math.max(frame.end(), frame.offset() + frame.originalLength()));
    into.kind = FlowPacket.NO_PORTS;
    into.tcp = false;
    into.sourceNumber = 0;
    into.destinationNumber = 0;
    into.payloadBytes = Math.max(0, wireEnd - at);
    into.payloadOffset = 0;
    into.payloadEnd = 0;
    if (next < packet.size() && (!into.fragment || into.firstFragment)) {
      readTransport(packet.layer(next), wireEnd, into);
    }
  }

  /** Whether this is an extension header or another one before the transport header. */
  private static boolean extend(Header header, FlowPacket into) {
    switch (header) {
      case Ipv6Options options -> into.protocol = options.nextHeader();
      case Ipv6Routing routing -> into.protocol = routing.nextHeader();
      case Authentication authentication -> into.protocol = authentication.nextHeader();
      case Ipv6Fragment fragment -> {
        into.protocol = fragment.nextHeader();
        into.fragment = fragment.fragmentOffset() != 0 || fragment.moreFragments();
        into.firstFragment = fragment.fragmentOffset() == 0;
        into.identification = fragment.identification();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void readTransport(Header header, long wireEnd, FlowPacket into) {
    switch (header) {
      case Tcp tcp -> readTcp(tcp, into);
      case Udp udp -> ports(udp.sourcePort(), udp.destinationPort(), into);
      case Sctp sctp -> ports(sctp.sourcePort(), sctp.destinationPort(), into);
      case Icmp icmp -> icmp(false, icmp.type(), icmp.code(), into);
      case Icmpv6 icmp -> icmp(true, icmp.type(), icmp.code(), into);
      default -> {
        return;
      }
    }
    long end = wireEnd;
    if (header instanceof Udp udp && udp.problem() == Problem.NONE) {
      end = Math.min(end, udp.offset() + udp.length());
    }
    into.payloadBytes = Math.max(0, end - header.offset() - header.headerLength());
    into.memory = header.memory();
    into.payloadOffset = header.payloadOffset();
    into.payloadEnd = header.payloadEnd();
  }

  private static void readTcp(Tcp tcp, FlowPacket into) {
    ports(tcp.sourcePort(), tcp.destinationPort(), into);
    into.tcp = !into.fragment && tcp.headerLength() >= Tcp.MINIMUM_LENGTH;
    into.flags = tcp.flags();
    into.sequence = (int) tcp.sequence();
    into.acknowledgment = (int) tcp.acknowledgment();
    into.window = tcp.window();
  }

  private static void ports(int source, int destination, FlowPacket into) {
    into.kind = FlowPacket.PORTS;
    into.sourceNumber = source;
    into.destinationNumber = destination;
  }

  private static void icmp(boolean ipv6, int type, int code, FlowPacket into) {
    int reply = IcmpReplies.of(ipv6, type);
    into.kind = reply >= 0 ? FlowPacket.ICMP : FlowPacket.ONE_WAY_ICMP;
    into.sourceNumber = type;
    into.destinationNumber = reply >= 0 ? reply : code;
  }
}
