// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.LinkType;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Frames that differ in what filter expressions ask for, the expressions, and what tcpdump says of
 * the two.
 */
public final class FilterTraffic {
  private static final int SEED = 20260217;
  private static final int[] PORTS = {
    7, 20, 22, 53, 80, 80, 443, 1023, 5000, 5353, 6000, 6081, 40_000
  };
  private static final int[] VLANS = {1, 100, 100, 200, 0x464, 4095};

  /** The lines of tcpdump that say where a packet is. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(reading from file (?<file>.*), link-type .*|1000000000\\.(?<place>\\d{6}) .*"
              + "|\\[Invalid header: caplen==0, len==0\\])$",
          Pattern.MULTILINE);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  private final ByteBuffer frame = ByteBuffer.allocate(2_000);

  private FilterTraffic() {}

  /** Skips the test, or fails in CI, where there is no tcpdump. */
  static void requireTcpdump() {
    try {
      Namespace.run(List.of("tcpdump", "--version"));
    } catch (IllegalStateException e) {
      Namespace.skip("no tcpdump, so no filter is compared: " + e.getMessage());
    }
  }

  /** Frames of 60 to 1514 bytes; always the same ones. */
  public static List<byte[]> frames(int count) {
    FilterTraffic traffic = new FilterTraffic();
    List<byte[]> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(traffic.frame(i));
    }
    return frames;
  }

  /** The expressions that are tried, one a line. */
  public static List<String> expressions() {
    try (InputStream in = FilterTraffic.class.getResourceAsStream("expressions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int pick(int... of) {
    return of[random.nextInt(of.length)];
  }

  private byte[] frame(int number) {
    random.nextBytes(frame.array());
    frame.clear();
    putAddress(pick(0x0200, 0x0200, 0x0200, 0xFFFF, 0x0100));
    putAddress(pick(0x0200, 0x0200, 0x0200, 0x0600));
    int tags = pick(0, 0, 0, 1, 1, 2, 3);
    for (int i = 0; i < tags; i++) {
      boolean service = i == 0 && tags > 1 && random.nextBoolean();
      frame.putShort((short) (service ? pick(0x88A8, 0x9100) : 0x8100));
      frame.putShort((short) (pick(0, 0, 3, 6, 15) << 12 | pick(VLANS)));
    }
    putPayload(random.nextInt(20));
    int length = pick(60, 64, 78, 100, 120, 128, 200, 300, 600, 1001, 1514);
    int least = Math.max(60, frame.position() + 4);
    byte[] bytes = new byte[Math.max(length, least)];
    frame.get(0, bytes);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, number % 3 << 30 | number);
    return bytes;
  }

  private void putAddress(int start) {
    switch (start) {
      case 0xFFFF -> frame.putShort((short) -1).putInt(-1);
      case 0x0100 -> frame.putShort((short) 0x0100).putInt(0x5E000000 | pick(1, 2, 0x7FFFFF));
      default -> frame.putShort((short) start).putInt(pick(1, 2, 3));
    }
  }

  private void putPayload(int kind) {
    switch (kind) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> {
        frame.putShort((short) 0x0800);
        putIpv4();
      }
      case 8, 9, 10, 11 -> {
        frame.putShort((short) 0x86DD);
        putIpv6();
      }
      case 12 -> {
        frame.putShort((short) pick(0x0806, 0x0806, 0x8035)).putInt(0x00010800);
        frame.putShort((short) 0x0604).putShort((short) pick(1, 2));
        frame.putShort((short) 0x0200).putInt(1).putInt(address4());
        frame.putShort((short) 0).putInt(0).putInt(address4());
      }
      case 13 -> { // MPLS: label, bottom of stack
        frame.putShort((short) 0x8847);
        frame.putInt(pick(100, 16, 3) << 12 | 0x100 | 64);
        putIpv4();
      }
      case 14 -> {
        frame.putShort((short) 0x8863).putShort((short) 0x1109).putShort((short) 0);
        frame.putShort((short) 0);
      }
      case 15 -> { // PPPoE session that carries IP
        frame.putShort((short) 0x8864).putShort((short) 0x1100).putShort((short) pick(1, 2));
        frame.putShort((short) 60).putShort((short) 0x0021);
        putIpv4();
      }
      case 16 -> { // 802.3 and LLC: spanning tree, IS-IS, IPX
        int sap = pick(0x42, 0xFE, 0xE0);
        frame.putShort((short) 46).put((byte) sap).put((byte) sap).put((byte) 3).put((byte) 0x83);
      }
      case 17 -> frame.putShort((short) 0x8137); // IPX
      default -> frame.putShort((short) 0x88B5);
    }
  }

  private int address4() {
    return pick(0x0A000001, 0x0A000001, 0x0A000002, 0x0A000003, 0x0A010203, 0xC0A80101, 0xAC100001);
  }

  private void putIpv4() {
    int words = pick(5, 5, 5, 6, 15);
    int start = frame.position();
    int protocol = pick(6, 6, 6, 17, 17, 17, 1, 1, 2, 132, 50, 51, 4);
    frame.put((byte) (0x40 | words)).put((byte) pick(0, 0, 2, 0xB8));
    frame.putShort((short) pick(40, 46, 100, 600)).putShort((short) random.nextInt(0x4000));
    frame.putShort((short) pick(0, 0x4000, 0x4000, 0x4000, 0x2000, 0x2010, 0x0020));
    frame.put((byte) pick(1, 4, 32, 64, 64, 255)).put((byte) protocol).putShort((short) 0);
    frame.putInt(address4()).putInt(pick(address4(), address4(), 0xE0000001, -1));
    frame.position(start + 4 * words);
    putTransport(protocol);
  }

  private void putIpv6() {
    int protocol = pick(6, 6, 17, 17, 58, 58, 132, 59);
    int extension = pick(-1, -1, 0, 60, 44, 51);
    frame.putInt(0x60000000 | pick(0, 0, 0x12345)).putShort((short) pick(40, 100));
    frame.put((byte) (extension >= 0 ? extension : protocol)).put((byte) pick(1, 64, 255));
    frame.putLong(0xFD00000000000000L | pick(0, 0, 1)).putLong(pick(1, 2));
    frame.putLong(random.nextBoolean() ? 0xFD00000000000000L : 0xFF02000000000000L);
    frame.putLong(pick(1, 2));
    if (extension >= 0) {
      frame.put((byte) protocol).put((byte) (extension == 51 ? 1 : 0)).putShort((short) 0);
      frame.putLong(0);
      frame.position(frame.position() - (extension == 51 ? 0 : 4));
    }
    putTransport(protocol);
  }

  private void putTransport(int protocol) {
    switch (protocol) {
      case 6 -> {
        int flags = pick(2, 18, 16, 24, 24, 17, 4, 0xC2);
        frame.putShort((short) pick(PORTS)).putShort((short) pick(80, pick(PORTS), pick(PORTS)));
        frame.putInt(random.nextInt()).putInt(random.nextInt());
        frame.put((byte) (pick(5, 5, 8) << 4)).put((byte) flags).putShort((short) 1_000);
        frame.putInt(0).putInt(pick(0x47455420, 0));
      }
      case 17 ->
          frame
              .putShort((short) pick(PORTS))
              .putShort((short) pick(PORTS))
              .putShort((short) pick(8, 50, 500))
              .putShort((short) 0)
              .putShort((short) pick(0, 1));
      case 132 -> frame.putShort((short) pick(PORTS)).putShort((short) pick(PORTS)).putLong(0);
      case 1 -> frame.put((byte) pick(0, 8, 3, 11)).put((byte) pick(0, 3)).putShort((short) 0);
      case 58 -> frame.put((byte) pick(128, 129, 135, 136, 1)).put((byte) 0).putShort((short) 0);
      default -> frame.putInt(random.nextInt());
    }
  }

  /** Writes a pcap file; a packet's time, in microseconds, is its place in the list. */
  public static Path writePcap(List<byte[]> frames, int snapLength, LinkType linkType, Path file)
      throws IOException {
    return writePcap(frames, snapLength, linkType.number(), file);
  }

  /** The same for the link type that has this number. */
  public static Path writePcap(List<byte[]> frames, int snapLength, int linkType, Path file)
      throws IOException {
    int size = 24 + frames.stream().mapToInt(frame -> 16 + frame.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.putInt(snapLength).putInt(linkType);
    for (int i = 0; i < frames.size(); i++) {
      byte[] bytes = frames.get(i);
      int captured = Math.min(bytes.length, snapLength);
      out.putInt(1_000_000_000).putInt(i).putInt(captured).putInt(bytes.length);
      out.put(bytes, 0, captured);
    }
    out.flip();
    byte[] content = new byte[out.remaining()];
    out.get(content);
    return Files.write(file, content);
  }

  /** The packets of a file that {@code corpus.py} has written, which are all whole. */
  public static List<byte[]> readCorpus(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    in.position(24);
    List<byte[]> frames = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] frame = new byte[in.getInt(in.position() + 8)];
      in.position(in.position() + 16).get(frame);
      frames.add(frame);
    }
    return frames;
  }

  /** A file of {@link #writePcap}, among others that one tcpdump reads. */
  public record Part(LinkType linkType, List<byte[]> frames, int snapLength, Path file) {
    Part write() throws IOException {
      assertThat(frames.stream().filter(frame -> frame.length == 0)).hasSizeLessThan(2);
      writePcap(frames, snapLength, linkType, file);
      return this;
    }

    /** Of a packet without bytes tcpdump prints no time: it has to be the only one. */
    private int placeOfTheEmptyOne() {
      return IntStream.range(0, frames.size()).filter(i -> frames.get(i).length == 0).sum();
    }
  }

  /** The places of the packets that one {@code tcpdump} selects from each part, by file. */
  public static Map<Path, List<Integer>> selectedByTcpdump(List<Part> parts, String expression)
      throws IOException, InterruptedException {
    Map<String, Part> byFile = new HashMap<>();
    parts.forEach(part -> byFile.put(part.file().toString(), part));
    Path list = Files.write(Files.createTempFile("files", null), byFile.keySet());
    try {
      // As another user, which root becomes else, it might not see the second file.
      Process tcpdump =
          new ProcessBuilder(
                  "tcpdump", "-nqKttl", "-Z", "root", "-V", list.toString(), "--", expression)
              .redirectErrorStream(true)
              .start();
      Map<Path, List<Integer>> places = new HashMap<>();
      Part part = null;
      List<Integer> selected = null;
      String text = new String(tcpdump.getInputStream().readAllBytes(), ISO_8859_1);
      for (Matcher line = LINE.matcher(text); line.find(); ) {
        if (line.group("file") != null) {
          part = byFile.get(line.group("file"));
          selected = new ArrayList<>();
          places.put(part.file(), selected);
        } else if (line.group("place") != null) {
          selected.add(Integer.parseInt(line.group("place")));
        } else {
          selected.add(part.placeOfTheEmptyOne());
        }
      }
      if (!tcpdump.waitFor(1, TimeUnit.MINUTES) || tcpdump.exitValue() != 0) {
        throw new IOException("tcpdump -V … '" + expression + "': " + text);
      }
      return places;
    } finally {
      Files.delete(list);
    }
  }

  /**
   * The places of the packets that {@code tcpdump -r} selects from a file of {@link #writePcap}.
   */
  public static List<Integer> selectedByTcpdump(Path file, String expression)
      throws IOException, InterruptedException {
    Process tcpdump =
        new ProcessBuilder("tcpdump", "-r", file.toString(), "-w", "-", "--", expression)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = tcpdump.getInputStream().readAllBytes();
    if (!tcpdump.waitFor(5, TimeUnit.MINUTES) || tcpdump.exitValue() != 0) {
      throw new IOException("tcpdump -r … '" + expression + "': " + tcpdump.exitValue());
    }
    ByteBuffer packets = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).position(24);
    List<Integer> places = new ArrayList<>();
    while (packets.hasRemaining()) {
      int place = packets.getInt(packets.position() + 4);
      int captured = packets.getInt(packets.position() + 8);
      places.add(place);
      packets.position(packets.position() + 16 + captured);
    }
    return places;
  }
}
