// SPDX-License-Identifier: Apache-2.0
package com.example.scan;

import io.framering.build.PacketBuilder;
import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.packet.Addresses;
import io.framering.packet.Icmp;
import io.framering.packet.Ipv4;
import io.framering.packet.Packet;
import io.framering.transmit.Transmitter;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Prints the routers on the way to a host, by echo requests whose TTL counts up. */
public final class Traceroute {
  private static final int IDENTIFIER = 0x4652;
  private static final int MOST_HOPS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Packet packet = new Packet();

  private Traceroute() {}

  /** Usage: {@code Traceroute INTERFACE OWN_ADDRESS MAC_OF_GATEWAY HOST}. */
  public static void main(String[] args) throws Exception {
    long gateway = Long.parseLong(args[2].replace(":", ""), 16);
    CaptureOptions incoming = CaptureOptions.defaults().direction(CaptureOptions.Traffic.IN);
    try (Capture capture = Capture.open(args[0], incoming);
        Transmitter transmitter = Transmitter.open(args[0])) {
      Traceroute route = new Traceroute();
      for (int ttl = 1; ttl <= MOST_HOPS; ttl++) {
        transmitter.send(request(ArpScan.mac(args[0]), gateway, ipv4(args[1]), ipv4(args[3]), ttl));
        transmitter.flush();
        String hop = route.answer(capture, ttl);
        System.out.println(ttl + "  " + hop);
        if (hop.equals(args[3])) {
          return;
        }
      }
    }
  }

  private static int ipv4(String address) {
    return ByteBuffer.wrap(InetAddress.ofLiteral(address).getAddress()).getInt();
  }

  private static MemorySegment request(long mac, long gateway, int own, int host, int ttl) {
    MemorySegment memory = MemorySegment.ofArray(new byte[64]);
    PacketBuilder builder = new PacketBuilder();
    builder.begin(memory);
    builder.ethernet().destination(gateway).source(mac);
    builder.ipv4().source(own).destination(host).ttl(ttl);
    builder.icmp().type(Icmp.ECHO_REQUEST).identifier(IDENTIFIER).sequence(ttl);
    return memory.asSlice(0, builder.end());
  }

  /** The address that answered: a router, whose error quotes the request, or the host. */
  private String answer(Capture capture, int ttl) {
    while (capture.next(PATIENCE) instanceof FrameBatch batch) {
      try (batch) {
        for (Frame frame : batch) {
          packet.wrap(frame);
          for (int i = 0; i < packet.size(); i++) {
            if (packet.layer(i) instanceof Icmp icmp && !icmp.isError()
                && icmp.identifier() == IDENTIFIER && icmp.sequence() == ttl) {
              return Addresses.ipv4Text(packet.find(Ipv4.class).source());
            }
          }
        }
      }
    }
    return "*";
  }
}
