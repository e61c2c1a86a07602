// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.build.PacketBuilder;
import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** Frames for tests. */
final class Packets {
  static final int CLIENT = 0x0A000001;
  static final int SERVER = 0x0A000002;
  static final int CLIENT_PORT = 40_000;
  static final int SERVER_PORT = 80;

  private Packets() {}

  static CapturedFrame frame(long nanos, Consumer<PacketBuilder> headers) {
    byte[] bytes = new byte[65_600];
    PacketBuilder builder = new PacketBuilder();
    builder.begin(MemorySegment.ofArray(bytes));
    builder.ethernet();
    headers.accept(builder);
    int length = builder.end();
    byte[] frame = MemorySegment.ofArray(bytes).asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return CapturedFrame.of(nanos, LinkType.ETHERNET, frame);
  }

  static CapturedFrame udp(long nanos, int source, int from, int destination, int to, int length) {
    return frame(
        nanos,
        packet -> {
          packet.ipv4().source(source).destination(destination);
          packet.udp().sourcePort(from).destinationPort(to);
          packet.payload(new byte[length]);
        });
  }
}
