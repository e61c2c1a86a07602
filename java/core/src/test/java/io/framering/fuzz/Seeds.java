// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.packet.HeaderFuzz;
import io.framering.print.GoldenCase;
import io.framering.print.line.Corpus;
import io.framering.savefile.HostileFileTest;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What fuzzing begins with: the frames and files that other tests are made of. */
final class Seeds {
  /** Each frame with other options; this steps through all the bits. */
  private static final int OPTIONS_STEP = 37;

  private static final int CORPUS_STEP = 50;
  private static final int GZIP_CUT_NOTHING = 0;

  private Seeds() {}

  static Stream<byte[]> of(Target target) {
    return switch (target) {
      case HEADER -> headers();
      case PACKET, CLASSIC, TREE, JSON, DUMP -> inputs(golden());
      case LINE -> inputs(Stream.of(golden(), corpus()).flatMap(List::stream).toList());
      case PCAP -> files().filter(Seeds::isPcap).map(Seeds::pcap);
      case PCAPNG ->
          Stream.concat(files().filter(file -> !isPcap(file)), HostileFileTest.blocks())
              .map(file -> from(file, 4));
      case GZIP -> files().map(file -> prefixed(GZIP_CUT_NOTHING, file));
      case BPF -> programs();
    };
  }

  private static List<CapturedFrame> golden() {
    return GoldenCase.all().stream().map(GoldenCase::frame).toList();
  }

  /** Some of the many frames that the line format is compared with tcpdump on. */
  private static List<CapturedFrame> corpus() {
    List<CapturedFrame> frames = new ArrayList<>();
    try {
      Path folder = Files.createTempDirectory("framering-corpus");
      for (Path file : Corpus.write(folder)) {
        try (SavefileReader reader = SavefileReader.open(file)) {
          int[] count = new int[1];
          reader.run(frame -> {
            if (count[0]++ % CORPUS_STEP == 0) {
              frames.add(frame.copy());
            }
          });
        }
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return frames;
  }

  private static Stream<byte[]> inputs(List<CapturedFrame> frames) {
    return IntStream.range(0, frames.size())
        .mapToObj(i -> {
          CapturedFrame frame = frames.get(i);
          return FuzzedFrame.input(frame.linkType(), i * OPTIONS_STEP, frame.toByteArray());
        });
  }

  /** What follows an Ethernet header, and what follows an IPv4 header, to each decoder. */
  private static Stream<byte[]> headers() {
    List<byte[]> inputs = new ArrayList<>();
    for (GoldenCase golden : GoldenCase.all()) {
      byte[] frame = golden.frame().toByteArray();
      boolean ethernet = golden.frame().linkType() == LinkType.ETHERNET;
      for (int skip : ethernet ? new int[] {14, 34, 54} : new int[] {0}) {
        if (skip < frame.length) {
          byte[] rest = from(frame, skip);
          inputs.add(prefixed(inputs.size() % HeaderFuzz.DECODERS, prefixed(0, rest)));
        }
      }
    }
    return inputs.stream();
  }

  private static Stream<byte[]> files() {
    return HostileFileTest.files();
  }

  private static boolean isPcap(byte[] file) {
    return ByteBuffer.wrap(file).getInt() != PcapngFuzz.SECTION_HEADER;
  }

  private static byte[] pcap(byte[] file) {
    int magic = ByteBuffer.wrap(file).getInt();
    for (int kind = 0; kind < 2 * PcapFuzz.MAGICS.length; kind++) {
      int known = PcapFuzz.MAGICS[kind / 2];
      if (magic == (kind % 2 == 0 ? known : Integer.reverseBytes(known))) {
        return prefixed(kind, from(file, 4));
      }
    }
    throw new IllegalStateException("no pcap file");
  }

  /** `tcp port 80` as libpcap compiles it, and a few of the other instructions. */
  private static Stream<byte[]> programs() {
    long[][] programs = {
      {
        0x0028_0000_0000_000CL,
        0x0015_0004_0000_86DDL,
        0x0030_0000_0000_0014L,
        0x0015_000B_0000_0006L,
        0x0028_0000_0000_0038L,
        0x0015_0800_0000_0050L,
        0x0015_0008_0000_0800L,
        0x0030_0000_0000_0017L,
        0x0015_0006_0000_0006L,
        0x0028_0000_0000_0014L,
        0x0045_0400_0000_1FFFL,
        0x00B1_0000_0000_000EL,
        0x0048_0000_0000_0010L,
        0x0015_0001_0000_0050L,
        0x0006_0000_0004_0000L,
        0x0006_0000_0000_0000L
      },
      {
        0x0080_0000_0000_0000L, 0x0002_0000_0000_0003L, 0x0061_0000_0000_0003L,
        0x0087_0000_0000_0000L, 0x0034_0000_0000_0007L, 0x006C_0000_0000_0000L,
        0x0016_0000_0000_0000L
      }
    };
    byte[] frame = GoldenCase.all().getFirst().frame().toByteArray();
    return Arrays.stream(programs)
        .map(program -> {
          ByteBuffer input = ByteBuffer.allocate(1 + program.length * Long.BYTES + frame.length);
          input.put((byte) program.length);
          for (long instruction : program) {
            input.putLong(instruction | 0x8000L << 48);
          }
          return input.put(frame).array();
        });
  }

  private static byte[] prefixed(int first, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) first).put(rest).array();
  }

  private static byte[] from(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }
}
