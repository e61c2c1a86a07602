// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.packet;
import static io.framering.savefile.FileBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.savefile.SavefileException.Reason;
import io.framering.testing.Allocated;
import io.framering.testing.Sweeps;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds: packets, then an end or one exception; in bounded time and memory. */
@Timeout(600)
public class HostileFileTest {
  private static final int MUTANTS = Sweeps.cases(2_000, 25_000);

  /** One of each kind. */
  public static Stream<byte[]> files() {
    return Stream.of(
        pcap(little(), 0xA1B2C3D4L),
        pcap(big(), 0xA1B23C4DL),
        pcapng(little()),
        pcapng(big()),
        kuznetsov());
  }

  /** With all kinds of blocks and options. */
  public static Stream<byte[]> blocks() {
    return Stream.of(FileCorpus.allBlocks(little(), true), FileCorpus.allBlocks(big(), true));
  }

  private static byte[] pcap(FileBytes file, long magic) {
    file.pcap(magic);
    for (int i = 0; i < 6; i++) {
      file.record(1_700_000_000L + i, i, 60 + i, packet(20 + i));
    }
    return file.toArray();
  }

  private static byte[] kuznetsov() {
    FileBytes file = big().pcap(0xA1B2CD34L);
    for (int i = 0; i < 6; i++) {
      file.u32(i).u32(i).u32(20 + i).u32(60).u32(2).u32(0x08000000).bytes(packet(20 + i));
    }
    return file.toArray();
  }

  private static byte[] pcapng(FileBytes file) {
    file.section();
    file.description(1, 64, file.body().option(2, "eth0").option(9, new byte[] {9}));
    file.block(4, file.body().bytes(new byte[24]));
    for (int i = 0; i < 4; i++) {
      file.enhanced(0, i, 60, packet(20 + i), file.body().u16(2).u16(4).u32(2));
    }
    file.block(3, file.body().u32(9).bytes(packet(9)));
    file.block(2, file.body().u16(0).u16(3).u64(7).u32(3).u32(4).bytes(packet(3)));
    file.block(5, file.body().u32(0).u64(0).u16(4).u16(8).u64(100));
    return file.toArray();
  }

  /** For each length of the file: what of it is there as a whole is delivered. */
  @ParameterizedTest
  @MethodSource("files")
  void everyTruncationIsReadUpToTheLastWholePacket(byte[] file) {
    List<CapturedFrame> whole = read(file);
    int before = 0;
    int ended = 0;
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      int[] count = new int[1];
      try (SavefileReader reader = FileBytes.open(cut)) {
        reader.run(frame -> {
          assertThat(frame.copy().toByteArray()).isEqualTo(whole.get(count[0]).toByteArray());
          count[0]++;
        });
        ended++;
      } catch (SavefileException e) {
        assertThat(e.reason()).isIn(Reason.TRUNCATED, Reason.NOT_A_CAPTURE_FILE);
        assertThat(e.packets()).isEqualTo(count[0]);
        assertThat(e.offset()).isLessThanOrEqualTo(length);
      }
      assertThat(count[0]).as("packets in %d bytes", length).isBetween(before, before + 1);
      before = count[0];
    }
    assertThat(before).isGreaterThanOrEqualTo(whole.size() - 1);
    assertThat(ended)
        .as("lengths at which a record ends")
        .isBetween(whole.size(), whole.size() + 6);
  }

  /** A buffer of any size shows the same packets. */
  @ParameterizedTest
  @MethodSource("files")
  void buffersOfAnySizeShowTheSame(byte[] file) {
    int expected = read(file).size();
    for (int capacity = 1; capacity < 200; capacity++) {
      assertThat(ReadFile.all(file, capacity, file.length)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void mutatedFilesAreReadOrRefused(byte[] file) {
    Random random = new Random(file.length);
    int refused = 0;
    int delivered = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(file, random);
      try {
        delivered += ReadFile.all(mutant, 512, mutant.length);
      } catch (SavefileException e) {
        assertThat(e.offset()).isBetween(0L, (long) mutant.length);
        refused++;
      }
    }
    assertThat(refused).isBetween(MUTANTS / 10, MUTANTS);
    assertThat(delivered).isGreaterThan(MUTANTS / 10);
  }

  /** Whatever of a damaged file is read, the copy has, and is whole. */
  @ParameterizedTest
  @MethodSource("blocks")
  void copiesOfMutatedFilesAreWhole(byte[] file) {
    Random random = new Random(file.length);
    int copied = 0;
    for (int i = 0; i < MUTANTS; i++) {
      copied += ReadFile.copied(mutate(file, random));
    }
    assertThat(copied).isGreaterThan(MUTANTS);
  }

  private static final int[] NASTY = {0, 1, 3, 4, 8, 12, 0x7FFFFFFF, 0x80000000, -1, -4, 0x10000};

  private static byte[] mutate(byte[] file, Random random) {
    byte[] mutant = file.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(mutant.length - 4);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt();
        case 2 -> {
          int value = NASTY[random.nextInt(NASTY.length)];
          for (int i = 0; i < 4; i++) {
            mutant[at + i] = (byte) (value >>> 8 * (random.nextBoolean() ? i : 3 - i));
          }
        }
        default ->
            mutant =
                random.nextBoolean()
                    ? Arrays.copyOf(mutant, Math.max(5, at))
                    : spliced(mutant, at, random.nextInt(mutant.length));
      }
    }
    return mutant;
  }

  private static byte[] spliced(byte[] file, int to, int from) {
    byte[] spliced = Arrays.copyOf(file, to + file.length - from);
    System.arraycopy(file, from, spliced, to, file.length - from);
    return spliced.length > 4 ? spliced : file;
  }

  /** 128 MiB are a packet's size that is believed of a D-Bus capture: but not before they come. */
  @Test
  void sizesAreNotBelievedBeforeTheBytesHaveCome() throws Exception {
    byte[] file =
        little()
            .pcap(0xA1B2C3D4L, 2, 4, 231)
            .u32(0)
            .u32(0)
            .u32(128 << 20)
            .u32(128 << 20)
            .bytes(new byte[1000])
            .toArray();
    readTruncated(file); // loads classes
    long heap = Allocated.bytes();
    assertThat(MemoryUse.peakGrowth(() -> readTruncated(file))).isLessThan(64 << 20);
    assertThat(Allocated.bytes() - heap).isLessThan(1 << 20);
  }

  private static void readTruncated(byte[] file) {
    try (SavefileReader reader = FileBytes.open(file)) {
      reader.run(frame -> {});
    } catch (SavefileException e) {
      assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void largePacketsThatHaveComeAreDelivered() {
    byte[] packet = packet(3 << 20);
    byte[] file =
        little()
            .pcap(0xA1B2C3D4L, 2, 4, 231)
            .record(0, 0, 1, packet)
            .record(0, 0, 1, packet(7))
            .toArray();
    List<CapturedFrame> frames = read(file);
    assertThat(frames.get(0).toByteArray()).isEqualTo(packet);
    assertThat(frames.get(1).toByteArray()).isEqualTo(packet(7));
  }
}
