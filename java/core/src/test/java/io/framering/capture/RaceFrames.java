// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.packet.Packet;
import io.framering.packet.Udp;
import java.util.Arrays;

/** The frames of a {@link Race}: a datagram to a certain port has the same byte all over. */
final class RaceFrames {
  static final int PORT = 7777;
  static final int LONGEST = 900;

  private final Packet packet = new Packet();

  /** A frame that is kept, and what it was when it was new. */
  record Kept(Frame frame, CapturedFrame first) {
    static Kept of(Frame frame) {
      return new Kept(frame, frame.copy());
    }

    /** Throws as a frame does when it must not be read, and an error when it is another one. */
    void check() {
      CapturedFrame now = frame.copy();
      if (now.timestampNanos() != first.timestampNanos()
          || now.originalLength() != first.originalLength()
          || !Arrays.equals(now.toByteArray(), first.toByteArray())) {
        throw new AssertionError("a frame has become another one: " + first + ", " + now);
      }
    }
  }

  /** Decodes a frame where it lies, and looks whether it is all of one datagram. */
  void check(Frame frame) {
    CapturedFrame copy = frame.copy();
    if (copy.linkType() != LinkType.ETHERNET) {
      return;
    }
    packet.wrap(copy);
    Udp udp = packet.find(Udp.class);
    if (udp != null && udp.destinationPort() == PORT) {
      byte[] bytes = copy.toByteArray();
      for (int at = (int) packet.payloadOffset(); at < packet.payloadEnd(); at++) {
        if (bytes[at] != bytes[(int) packet.payloadOffset()]) {
          throw new AssertionError("a frame of two packets: " + Arrays.toString(bytes));
        }
      }
    }
  }
}
