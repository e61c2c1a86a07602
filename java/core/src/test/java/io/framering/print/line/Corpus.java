// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Frame;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Packets that were built field by field, and what can be made of them. */
public final class Corpus {
  private static final Path PROGRAM = Path.of("src/test/python/corpus.py");
  private static final byte[] INTERESTING = {
    0, 1, 2, 4, 5, 8, 20, 0x40, 0x45, 0x4F, 0x7F, -128, -1
  };

  private Corpus() {}

  /** Writes the capture files into {@code folder}, one for each link type. */
  public static List<Path> write(Path folder) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("python3", PROGRAM.toString(), folder.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      Namespace.skip("there are no packets to be compared, as python3 is missing: " + e);
      return List.of();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(PROGRAM + " failed");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".pcap")).sorted().toList();
    }
  }

  /** About {@code count} of the frames, each cut at every length. */
  static List<Frame> cutEverywhere(List<Frame> frames, int count) {
    List<Frame> cut = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Frame frame = frames.get((int) ((long) i * frames.size() / count));
      byte[] bytes = bytes(frame);
      for (int length = 1; length < bytes.length; length++) {
        byte[] captured = Arrays.copyOf(bytes, length);
        cut.add(PcapFrames.frame(frame.linkType(), frame.timestampNanos(), captured, bytes.length));
      }
    }
    return cut;
  }

  /** So many frames with a few bytes changed, some of them cut. */
  static List<Frame> mutated(List<Frame> frames, int count, Random random) {
    List<Frame> mutated = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Frame frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes = bytes(frame);
      mutate(bytes, random);
      byte[] captured =
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
      mutated.add(
          PcapFrames.frame(
              frame.linkType(), frame.timestampNanos() + i * 1_000L, captured, bytes.length));
    }
    return mutated;
  }

  static void mutate(byte[] bytes, Random random) {
    int most = bytes.length == 0 ? 0 : 1 + random.nextInt(4);
    for (int changes = most; changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        default -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
      }
    }
  }

  private static byte[] bytes(Frame frame) {
    return frame.bytes().toArray(ValueLayout.JAVA_BYTE);
  }
}
