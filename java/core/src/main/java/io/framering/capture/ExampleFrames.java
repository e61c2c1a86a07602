package io.framering.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Frames as most networks have them, in what proportions they have them, of many hosts; always the
 * same ones. What reads them is compiled for what it will see.
 */
final class ExampleFrames {
  private static final int LARGEST = 1514;
  private static final int SHORTEST = 60;
  private static final int UDP = 17;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int SEED = 1;

  /** A kind of frame, {@code weight} in a hundred, with up to {@code payload} bytes of payload. */
  private enum Kind {
    ACKNOWLEDGEMENT(26, 0, "0800" + ipv4("06") + tcp("8010", "0101080a0011223300445566")),
    DATA(24, 1448, "0800" + ipv4("06") + tcp("8018", "0101080a0011223300445566")),
    SYN(4, 0, "0800" + ipv4("06") + tcp("7002", "020405b40103030704020000")),
    FIN(4, 0, "0800" + ipv4("06") + tcp("5011", "")),
    TAGGED(10, 400, "810000640800" + ipv4("06") + tcp("8018", "0101080a0011223300445566")),
    UDP(12, 900, "0800" + ipv4("11") + "c3509c4000000000"),
    DNS(4, 0, "0800" + ipv4("11") + "c350003500000000123401000001000000000000" + question()),
    PING(3, 48, "0800" + ipv4("01") + "0800f7fb00010003"),
    ARP(3, 0, "080600010800060400010200000000010a0000010200000000000a000002"),
    TCP_IPV6(6, 1400, "86dd" + ipv6("06") + tcp("8018", "0101080a0011223300445566")),
    UDP_IPV6(3, 500, "86dd" + ipv6("11") + "c3509c4000000000"),
    PING_IPV6(1, 40, "86dd" + ipv6("3a") + "8000000000010003");

    private final int weight;
    private final int payload;
    private final byte[] header;

    Kind(int weight, int payload, String header) {
      this.weight = weight;
      this.payload = payload;
      this.header = HexFormat.of().parseHex("020000000002020000000001" + header);
    }

    private static String ipv4(String protocol) {
      return "450000000000400040" + protocol + "00000a0000010a000002";
    }

    private static String ipv6(String next) {
      String zeros = "0000000000000000000000";
      return "600000000000" + next + "4020010db8" + zeros + "0120010db8" + zeros + "02";
    }

    private static String tcp(String lengthAndFlags, String options) {
      return "c35001bb1020304050607080" + lengthAndFlags + "fff000000000" + options;
    }

    /** A example.org */
    private static String question() {
      return "076578616d706c65036f72670000010001";
    }

    private int ip() {
      return this == TAGGED ? 18 : 14;
    }
  }

  private final Random random = new Random(SEED);
  private final byte[] bytes;
  private final int[] lengths;

  /** As many as fit into so many bytes. */
  ExampleFrames(int size) {
    Kind[] kinds = kindsByWeight();
    ByteBuffer frames = ByteBuffer.allocate(size);
    int[] ends = new int[size / SHORTEST + 1];
    int count = 0;
    while (frames.remaining() >= LARGEST) {
      int length = write(kinds[random.nextInt(kinds.length)], frames.slice());
      frames.position(frames.position() + length);
      ends[count++] = length;
    }
    bytes = Arrays.copyOf(frames.array(), frames.position());
    lengths = Arrays.copyOf(ends, count);
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

  /** One behind the other. */
  byte[] bytes() {
    return bytes;
  }

  /** Of each. */
  int[] lengths() {
    return lengths;
  }

  /** Writes one into zeros, and returns its length. */
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
