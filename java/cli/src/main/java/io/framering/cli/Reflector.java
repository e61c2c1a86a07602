// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.frame.Checksum;
import io.framering.frame.Frame;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Packet;
import io.framering.packet.Udp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Turns a frame into its answer: source and destination change places in Ethernet, IP and UDP, and
 * an echo request becomes a reply. Sums over the addresses and ports stay as they are.
 */
final class Reflector {
  /** What a transmitter takes. */
  static final int FRAME_BYTES_MAX = 128 << 10;

  private static final int MAC = 6;
  private static final int IPV4_SOURCE = 12;
  private static final int IPV6_SOURCE = 8;
  private static final int IPV6_ADDRESS = 16;
  private static final int CHECKSUM = 2;
  private static final int UDP_CHECKSUM = 6;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final boolean everything;
  private final Packet packet = new Packet();
  private final MemorySegment answer = Arena.ofAuto().allocate(FRAME_BYTES_MAX);

  /**
   * A reflector of Ethernet frames.
   *
   * @param everything whether frames are answered that are neither echo requests nor UDP
   */
  Reflector(boolean everything) {
    this.everything = everything;
  }

  /** The answer to a frame, until the next call; or null. */
  MemorySegment answer(Frame frame) {
    int length = frame.capturedLength();
    if (length < 2 * MAC || length < frame.originalLength() || length > FRAME_BYTES_MAX) {
      return null;
    }
    MemorySegment.copy(frame.memory(), frame.offset(), answer, 0, length);
    packet.wrap(frame);
    boolean isLeftToCard = frame.checksum() == Checksum.NOT_READY;
    if (!turn(frame.offset(), isLeftToCard) && !everything) {
      return null;
    }
    swap(0, MAC);
    return answer.asSlice(0, length);
  }

  /** Turns what is in the frame, and returns whether it is something to be answered. */
  private boolean turn(long begin, boolean isLeftToCard) {
    Ipv4 ipv4 = packet.find(Ipv4.class);
    Ipv6 ipv6 = packet.find(Ipv6.class);
    if (ipv4 != null) {
      swap(ipv4.offset() - begin + IPV4_SOURCE, Integer.BYTES);
    } else if (ipv6 != null) {
      swap(ipv6.offset() - begin + IPV6_SOURCE, IPV6_ADDRESS);
    }
    Udp udp = packet.find(Udp.class);
    Icmp icmp = packet.find(Icmp.class);
    Icmpv6 icmpv6 = packet.find(Icmpv6.class);
    if (udp != null) {
      swap(udp.offset() - begin, Short.BYTES);
      if (isLeftToCard && udp.payloadEnd() - udp.offset() == udp.length()) {
        complete(
            udp, begin, ipv4 != null ? ipv4.offset() + IPV4_SOURCE : ipv6.offset() + IPV6_SOURCE);
      }
    } else if (icmp != null && icmp.type() == Icmp.ECHO_REQUEST) {
      reply(icmp.offset() - begin, Icmp.ECHO_REPLY);
    } else if (icmpv6 != null && icmpv6.type() == Icmpv6.ECHO_REQUEST) {
      reply(icmpv6.offset() - begin, Icmpv6.ECHO_REPLY);
    } else {
      return false;
    }
    return true;
  }

  /** Computes the checksum that the sender's card was to compute (RFC 768; RFC 8200, 8.1). */
  private void complete(Udp udp, long begin, long addresses) {
    long at = udp.offset() - begin;
    answer.set(SHORT, at + UDP_CHECKSUM, (short) 0);
    long sum = IpProtocol.UDP + udp.length();
    boolean isIpv4 = packet.find(Ipv4.class) != null;
    long from = addresses - begin;
    sum = InternetChecksum.add(sum, answer, from, from + 2L * (isIpv4 ? 4 : IPV6_ADDRESS));
    sum = InternetChecksum.add(sum, answer, at, at + udp.length());
    answer.set(SHORT, at + UDP_CHECKSUM, (short) InternetChecksum.expected(0, sum));
  }

  /** Exchanges {@code length} bytes with those that follow them. */
  private void swap(long at, int length) {
    for (long i = at; i < at + length; i++) {
      byte first = answer.get(JAVA_BYTE, i);
      answer.set(JAVA_BYTE, i, answer.get(JAVA_BYTE, i + length));
      answer.set(JAVA_BYTE, i + length, first);
    }
  }

  /** Changes the type, and the checksum by the difference. */
  private void reply(long at, int type) {
    int before = answer.get(SHORT, at) & 0xFFFF;
    answer.set(JAVA_BYTE, at, (byte) type);
    int after = answer.get(SHORT, at) & 0xFFFF;
    int checksum = answer.get(SHORT, at + CHECKSUM) & 0xFFFF;
    answer.set(SHORT, at + CHECKSUM, (short) FrameEditor.checksum(checksum, before, after));
  }
}
