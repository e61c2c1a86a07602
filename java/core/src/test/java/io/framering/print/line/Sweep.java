// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.line.Comparison.Difference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Packets with each number of a header field in turn, each with several payloads. */
final class Sweep {
  /** A port that nobody knows. */
  static final int NO_PORT = 40_000;

  private static final int PAYLOAD_LENGTH = 64;
  private static final List<byte[]> PAYLOADS = payloads();

  private Sweep() {}

  private static List<byte[]> payloads() {
    byte[] appleTalk = new byte[PAYLOAD_LENGTH];
    appleTalk[2] = 2;
    byte[] random = new byte[PAYLOAD_LENGTH];
    new Random(5).nextBytes(random);
    byte[] telnet = random.clone();
    telnet[0] = (byte) 0xFF;
    telnet[1] = (byte) 0xFB;
    return List.of(appleTalk, random, telnet, text("SSH-2.0-OpenSSH_9.2\r\nHost: example.org"));
  }

  private static byte[] text(String characters) {
    return Arrays.copyOf(characters.getBytes(StandardCharsets.US_ASCII), PAYLOAD_LENGTH);
  }

  /** DNS, each as UDP and as TCP carries it, NTP that looks like AppleTalk, syslog and VXLAN. */
  static List<byte[]> messages() {
    byte[] name = "\7example\3org\0\0\1\0\1".getBytes(StandardCharsets.ISO_8859_1);
    byte[] question = join(bytes(0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0), name);
    byte[] nothing = bytes(0, 7, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    byte[] reply = bytes(0, 7, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    byte[] vxlan = join(bytes(8, 0, 0, 0, 0, 0, 7, 0), ethernet(0x1234, new byte[4]));
    byte[] ntp = join(bytes(0x23, 2, 2, 0xE8), new byte[44]);
    return Stream.concat(
            Stream.of(ntp, text("<34>su: failed"), text("SSH-2.0-x 200 OK\r\n"), vxlan),
            Stream.of(question, nothing, reply)
                .flatMap(message -> Stream.of(message, join(bytes(0, message.length), message))))
        .toList();
  }

  /**
   * The numbers for which some packet is printed in two ways.
   *
   * @param packet makes a packet of a number and a payload
   */
  static TreeSet<Integer> differing(
      int linkType, IntStream numbers, String options, PacketMaker packet) throws IOException {
    int[] all = numbers.toArray();
    List<Frame> frames = new ArrayList<>();
    for (int number : all) {
      for (byte[] payload : PAYLOADS) {
        byte[] bytes = packet.make(number, payload);
        frames.add(PcapFrames.frame(LinkType.ofNumber(linkType), 0, bytes, bytes.length));
      }
    }
    TreeSet<Integer> differing = new TreeSet<>();
    for (Difference difference : differences(linkType, frames, options)) {
      differing.add(all[(difference.number() - 1) / PAYLOADS.size()]);
    }
    return differing;
  }

  /** Makes a packet. */
  interface PacketMaker {
    byte[] make(int number, byte[] payload);
  }

  /** The frames that are printed in two ways. */
  static List<Difference> differences(int linkType, List<Frame> frames, String options)
      throws IOException {
    Path file = Files.createTempFile("sweep", ".pcap");
    try {
      PcapFrames.write(file, linkType, frames);
      return Comparison.of(file, options);
    } finally {
      Files.delete(file);
    }
  }

  /** Of the link types with these numbers, those with whose frames some is printed in two ways. */
  static TreeSet<Integer> differingLinkTypes(
      List<Integer> linkTypes, List<Frame> frames, String options) throws IOException {
    Path folder = Files.createTempDirectory("sweep");
    List<Path> files = new ArrayList<>();
    try {
      for (int linkType : linkTypes) {
        Path file = folder.resolve(Integer.toString(linkType));
        files.add(file);
        PcapFrames.write(file, linkType, frames);
      }
      return Comparison.of(files, options).stream()
          .map(difference -> Integer.valueOf(difference.file().getFileName().toString()))
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.delete(folder);
    }
  }

  static byte[] ipv4(int protocol, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(20 + payload.length);
    bytes.putInt(0x4500_0000 | bytes.capacity()).putInt(0).put((byte) 64).put((byte) protocol);
    bytes.putShort((short) 0).putInt(0x0A00_0001).putInt(0x0A00_0002).put(payload);
    return bytes.array();
  }

  static byte[] ipv6(int protocol, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(40 + payload.length);
    bytes.putInt(0x6000_0000).putShort((short) payload.length).put((byte) protocol).put((byte) 64);
    bytes.putLong(0x2001_0DB8L << 32).putLong(1).putLong(0x2001_0DB8L << 32).putLong(2);
    return bytes.put(payload).array();
  }

  static byte[] udp(int source, int destination, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + payload.length);
    bytes.putShort((short) source).putShort((short) destination);
    bytes.putShort((short) bytes.capacity()).putShort((short) 0).put(payload);
    return ipv4(17, bytes.array());
  }

  static byte[] tcp(int source, int destination, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(20 + payload.length);
    bytes.putShort((short) source).putShort((short) destination).putInt(1).putInt(0);
    bytes.putInt(0x5008_1000).putInt(0).put(payload);
    return ipv4(6, bytes.array());
  }

  static byte[] ethernet(int type, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(14 + payload.length);
    bytes.putLong(0x0200_0000_0002_0200L).putInt(0x0000_0001).putShort((short) type);
    return bytes.put(payload).array();
  }

  static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
