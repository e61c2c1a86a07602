// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/** One packet of each kind, as a capture has it: in memory outside the heap. */
public enum Sample {
  ARP("0806", "0001080006040001 020000000001 0a000001 000000000000 0a000002"),
  ICMP("0800", ipv4(1, 28) + "0800f7fb00010003"),
  IGMP("0800", ipv4(2, 28) + "1600f9fce0000102"),
  TCP("0800", ipv4(6, 152) + "d431 01bb 00000001 00000002 5018 fff0 0000 0000" + "61".repeat(112)),
  UDP("0800", ipv4(17, 128) + "d431 9c40 006c 0000" + "61".repeat(100)),
  SCTP("0800", ipv4(132, 48) + "d4319c40 00000001 00000000 0003001000000001000100000000 0000"),
  VLAN("8100", "0064 0800" + ipv4(17, 128) + "d431 9c40 006c 0000" + "61".repeat(100)),
  IPV6("86dd", ipv6(6, 120) + "d431 01bb 00000001 00000002 5018 fff0 0000 0000" + "61".repeat(100)),
  ICMPV6("86dd", ipv6(58, 8) + "8000000000010003"),
  LLC("0026", "4242030000000000" + "00".repeat(30));

  private static final int SHORTEST = 60;
  private static final long TIME = 1_795_000_000_123_456_789L;

  private final Frame frame;

  Sample(String type, String payload) {
    byte[] bytes =
        HexFormat.of().parseHex(("020000000002 020000000001" + type + payload).replace(" ", ""));
    MemorySegment memory = Arena.global().allocate(Math.max(SHORTEST, bytes.length));
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    frame = new OffHeapFrame(TIME, memory.asReadOnly());
  }

  private static String ipv4(int protocol, int length) {
    return String.format("4500%04x 00004000 40%02x0000 0a000001 0a000002", length, protocol);
  }

  private static String ipv6(int next, int length) {
    String host = "20010db8" + "00".repeat(11);
    return String.format("60000000 %04x%02x40 %s01 %s02", length, next, host, host);
  }

  Frame frame() {
    return frame;
  }
}
