// SPDX-License-Identifier: Apache-2.0
package com.example.count;

import io.framering.capture.Capture;
import io.framering.capture.CaptureException;
import io.framering.frame.Frame;
import io.framering.packet.EtherType;
import io.framering.packet.Ethernet;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;

/** Counts what an interface carries, by EtherType, and the IPv4 packets by protocol. */
final class CountFrames {
  private final long[] etherTypes = new long[1 << 16];
  private final long[] ipProtocols = new long[1 << 8];
  private final Ethernet ethernet = new Ethernet();
  private final Ipv4 ipv4 = new Ipv4();
  private final long limit;
  private long frames;
  private long bytes;

  private CountFrames(long limit) {
    this.limit = limit;
  }

  /** {@code CountFrames INTERFACE FRAMES} */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("usage: CountFrames INTERFACE FRAMES");
      System.exit(2);
    }
    CountFrames counts = new CountFrames(Long.parseLong(arguments[1]));
    try (Capture capture = Capture.open(arguments[0])) {
      System.out.println("listening on " + arguments[0]);
      capture.run(frame -> {
        counts.add(frame);
        if (counts.isComplete()) {
          capture.stop(); // what has arrived by now still comes
        }
      });
      counts.print();
      System.out.println(capture.statistics().dropped() + " dropped");
    } catch (CaptureException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private boolean isComplete() {
    return frames >= limit;
  }

  /** Reads the frame where it lies: nothing is copied, nothing allocated. */
  private void add(Frame frame) {
    if (isComplete()) {
      return; // frames come in batches, and the limit was reached earlier in this one
    }
    frames++;
    bytes += frame.originalLength();
    if (!ethernet.wrap(frame.memory(), frame.offset(), frame.end()) || ethernet.isLengthField()) {
      return;
    }
    etherTypes[ethernet.etherType()]++;
    if (ethernet.etherType() == EtherType.IPV4
        && ipv4.wrap(ethernet.memory(), ethernet.payloadOffset(), ethernet.payloadEnd())) {
      ipProtocols[ipv4.protocol()]++;
    }
  }

  private void print() {
    System.out.println(frames + " frames, " + bytes + " bytes");
    for (int i = 0; i < etherTypes.length; i++) {
      if (etherTypes[i] > 0) {
        System.out.printf("%d %s (0x%04x)%n", etherTypes[i], EtherType.name(i), i);
      }
    }
    for (int i = 0; i < ipProtocols.length; i++) {
      if (ipProtocols[i] > 0) {
        System.out.printf("%d %s over IPv4%n", ipProtocols[i], IpProtocol.name(i));
      }
    }
  }
}
