// SPDX-License-Identifier: Apache-2.0
package com.example.scan;

import io.framering.build.PacketBuilder;
import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.packet.Addresses;
import io.framering.packet.Arp;
import io.framering.packet.Packet;
import io.framering.transmit.Transmitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Asks every address of an IPv4 network for its MAC address, and prints who answers. */
public final class ArpScan {
  private static final long BROADCAST = 0xFFFF_FFFF_FFFFL;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private ArpScan() {}

  /** Usage: {@code ArpScan INTERFACE OWN_ADDRESS PREFIX_LENGTH}, such as eth0 10.0.0.1 24. */
  public static void main(String[] args) throws Exception {
    String name = args[0];
    int own = ByteBuffer.wrap(InetAddress.ofLiteral(args[1]).getAddress()).getInt();
    int hosts = (1 << Integer.SIZE - Integer.parseInt(args[2])) - 1; // a mask
    CaptureOptions incoming = CaptureOptions.defaults().direction(CaptureOptions.Traffic.IN);
    try (Capture capture = Capture.open(name, incoming);
        Transmitter transmitter = Transmitter.open(name)) {
      ask(transmitter, mac(name), own, hosts);
      print(capture);
    }
  }

  static long mac(String interfaceName) throws Exception {
    byte[] address = NetworkInterface.getByName(interfaceName).getHardwareAddress();
    return ByteBuffer.allocate(Long.BYTES).position(2).put(address).getLong(0);
  }

  private static void ask(Transmitter transmitter, long mac, int own, int hosts) {
    PacketBuilder builder = new PacketBuilder();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(64);
      for (int host = 1; host < hosts; host++) {
        builder.begin(memory);
        builder.ethernet().destination(BROADCAST).source(mac);
        builder.arp().senderMac(mac).senderIpv4(own).targetIpv4(own & ~hosts | host);
        transmitter.send(memory.asSlice(0, builder.end()));
      }
      transmitter.flush();
    }
  }

  /** Until nothing more arrives. */
  private static void print(Capture capture) {
    Packet packet = new Packet();
    while (capture.next(PATIENCE) instanceof FrameBatch batch) {
      try (batch) {
        for (Frame frame : batch) {
          packet.wrap(frame);
          Arp arp = packet.find(Arp.class);
          if (arp != null && arp.operation() == Arp.REPLY) {
            System.out.println(
                Addresses.ipv4Text(arp.senderIpv4())
                    + " is at "
                    + Addresses.macText(arp.senderMac()));
          }
        }
      }
    }
  }
}
