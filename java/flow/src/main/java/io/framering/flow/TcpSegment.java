// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.packet.Header;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Ipv6Fragment;
import io.framering.packet.Numbering;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.packet.Protocols;
import io.framering.packet.Tcp;

/**
 * The TCP segment in a frame, and the two endpoints in an order that is the same for both
 * directions. Reused for each frame; allocates nothing.
 */
final class TcpSegment {
  /** The result of {@link #wrap}. */
  enum Kind {
    WHOLE,
    FRAGMENT,
    NOT_TCP
  }

  private static final Protocols UP_TO_TCP = Protocols.builtIn().without(Numbering.TCP_PORT);

  private static final long IPV6 = 1L << 32;

  private final Packet packet = new Packet(UP_TO_TCP);
  private Tcp tcp;
  private long wireEnd;

  private long firstHigh;
  private long firstLow;
  private long secondHigh;
  private long secondLow;
  private long ports;
  private boolean swapped;

  Kind wrap(Frame frame) {
    packet.wrap(frame);
    tcp = packet.find(Tcp.class);
    if (tcp == null || tcp.problem() != Problem.NONE) {
      return Kind.NOT_TCP;
    }
    Header ip = null;
    for (int i = 0; packet.layer(i) != tcp; i++) {
      Header layer = packet.layer(i);
      if (isFragment(layer)) {
        return Kind.FRAGMENT;
      }
      ip = layer instanceof Ipv4 || layer instanceof Ipv6 ? layer : ip;
    }
    long frameEnd = frame.offset() + Math.max(frame.originalLength(), frame.capturedLength());
    return order(ip, frameEnd) ? Kind.WHOLE : Kind.NOT_TCP;
  }

  private static boolean isFragment(Header header) {
    return header instanceof Ipv4 ip && ip.isFragment()
        || header instanceof Ipv6Fragment part
            && (part.fragmentOffset() != 0 || part.moreFragments());
  }

  /** Sets the endpoints and the end of the segment on the wire. */
  private boolean order(Header ip, long frameEnd) {
    if (ip instanceof Ipv4 four) {
      place(0, four.source() & 0xFFFF_FFFFL, 0, four.destination() & 0xFFFF_FFFFL, 0);
      wireEnd = four.isLengthLeftOut() ? frameEnd : four.offset() + four.totalLength();
    } else if (ip instanceof Ipv6 six) {
      place(six.sourceHigh(), six.sourceLow(), six.destinationHigh(), six.destinationLow(), IPV6);
      wireEnd = six.isLengthLeftOut() ? frameEnd : six.payloadOffset() + six.payloadLengthField();
    } else {
      return false;
    }
    wireEnd = Math.min(wireEnd, frameEnd);
    return true;
  }

  private void place(long sHigh, long sLow, long dHigh, long dLow, long family) {
    int source = tcp.sourcePort();
    int destination = tcp.destinationPort();
    int order = Long.compareUnsigned(sHigh, dHigh);
    order = order != 0 ? order : Long.compareUnsigned(sLow, dLow);
    order = order != 0 ? order : Integer.compare(source, destination);
    swapped = order > 0;
    firstHigh = swapped ? dHigh : sHigh;
    firstLow = swapped ? dLow : sLow;
    secondHigh = swapped ? sHigh : dHigh;
    secondLow = swapped ? sLow : dLow;
    int firstPort = swapped ? destination : source;
    int secondPort = swapped ? source : destination;
    ports = family | (firstPort & 0xFFFFL) << Short.SIZE | secondPort;
  }

  int hash(KeyTable<TcpStream> table) {
    return table.hash(firstHigh, firstLow, secondHigh, secondLow, ports);
  }

  TcpStream find(KeyTable<TcpStream> table, int hash) {
    return table.find(hash, firstHigh, firstLow, secondHigh, secondLow, ports);
  }

  /** A stream of these endpoints, which the sender of this segment has opened, or accepted. */
  TcpStream stream(int hash, long ordinal, boolean opened, long timestampNanos) {
    boolean sourceIsSecond = swapped == opened;
    return new TcpStream(
        hash,
        ordinal,
        firstHigh,
        firstLow,
        secondHigh,
        secondLow,
        ports,
        sourceIsSecond,
        timestampNanos);
  }

  /** The direction of this segment in its stream. */
  StreamDirection direction(TcpStream stream) {
    return swapped == stream.sourceIsSecond ? StreamDirection.TX : StreamDirection.RX;
  }

  boolean has(int flag) {
    return tcp.has(flag);
  }

  int sequence() {
    return (int) tcp.sequence();
  }

  int acknowledgment() {
    return (int) tcp.acknowledgment();
  }

  long payloadOffset() {
    return tcp.payloadOffset();
  }

  /** The captured part of {@link #length()}. */
  int capturedLength() {
    return (int) Math.min(tcp.payloadEnd() - tcp.payloadOffset(), length());
  }

  /** The number of bytes of payload on the wire. */
  int length() {
    return Math.clamp(wireEnd - tcp.payloadOffset(), 0, Integer.MAX_VALUE / 2);
  }
}
