// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Frames to send, and the sending of them from inside a {@link Namespace}. */
public final class Traffic {
  private static final int SEED = 20260101;

  private Traffic() {}

  /**
   * A realistic mix, always the same: 14 to 9014 bytes, half of them IPv4, some with options, some
   * fragments, one in ten with a VLAN tag or two, other protocols, runts, headers that are cut off
   * and headers that lie. Each frame that has room carries its number.
   */
  public static List<byte[]> mix(int count) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<byte[]> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(frame(random, i));
    }
    return frames;
  }

  private static int size(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> random.nextInt(14, 60);
      case 1, 2, 3 -> random.nextInt(60, 80);
      case 4, 5, 6 -> random.nextInt(80, 600);
      case 7, 8 -> 1514;
      default -> random.nextInt(1515, 9015);
    };
  }

  private static byte[] frame(RandomGenerator random, int number) {
    byte[] bytes = new byte[size(random)];
    random.nextBytes(bytes);
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    bytes[0] &= (byte) 0xFE; // no multicast, so that no address is more equal than others
    frame.position(12);
    for (int tags = random.nextInt(10) == 0 ? random.nextInt(1, 3) : 0;
        tags > 0 && frame.remaining() >= 8; // less, and the kernel drops it before any socket
        tags--) {
      frame.putShort((short) (tags == 2 ? 0x88A8 : 0x8100)).putShort((short) random.nextInt());
    }
    int kind = random.nextInt(8);
    frame.putShort(
        (short) new int[] {0x0800, 0x0800, 0x0800, 0x0800, 0x0806, 0x86DD, 0x88B5, 46}[kind]);
    if (kind < 4 && frame.remaining() >= 20) {
      putIpv4(frame, random, kind);
    }
    if (frame.remaining() >= 4) {
      frame.putInt(bytes.length - 4, number);
    }
    return bytes;
  }

  private static void putIpv4(ByteBuffer frame, RandomGenerator random, int kind) {
    int headerWords = kind == 1 ? random.nextInt(6, 16) : 5;
    int protocol = new int[] {6, 17, 1, 132}[random.nextInt(4)];
    int fragment = kind == 2 ? random.nextInt(0x4000) : 0x4000;
    int start = frame.position();
    frame
        .put(start, (byte) (kind == 3 ? random.nextInt() : 0x40 | headerWords))
        .putShort(start + 2, (short) frame.remaining())
        .putShort(start + 6, (short) fragment)
        .put(start + 9, (byte) protocol);
  }

  /** Writes the frames as {@code send_frames} reads them. */
  public static Path write(List<byte[]> frames, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (byte[] frame : frames) {
        out.writeInt(frame.length);
        out.write(frame);
      }
    }
    return file;
  }

  /**
   * Starts sending the frames of a file.
   *
   * @param framesPerSecond steady rate; 0 for as fast as it goes
   */
  public static Process send(Namespace from, String interfaceName, Path file, int framesPerSecond)
      throws IOException {
    Path tests = Path.of(System.getProperty("framering.native.build"), "native", "test");
    return from.process(
            List.of(
                tests.resolve("send_frames").toString(),
                interfaceName,
                file.toString(),
                Integer.toString(framesPerSecond)))
        .redirectErrorStream(true)
        .start();
  }

  /** Sends these frames as fast as it goes, and waits. */
  public static void send(Namespace from, String interfaceName, List<byte[]> frames)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("frames", null);
    try {
      Process sending = send(from, interfaceName, write(frames, file), 0);
      String said = new String(sending.getInputStream().readAllBytes());
      if (sending.waitFor() != 0) {
        throw new IOException(said);
      }
    } finally {
      Files.delete(file);
    }
  }
}
