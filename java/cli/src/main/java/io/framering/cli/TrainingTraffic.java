package io.framering.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Packets as most networks have them, in what proportions they have them, of many hosts. */
final class TrainingTraffic {
  private static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
  private static final int FILE_HEADER = 24;
  private static final int RECORD_HEADER = 16;
  private static final int SNAP_LENGTH = 262_144;
  private static final int ETHERNET = 1;
  private static final int LARGEST = 1514;
  private static final int SHORTEST = 60;
  private static final int NANOS_BETWEEN = 10_000;
  private static final int PER_SECOND = 1_000_000_000 / NANOS_BETWEEN;
  private static final int UDP = 17;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int SEED = 1;

  /** A kind of packet, {@code weight} in a hundred, with up to {@code payload} bytes of payload. */
  private enum Kind {
    ACKNOWLEDGEMENT(26, 0, "0800" + ipv4(6) + tcp("8010", "0101080a0011223300445566")),
    DATA(24, 1448, "0800" + ipv4(6) + tcp("8018", "0101080a0011223300445566")),
    SYN(4, 0, "0800" + ipv4(6) + tcp("7002", "020405b40103030704020000")),
    FIN(4, 0, "0800" + ipv4(6) + tcp("5011", "")),
    TAGGED(10, 400, "81000064 0800" + ipv4(6) + tcp("8018", "0101080a0011223300445566")),
    UDP(12, 900, "0800" + ipv4(17) + "c3509c4000000000"),
    DNS(4, 0, "0800" + ipv4(17) + "c350003500000000 12340100000100000000 0000" + question()),
    PING(3, 48, "0800" + ipv4(1) + "0800f7fb00010003"),
    ARP(3, 0, "0806 0001080006040001 020000000001 0a000001 000000000000 0a000002"),
    TCP_IPV6(6, 1400, "86dd" + ipv6(6) + tcp("8018", "0101080a0011223300445566")),
    UDP_IPV6(3, 500, "86dd" + ipv6(17) + "c3509c4000000000"),
    PING_IPV6(1, 40, "86dd" + ipv6(58) + "8000000000010003");

    private final int weight;
    private final int payload;
    private final byte[] header;

    Kind(int weight, int payload, String header) {
      this.weight = weight;
      this.payload = payload;
      String hex = ("020000000002 020000000001" + header).replace(" ", "");
      this.header = HexFormat.of().parseHex(hex);
    }

    private static String ipv4(int protocol) {
      return "45000000 00004000 40%02x0000 0a000001 0a000002".formatted(protocol);
    }

    private static String ipv6(int next) {
      String host = "20010db8" + "00".repeat(11);
      return "60000000 0000%02x40 %s01 %s02".formatted(next, host, host);
    }

    private static String tcp(String lengthAndFlags, String options) {
      return "c35001bb 10203040 50607080" + lengthAndFlags + "fff0 0000 0000" + options;
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
  private final Kind[] kinds = new Kind[100];
  private final ByteBuffer packet = ByteBuffer.allocate(LARGEST);

  private TrainingTraffic() {
    int from = 0;
    for (Kind kind : Kind.values()) {
      Arrays.fill(kinds, from, from + kind.weight, kind);
      from += kind.weight;
    }
  }

  /** A pcap file of so many packets. */
  static byte[] savefile(int packets) {
    return new TrainingTraffic().write(packets);
  }

  private byte[] write(int packets) {
    ByteBuffer file =
        ByteBuffer.allocate(FILE_HEADER + packets * (RECORD_HEADER + LARGEST))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC_NANOSECONDS)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(SNAP_LENGTH)
            .putInt(ETHERNET);
    for (int number = 0; number < packets; number++) {
      make(kinds[random.nextInt(kinds.length)]);
      file.putInt(number / PER_SECOND)
          .putInt(number % PER_SECOND * NANOS_BETWEEN)
          .putInt(packet.remaining())
          .putInt(packet.remaining())
          .put(packet);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  private void make(Kind kind) {
    int length = kind.header.length + random.nextInt(kind.payload + 1);
    Arrays.fill(packet.array(), (byte) 0);
    packet.clear().put(kind.header).position(0).limit(Math.max(SHORTEST, length));
    int ip = kind.ip();
    switch (packet.get(ip) >> 4) {
      case 4 -> finishIpv4(ip, length);
      case 6 -> finishIpv6(ip, length);
      default -> packet.putShort(ip + 16, anyHost()); // ARP
    }
  }

  private void finishIpv4(int ip, int length) {
    packet.putShort(ip + 2, (short) (length - ip)).putShort(ip + 14, anyHost());
    int sum = 0;
    for (int at = ip; at < ip + IPV4_HEADER; at += 2) {
      sum += Short.toUnsignedInt(packet.getShort(at));
    }
    packet.putShort(ip + 10, (short) ~(sum + (sum >> 16)));
    finishUdp(packet.get(ip + 9), ip + IPV4_HEADER, length);
  }

  private void finishIpv6(int ip, int length) {
    packet.putShort(ip + 4, (short) (length - ip - IPV6_HEADER)).putShort(ip + 22, anyHost());
    finishUdp(packet.get(ip + 6), ip + IPV6_HEADER, length);
  }

  private void finishUdp(int protocol, int at, int length) {
    if (protocol == UDP) {
      packet.putShort(at + 4, (short) (length - at));
    }
  }

  private short anyHost() {
    return (short) random.nextInt(1 << 12);
  }
}
