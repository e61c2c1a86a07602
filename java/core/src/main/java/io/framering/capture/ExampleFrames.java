// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * A realistic traffic mix of many hosts, always the same, so that reading code is compiled for
 * typical frames.
 */
final class ExampleFrames {
  private static final int LARGEST = 1514;
  private static final int SHORTEST = 60;
  private static final int UDP = 17;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int SEED = 1;

  // In hexadecimal, as constants: the JVM's first string concatenation takes 15 ms.
  private static final String ADDRESSES = "020000000002020000000001";
  private static final String HOSTS = "00000a0000010a000002";
  private static final String IPV4_TCP = "080045000000000040004006" + HOSTS;
  private static final String IPV4_UDP = "080045000000000040004011" + HOSTS;
  private static final String IPV4_ICMP = "080045000000000040004001" + HOSTS;
  private static final String PREFIX = "20010db80000000000000000000000";
  private static final String HOSTS_V6 = PREFIX + "01" + PREFIX + "02";
  private static final String IPV6_TCP = "86dd6000000000000640" + HOSTS_V6;
  private static final String IPV6_UDP = "86dd6000000000001140" + HOSTS_V6;
  private static final String IPV6_ICMP = "86dd6000000000003a40" + HOSTS_V6;
  private static final String TCP_PORTS = "c35001bb1020304050607080";
  private static final String WINDOW = "fff000000000";
  private static final String TIMESTAMPS = WINDOW + "0101080a0011223300445566";
  private static final String UDP_HEADER = "c3509c4000000000";

  /** Standard query 0x1234: A example.org. */
  private static final String QUERY =
      "c350003500000000" + "123401000001000000000000" + "076578616d706c65036f72670000010001";

  /**
   * A kind of frame: {@code weight} percent of all, with up to {@code payload} bytes of payload.
   */
  private enum Kind {
    ACKNOWLEDGEMENT(26, 0, IPV4_TCP + TCP_PORTS + "8010" + TIMESTAMPS),
    DATA(24, 1448, IPV4_TCP + TCP_PORTS + "8018" + TIMESTAMPS),
    SYN(4, 0, IPV4_TCP + TCP_PORTS + "7002" + WINDOW + "020405b40103030704020000"),
    FIN(4, 0, IPV4_TCP + TCP_PORTS + "5011" + WINDOW),
    TAGGED(10, 400, "81000064" + IPV4_TCP + TCP_PORTS + "8018" + TIMESTAMPS),
    UDP(12, 900, IPV4_UDP + UDP_HEADER),
    DNS(4, 0, IPV4_UDP + QUERY),
    PING(3, 48, IPV4_ICMP + "0800f7fb00010003"),
    ARP(3, 0, "080600010800060400010200000000010a0000010200000000000a000002"),
    TCP_IPV6(6, 1400, IPV6_TCP + TCP_PORTS + "8018" + TIMESTAMPS),
    UDP_IPV6(3, 500, IPV6_UDP + UDP_HEADER),
    PING_IPV6(1, 40, IPV6_ICMP + "8000000000010003");

    private final int weight;
    private final int payload;
    private final byte[] header;

    Kind(int weight, int payload, String afterAddresses) {
      this.weight = weight;
      this.payload = payload;
      header = HexFormat.of().parseHex(ADDRESSES.concat(afterAddresses));
    }

    private int ip() {
      return this == TAGGED ? 18 : 14;
    }
  }

  private final Random random = new Random(SEED);
  private final byte[] bytes;
  private final int[] lengths;

  /** Creates about as many frames as fit into {@code size} bytes, 1514 or more. */
  ExampleFrames(int size) {
    Kind[] kinds = kindsByWeight();
    ByteBuffer frames = ByteBuffer.allocate(size);
    int[] each = new int[size / SHORTEST];
    int count = 0;
    while (frames.remaining() >= LARGEST) {
      int length = write(kinds[random.nextInt(kinds.length)], frames.slice());
      frames.position(frames.position() + length);
      each[count++] = length;
    }
    bytes = Arrays.copyOf(frames.array(), frames.position());
    lengths = Arrays.copyOf(each, count);
  }

  private static Kind[] kindsByWeight() {
    Kind[] kinds = new Kind[100];
    int from = 0;
    for (Kind kind : Kind.values()) {
      Arrays.fill(kinds, from, from + kind.weight, kind);
      from += kind.weight;
    }
    return kinds;
  }

  /** The frames, one after another. */
  byte[] bytes() {
    return bytes;
  }

  /** The length of each frame. */
  int[] lengths() {
    return lengths;
  }

  /** Writes a frame into zeroed memory, and returns its length. */
  private int write(Kind kind, ByteBuffer frame) {
    int length = kind.header.length + random.nextInt(kind.payload + 1);
    frame.put(0, kind.header);
    int ip = kind.ip();
    switch (frame.get(ip) >> 4) {
      case 4 -> finishIpv4(frame, ip, length);
      case 6 -> finishIpv6(frame, ip, length);
      default -> frame.putShort(ip + 16, anyHost()); // ARP
    }
    return Math.max(SHORTEST, length);
  }

  private void finishIpv4(ByteBuffer frame, int ip, int length) {
    frame.putShort(ip + 2, (short) (length - ip)).putShort(ip + 14, anyHost());
    int sum = 0;
    for (int at = ip; at < ip + IPV4_HEADER; at += 2) {
      sum += Short.toUnsignedInt(frame.getShort(at));
    }
    frame.putShort(ip + 10, (short) ~(sum + (sum >> 16)));
    finishUdp(frame, frame.get(ip + 9), ip + IPV4_HEADER, length);
  }

  private void finishIpv6(ByteBuffer frame, int ip, int length) {
    frame.putShort(ip + 4, (short) (length - ip - IPV6_HEADER)).putShort(ip + 22, anyHost());
    finishUdp(frame, frame.get(ip + 6), ip + IPV6_HEADER, length);
  }

  private static void finishUdp(ByteBuffer frame, int protocol, int at, int length) {
    if (protocol == UDP) {
      frame.putShort(at + 4, (short) (length - at));
    }
  }

  private short anyHost() {
    return (short) random.nextInt(1 << 12);
  }
}
