// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.InternetChecksum;
import io.framering.print.text.TextBuffer;

/** Access to the IP header for the protocols above it. */
final class Transport extends ProtocolPrinter {
  private static final int PROTOCOL = 9;
  private static final int NEXT_HEADER = 6;
  private static final int SOURCE_6 = 8;
  private static final int DESTINATION_6 = 24;
  private static final int ADDRESS_6 = 16;

  private final Ipv4Options options;
  private final Ipv6Chain chain;

  Transport(LineContext line) {
    super(line);
    options = new Ipv4Options(line);
    chain = new Ipv6Chain(line);
  }

  /** The IP version at {@code ip}. */
  int version(long ip) {
    return in.u8(ip) >>> 4;
  }

  /** Appends the two IP addresses. */
  void addresses(long ip) {
    if (version(ip) == 6) {
      line.ipv6Pair(ip + SOURCE_6, ip + DESTINATION_6);
    } else {
      line.ipv4Pair(ip + Ipv4Printer.SOURCE, ip + Ipv4Printer.DESTINATION);
    }
  }

  /**
   * Whether {@code protocol} directly follows the IP header. Otherwise there are other headers
   * between, and the addresses have been printed.
   */
  boolean isNext(int protocol, long ip) {
    return in.u8(ip + (version(ip) == 6 ? NEXT_HEADER : PROTOCOL)) == protocol;
  }

  /** Appends addresses and ports: {@code 10.0.0.1.53 > 10.0.0.2.1234: }. */
  void endpoints(int protocol, long ip, int sourcePort, int destinationPort) {
    if (isNext(protocol, ip)) {
      endpoints(ip, sourcePort, destinationPort);
    } else {
      line.out.decimal(sourcePort).text(" > ").decimal(destinationPort).text(": ");
    }
  }

  /** Appends addresses and ports, even if the addresses have been printed. */
  void endpoints(long ip, int sourcePort, int destinationPort) {
    TextBuffer out = line.out;
    if (version(ip) == 6) {
      in.need(ip, DESTINATION_6 + ADDRESS_6);
      line.ipv6(ip + SOURCE_6);
      out.character('.').decimal(sourcePort).text(" > ");
      line.ipv6(ip + DESTINATION_6);
      out.character('.').decimal(destinationPort);
    } else {
      int source = (int) in.u32(ip + Ipv4Printer.SOURCE);
      int destination = (int) in.u32(ip + Ipv4Printer.DESTINATION);
      out.ipv4(source).character('.').decimal(sourcePort).text(" > ");
      out.ipv4(destination).character('.').decimal(destinationPort);
    }
    out.text(": ");
  }

  /**
   * The sum of the bytes and the pseudo header, see {@link InternetChecksum}.
   *
   * @param length bytes of header and payload, all captured
   */
  long checksum(int protocol, long ip, long at, long length) {
    long sum = pseudoHeader(protocol, ip, length);
    return InternetChecksum.add(sum, in.memory(), at, at + length);
  }

  /**
   * Prints whether a checksum is correct: {@code [udp sum ok] }.
   *
   * @param found the checksum in the header
   * @param sum the result of {@link #checksum}
   */
  void verdict(String name, int found, long sum) {
    TextBuffer out = line.out;
    if (InternetChecksum.isCorrect(sum)) {
      out.character('[').text(name).text(" sum ok] ");
    } else if (line.checksumReady()) {
      out.text("[bad ").text(name).text(" cksum 0x").hex(found, 4).text(" -> 0x");
      out.hex(InternetChecksum.expected(found, sum), 4).text("!] ");
    } else {
      out.character('[').text(name).text(" cksum 0x").hex(found, 4);
      out.text(" left to the card] ");
    }
  }

  private long pseudoHeader(int protocol, long ip, long length) {
    if (version(ip) == 6) {
      in.need(ip, DESTINATION_6 + ADDRESS_6);
      long source = ip + SOURCE_6;
      long destination = chain.finalDestination(ip);
      long sum = InternetChecksum.add(length + protocol, in.memory(), source, source + ADDRESS_6);
      return InternetChecksum.add(sum, in.memory(), destination, destination + ADDRESS_6);
    }
    return (length & 0xFFFF)
        + protocol
        + in.u32(ip + Ipv4Printer.SOURCE)
        + options.finalDestination(ip);
  }
}
