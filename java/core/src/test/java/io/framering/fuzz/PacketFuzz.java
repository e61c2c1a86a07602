// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.frame.Frame;
import io.framering.packet.Chdlc;
import io.framering.packet.Header;
import io.framering.packet.Packet;

/** {@link Packet}: the walk through all headers, each within the one around it. */
public final class PacketFuzz {
  private PacketFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Frame frame = new FuzzedFrame(input).frame();
    Packet packet = new Packet();
    for (int again = 0; again < 2; again++) { // the second time its headers are used again
      packet.wrap(frame);
      check(packet, frame);
    }
  }

  private static void check(Packet packet, Frame frame) {
    long before = -1;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      // PPP has no bytes before a header of Cisco's HDLC, which says that the frame is not PPP.
      boolean empty = header instanceof Chdlc && header.offset() == before;
      require(header.offset() > before || empty, "a header begins after the one around it");
      require(header.end() <= frame.end(), "a header ends within the frame");
      before = header.offset();
    }
    require(packet.payloadOffset() <= packet.payloadEnd(), "the payload has a length");
    require(packet.payloadEnd() <= frame.end(), "the payload ends within the frame");
    require(
        packet.capturedPayloadLength() <= packet.payloadLength(),
        "no more is captured than there was");
    require(packet.quotedFrom() >= 0 && packet.quotedFrom() <= Packet.MAX_LAYERS, "quoted");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not so: " + what);
    }
  }
}
