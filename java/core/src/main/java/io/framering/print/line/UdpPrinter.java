// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.packet.IpProtocol;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TextBuffer;

/** UDP (RFC 768). */
final class UdpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 8;
  private static final int DESTINATION_PORT = 2;
  private static final int LENGTH = 4;
  private static final int CHECKSUM = 6;
  private static final int LONGEST = 65535;

  // RFC 5531
  private static final int NFS_PORT = 2049;
  private static final int RPC_DIRECTION = 4;
  private static final int RPC_CALL = 0;
  private static final int RPC_REPLY = 1;

  private final Transport transport;
  private final Ports ports;

  UdpPrinter(LineContext line, Transport transport, Ports ports) {
    super(line);
    this.transport = transport;
    this.ports = ports;
  }

  /** Prints a datagram; the parameters are those of {@link Dispatch#ipPayload}. */
  void print(long at, long length, long ip, boolean fragmented) {
    line.protocol = "udp";
    TextBuffer out = line.out;
    if (!in.has(at + DESTINATION_PORT, 2)) {
      if (transport.isNext(IpProtocol.UDP, ip)) {
        transport.addresses(ip);
        out.text(": ");
      }
      line.truncated();
      return;
    }
    transport.endpoints(IpProtocol.UDP, ip, in.u16(at), in.u16(at + DESTINATION_PORT));
    if (length < HEADER_LENGTH) {
      out.text("truncated-udp ").decimal(length);
      return;
    }
    if (!in.has(at + LENGTH, 2)) {
      line.truncated();
      return;
    }
    long stated = in.u16(at + LENGTH);
    if (stated == 0 && length > LONGEST) {
      stated = length; // RFC 2675: a jumbogram
    }
    if (stated < HEADER_LENGTH) {
      out.text("truncated-udplength ").decimal(stated);
      return;
    }
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    long payload = Math.min(length, stated) - HEADER_LENGTH;
    if (line.payloadType != PayloadType.BY_PORT) {
      ports.udp(line.payloadType, at + HEADER_LENGTH, payload);
      return;
    }
    if (line.verbose() && line.checksums && !fragmented) {
      checksum(at, payload, ip);
    }
    payload(at, payload, stated - HEADER_LENGTH, fragmented);
  }

  private void checksum(long at, long payload, long ip) {
    boolean mandatory = transport.version(ip) == 6;
    if (!mandatory && line.verbosity < 2) {
      return;
    }
    int found = in.u16(at + CHECKSUM);
    if (!mandatory && found == 0) {
      line.out.text("[no cksum] ");
    } else if (in.has(at + HEADER_LENGTH, payload)) {
      long sum = transport.checksum(IpProtocol.UDP, ip, at, payload + HEADER_LENGTH);
      transport.verdict("udp", found, sum);
    }
  }

  private void payload(long at, long length, long stated, boolean fragmented) {
    boolean decoded = line.quiet == 0 && !isNfs(at);
    if (decoded
        && ports.udp(in.u16(at), in.u16(at + DESTINATION_PORT), at + HEADER_LENGTH, length)) {
      return;
    }
    if (stated > length && !fragmented) {
      line.out.text("UDP, bad length ").decimal(stated).text(" > ").decimal(length);
    } else {
      line.out.text("UDP, length ").decimal(stated);
    }
  }

  /** Whether tcpdump detects NFS, which it checks before ports: a call or a reply. */
  private boolean isNfs(long at) {
    long direction = at + HEADER_LENGTH + RPC_DIRECTION;
    return in.has(direction, 4)
        && (in.u16(at + DESTINATION_PORT) == NFS_PORT && in.u32(direction) == RPC_CALL
            || in.u16(at) == NFS_PORT && in.u32(direction) == RPC_REPLY);
  }
}
