// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.packet.Packet;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;

/**
 * The flow table over a file, beside decoding alone; both several times in one process, one after
 * the other.
 *
 * <p>{@code FlowBench FILE} takes a capture. {@code FlowBench --flows 2000,500000} makes a file for
 * each number of flows, of 60-byte UDP packets that choose their flows at random: the worst case
 * for caches.
 */
final class FlowBench {
  private static final int ROUNDS = 9;
  private static final int LEAST_PACKETS = 2_000_000;
  private static final int FRAME = 60;

  private FlowBench() {}

  /** Arguments: a file, or "--flows" and numbers with commas between them. */
  public static void main(String[] arguments) throws IOException {
    if (!arguments[0].equals("--flows")) {
      run(Path.of(arguments[0]), FlowOptions.defaults().maxFlows(1 << 20), System.out);
      return;
    }
    for (String number : arguments[1].split(",")) {
      int flows = Integer.parseInt(number);
      Path file = Files.createTempFile("framering-flows-", ".pcap");
      try {
        write(file, flows, Math.max(LEAST_PACKETS, 2 * flows));
        System.out.printf("%d flows%n", flows);
        run(file, FlowOptions.defaults().maxFlows(flows), System.out);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static void run(Path file, FlowOptions options, PrintStream out) {
    try (FlowTable table = new FlowTable(options)) {
      for (int round = 0; round < ROUNDS; round++) {
        long frames = table.statistics().packets();
        double decoding = decode(file);
        double counting = count(file, table);
        frames = table.statistics().packets() - frames;
        out.printf(
            Locale.ROOT,
            "frames %d flows %d decoding %.6f counting %.6f seconds, %.1f and %.1f ns per frame%n",
            frames,
            table.size(),
            decoding,
            counting,
            decoding * 1e9 / frames,
            counting * 1e9 / frames);
      }
    }
  }

  private static double decode(Path file) {
    long began = System.nanoTime();
    Packet packet = new Packet();
    long layers = 0;
    try (SavefileReader reader = SavefileReader.open(file)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          packet.wrap(frame);
          layers += packet.size();
        }
      }
    }
    if (layers == 0) {
      throw new IllegalStateException(file + " has no packets");
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static double count(Path file, FlowTable table) {
    long began = System.nanoTime();
    try (SavefileReader reader = SavefileReader.open(file)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        table.addAll(batch);
      }
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static void write(Path file, int flows, int packets) throws IOException {
    Random random = new Random(1);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      bytes.putInt(0xA1B2C3D4).putInt(0x0004_0002).putLong(0).putInt(1 << 16).putInt(1);
      for (int i = 0; i < packets; i++) {
        if (bytes.remaining() < 16 + FRAME) {
          channel.write(bytes.flip());
          bytes.clear();
        }
        int flow = i < flows ? i : random.nextInt(flows);
        bytes.putInt(1_790_000_000).putInt(i % 1_000_000).putInt(FRAME).putInt(FRAME);
        int begin = bytes.position();
        bytes.order(ByteOrder.BIG_ENDIAN);
        bytes.putLong(0x0200_0000_0002_0200L).putInt(1).putShort((short) 0x0800);
        bytes.putLong(0x4500_002E_0000_4000L).putInt(0x4011_0000);
        bytes.putInt(0x0A00_0000 + flow).putInt(0x0A80_0001);
        bytes.putInt(40_000 << 16 | 443).putInt(26 << 16);
        bytes.order(ByteOrder.LITTLE_ENDIAN).position(begin + FRAME);
      }
      channel.write(bytes.flip());
    }
  }
}
