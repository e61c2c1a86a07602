// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.frame.VlanTag;
import io.framering.packet.Header;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Ipv6Fragment;
import io.framering.packet.Ipv6Options;
import io.framering.packet.Ipv6Routing;
import io.framering.packet.Numbering;
import io.framering.packet.Packet;
import io.framering.packet.Pppoe;
import io.framering.packet.Problem;
import io.framering.packet.Protocols;
import io.framering.packet.Vlan;

/** The fragment in a frame, if its outermost IP packet is one. Reused; allocates nothing. */
final class Fragment {
  private static final Protocols UP_TO_TRANSPORT =
      Protocols.builtIn().without(Numbering.TCP_PORT).without(Numbering.UDP_PORT);

  private static final int NONE = -1;
  private static final int VLAN_ID = 0xFFF;

  private final Packet packet = new Packet(UP_TO_TRANSPORT);

  boolean ipv6;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;

  /** Identification, and what else the fragments of a packet have in common. */
  long number;

  /** The place of this fragment in the payload of the whole packet. */
  int from;

  /** Bytes on the wire. */
  int length;

  boolean more;
  boolean truncated;

  /** The offset of the fragment's first byte in the memory of the frame. */
  long data;

  /** Offsets in the frame: of the IP header, of what is fragmented, and of other fields. */
  int headerAt;

  int prefixLength;
  int nextHeaderAt;
  int nextHeader;
  int pppoeAt;

  /** Whether the frame has a fragment, which the fields then describe. */
  boolean read(Frame frame) {
    packet.wrap(frame);
    pppoeAt = NONE;
    int vlan = frame.vlanTag() == VlanTag.STRIPPED ? frame.vlanTci() & VLAN_ID : NONE;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      if (header instanceof Ipv4 ip) {
        return ip.problem() == Problem.NONE && ip.isFragment() && readIpv4(frame, ip, vlan);
      }
      if (header instanceof Ipv6 ip) {
        return ip.problem() == Problem.NONE && findFragment(frame, ip, i + 1, vlan);
      }
      if (header instanceof Vlan tag && vlan == NONE) {
        vlan = tag.id();
      } else if (header instanceof Pppoe) {
        pppoeAt = (int) (header.offset() - frame.offset());
      }
    }
    return false;
  }

  private boolean readIpv4(Frame frame, Ipv4 ip, int vlan) {
    ipv6 = false;
    sourceHigh = 0;
    sourceLow = ip.source();
    destinationHigh = 0;
    destinationLow = ip.destination();
    number = (long) ip.protocol() << Short.SIZE | ip.identification() | vlanPart(vlan);
    from = ip.fragmentOffset();
    more = (ip.flags() & Ipv4.MORE_FRAGMENTS) != 0;
    place(frame, ip.offset(), ip.offset() + ip.headerLength());
    locate(frame, ip.payloadOffset(), ip.offset() + ip.totalLength());
    return true;
  }

  /** Looks for a fragment header among the extension headers before the others. */
  private boolean findFragment(Frame frame, Ipv6 ip, int layer, int vlan) {
    long nextHeaderOffset = ip.offset() + 6;
    for (int i = layer; i < packet.size(); i++) {
      Header header = packet.layer(i);
      if (header instanceof Ipv6Fragment part) {
        boolean atomic = part.fragmentOffset() == 0 && !part.moreFragments();
        if (!atomic) {
          readIpv6(frame, ip, part, vlan);
          nextHeaderAt = (int) (nextHeaderOffset - frame.offset());
        }
        return !atomic;
      }
      if (!(header instanceof Ipv6Options || header instanceof Ipv6Routing)) {
        return false;
      }
      nextHeaderOffset = header.offset();
    }
    return false;
  }

  private void readIpv6(Frame frame, Ipv6 ip, Ipv6Fragment part, int vlan) {
    ipv6 = true;
    sourceHigh = ip.sourceHigh();
    sourceLow = ip.sourceLow();
    destinationHigh = ip.destinationHigh();
    destinationLow = ip.destinationLow();
    number = 1L << 63 | part.identification() | vlanPart(vlan);
    from = part.fragmentOffset();
    more = part.moreFragments();
    nextHeader = part.nextHeader();
    place(frame, ip.offset(), part.offset());
    locate(
        frame,
        part.offset() + Ipv6Fragment.LENGTH,
        ip.offset() + Ipv6.LENGTH + ip.payloadLengthField());
  }

  private static long vlanPart(int vlan) {
    return (long) (vlan + 1) << 40;
  }

  private void place(Frame frame, long header, long payload) {
    headerAt = (int) (header - frame.offset());
    prefixLength = (int) (payload - frame.offset());
  }

  private void locate(Frame frame, long begin, long end) {
    data = begin;
    length = (int) Math.max(0, end - begin);
    truncated = end > frame.end();
  }

  int hash(KeyTable<IncompletePacket> table) {
    return table.hash(sourceHigh, sourceLow, destinationHigh, destinationLow, number);
  }

  IncompletePacket find(KeyTable<IncompletePacket> table, int hash) {
    return table.find(hash, sourceHigh, sourceLow, destinationHigh, destinationLow, number);
  }

  IncompletePacket packet(int hash, long nanos) {
    return new IncompletePacket(
        hash, sourceHigh, sourceLow, destinationHigh, destinationLow, number, ipv6, nanos);
  }
}
