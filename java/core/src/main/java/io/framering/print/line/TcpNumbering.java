// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** Relative sequence numbers: counted from the first ones of their connection. */
final class TcpNumbering extends ProtocolPrinter {
  private static final int IPV6_SOURCE = 8;
  private static final int IPV6_DESTINATION = 24;
  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final TcpFlows ipv4Flows = new TcpFlows();
  private final TcpFlows ipv6Flows = new TcpFlows();

  private int sequence;
  private int acknowledgement;
  private int sackBase;

  TcpNumbering(LineContext line) {
    super(line);
  }

  /** The segment's sequence number to print. */
  long sequence() {
    return sequence & UNSIGNED;
  }

  /** The segment's acknowledgement number to print. */
  long acknowledgement() {
    return acknowledgement & UNSIGNED;
  }

  /** The number to subtract from the edges of a selective acknowledgement. */
  int sackBase() {
    return sackBase;
  }

  /** Uses absolute numbers. */
  void keep(int newSequence, int newAcknowledgement) {
    sequence = newSequence;
    acknowledgement = newAcknowledgement;
    sackBase = 0;
  }

  /**
   * Uses the numbers of a segment with an acknowledgement. The first one of a connection is the
   * reference for the others and is printed with absolute numbers.
   *
   * @param begins whether the segment begins a connection, known or not
   */
  void follow(
      long ip,
      int sourcePort,
      int destinationPort,
      int newSequence,
      int newAcknowledgement,
      boolean begins) {
    keep(newSequence, newAcknowledgement);
    boolean ipv6 = in.u8(ip) >>> 4 == 6;
    long sourceHigh = ipv6 ? in.u64(ip + IPV6_SOURCE) : 0;
    long sourceLow = ipv6 ? in.u64(ip + IPV6_SOURCE + 8) : in.u32(ip + Ipv4Printer.SOURCE);
    long targetHigh = ipv6 ? in.u64(ip + IPV6_DESTINATION) : 0;
    long targetLow =
        ipv6 ? in.u64(ip + IPV6_DESTINATION + 8) : in.u32(ip + Ipv4Printer.DESTINATION);
    // Both directions are one connection: its source is the end with the lower port or address.
    int order = Integer.compare(sourcePort, destinationPort);
    order = order != 0 ? order : Long.compareUnsigned(sourceHigh, targetHigh);
    order = order != 0 ? order : Long.compareUnsigned(sourceLow, targetLow);
    boolean reverse = order > 0;
    TcpFlows flows = ipv6 ? ipv6Flows : ipv4Flows;
    boolean known =
        reverse
            ? flows.find(
                targetHigh, targetLow, sourceHigh, sourceLow, destinationPort << 16 | sourcePort)
            : flows.find(
                sourceHigh, sourceLow, targetHigh, targetLow, sourcePort << 16 | destinationPort);
    if (!known || begins) {
      if (reverse) {
        flows.set(newAcknowledgement - 1, newSequence);
      } else {
        flows.set(newSequence, newAcknowledgement - 1);
      }
    } else if (reverse) {
      sequence -= flows.acknowledgement();
      acknowledgement -= flows.sequence();
    } else {
      sequence -= flows.sequence();
      acknowledgement -= flows.acknowledgement();
    }
    sackBase = reverse ? flows.sequence() : flows.acknowledgement();
  }
}
