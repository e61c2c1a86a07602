// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.build.Ipv6Builder;
import io.framering.build.PacketBuilder;
import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Builds fragments of a payload: the frames of a test. */
final class Fragments {
  private final PacketBuilder builder = new PacketBuilder();
  private final boolean ipv6;
  private MemorySegment memory;

  int identification = 7;

  /** Nanoseconds of the next frame. */
  long time = 1_000_000_000L;

  Fragments(boolean ipv6) {
    this.ipv6 = ipv6;
  }

  /** A UDP packet, of which {@link #of} makes fragments: header and payload. */
  static byte[] udp(byte[] payload) {
    byte[] udp = new byte[8 + payload.length];
    udp[1] = 9; // port 9 discards
    udp[3] = 9;
    udp[4] = (byte) (udp.length >>> 8);
    udp[5] = (byte) udp.length;
    System.arraycopy(payload, 0, udp, 8, payload.length);
    return udp;
  }

  /** The part of a payload from one byte to another. */
  Frame of(byte[] payload, int from, int to) {
    return of(from, to < payload.length, Arrays.copyOfRange(payload, from, to));
  }

  /** A fragment with these bytes. */
  Frame of(int from, boolean more, byte[] bytes) {
    begin(bytes.length);
    if (ipv6) {
      ipv6();
      builder
          .fragment()
          .nextHeader(IpProtocol.UDP)
          .fragmentOffset(from)
          .moreFragments(more)
          .identification(identification);
    } else {
      builder
          .ipv4()
          .ttl(64)
          .protocol(IpProtocol.UDP)
          .source(0x0A00_0001)
          .destination(0x0A00_0002)
          .identification(identification)
          .flags(more ? Ipv4.MORE_FRAGMENTS : 0)
          .fragmentOffset(from);
    }
    return end(bytes);
  }

  /** The whole packet, as it was before it was fragmented. */
  Frame whole(byte[] payload) {
    begin(payload.length);
    if (ipv6) {
      ipv6().nextHeader(IpProtocol.UDP);
    } else {
      builder
          .ipv4()
          .ttl(64)
          .protocol(IpProtocol.UDP)
          .source(0x0A00_0001)
          .destination(0x0A00_0002)
          .identification(identification);
    }
    return end(payload);
  }

  private Ipv6Builder ipv6() {
    return builder.ipv6().hopLimit(64).source(0xFD09L << 48, 1).destination(0xFD09L << 48, 2);
  }

  private void begin(int payload) {
    memory = MemorySegment.ofArray(new byte[14 + 4 + 48 + payload]);
    builder.begin(memory);
    builder.ethernet();
    builder.vlan().id(12);
  }

  private Frame end(byte[] payload) {
    builder.payload(MemorySegment.ofArray(payload));
    int length = builder.end();
    byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return CapturedFrame.of(time++, LinkType.ETHERNET, bytes);
  }
}
