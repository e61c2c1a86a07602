// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.LinkType;
import io.framering.packet.Chdlc;
import io.framering.packet.Packet;
import io.framering.print.text.TextBuffer;
import io.framering.testing.Sweeps;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Frames that are cut and broken at random: nothing throws, nothing loops, and what lies beside a
 * frame is never read. Each is printed where it fills its memory, so that a read outside throws,
 * and among zeros and among ones, so that such a read would show.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class HostileInputTest {
  private static final int MUTATIONS = Sweeps.cases(30_000, 500_000);
  private static final int MARGIN = 128;
  static final int LONGEST = 512;
  private static final byte[] INTERESTING = {0, 1, 2, 4, 5, 20, 0x40, 0x45, 0x4F, 0x7F, -128, -1};

  private final List<GoldenCase> corpus = GoldenCase.all();
  private final MemorySegment zeros = surroundings((byte) 0);
  private final MemorySegment ones = surroundings((byte) 0xFF);
  private final PlacedFrame frame = new PlacedFrame();
  private final Packet packet = new Packet();
  private final TextBuffer text = new TextBuffer();
  // One set for each place: a printer may count frames, or remember connections.
  private final List<FramePrinter> exactly = printers();
  private final List<FramePrinter> betweenZeros = printers();
  private final List<FramePrinter> betweenOnes = printers();

  private static List<FramePrinter> printers() {
    return Arrays.stream(OutputFormat.values())
        .map(format -> format.printer(GoldenTest.OPTIONS))
        .toList();
  }

  private static MemorySegment surroundings(byte poison) {
    return Arena.ofAuto().allocate(LONGEST + 2 * MARGIN).fill(poison);
  }

  /** As Ethernet, and as one other link type at a time or as each. */
  @Test
  void everyFrameCutAtEveryLength() {
    LinkType[] linkTypes = LinkType.values();
    for (GoldenCase golden : corpus) {
      byte[] bytes = golden.bytes();
      for (int length = 0; length <= bytes.length; length++) {
        for (LinkType linkType : linkTypes) {
          if (Sweeps.ALL
              || linkType == LinkType.ETHERNET
              || linkType == linkTypes[length % linkTypes.length]) {
            check(bytes, length, linkType, golden + " cut");
          }
        }
      }
    }
  }

  @Test
  void randomMutations() {
    long seed = Long.getLong("framering.seed", 1);
    byte[][] frames = corpus.stream().map(GoldenCase::bytes).toArray(byte[][]::new);
    LinkType[] linkTypes = LinkType.values();
    Random random = new Random(seed);
    byte[] bytes = new byte[LONGEST];
    for (int i = 0; i < MUTATIONS; i++) {
      int length = mutate(frames[random.nextInt(frames.length)], bytes, random);
      LinkType linkType =
          i % 8 == 0 ? linkTypes[random.nextInt(linkTypes.length)] : LinkType.ETHERNET;
      check(bytes, length, linkType, "-Dframering.seed=" + seed + ", mutation " + i);
    }
  }

  /** Puts {@code original}, cut or broken at random, into {@code bytes}; gives its length. */
  static int mutate(byte[] original, byte[] bytes, Random random) {
    random.nextBytes(bytes);
    System.arraycopy(original, 0, bytes, 0, original.length);
    int length =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(original.length + 1);
          case 1 -> original.length + random.nextInt(LONGEST - original.length + 1);
          default -> original.length;
        };
    for (int count = random.nextInt(6); count > 0 && length > 0; count--) {
      int at = random.nextInt(length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        default -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
      }
    }
    return length;
  }

  private void check(byte[] bytes, int length, LinkType linkType, String what) {
    try {
      frame.linkType = linkType;
      place(zeros, bytes, length);
      place(ones, bytes, length);
      byte[] exact = printed(exactly, frame.at(ones.asSlice(MARGIN, length), 0, length));
      byte[] amongZeros = printed(betweenZeros, frame.at(zeros, MARGIN, length));
      byte[] amongOnes = printed(betweenOnes, frame.at(ones, MARGIN, length));
      assertThat(Arrays.equals(exact, amongZeros)).as("reads nothing outside").isTrue();
      assertThat(Arrays.equals(exact, amongOnes)).as("reads nothing outside").isTrue();
      assertPrintable(exact);
      walk(length, linkType);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what + ", " + linkType + ", length " + length, e);
    } finally {
      zeros.asSlice(MARGIN, LONGEST).fill((byte) 0);
      ones.asSlice(MARGIN, LONGEST).fill((byte) 0xFF);
    }
  }

  private static void place(MemorySegment memory, byte[] bytes, int length) {
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, MARGIN, length);
  }

  private byte[] printed(List<FramePrinter> printers, PlacedFrame placed) {
    text.clear();
    for (FramePrinter printer : printers) {
      printer.print(placed, text);
    }
    return text.toByteArray();
  }

  private void walk(int length, LinkType linkType) {
    MemorySegment memory = ones.asSlice(MARGIN, length);
    packet.wrap(linkType.number(), memory, 0, length, 0);
    assertThat(packet.size() <= Packet.MAX_LAYERS).isTrue();
    assertThat(packet.payloadOffset() >= 0).isTrue();
    assertThat(packet.payloadOffset() <= packet.payloadEnd()).isTrue();
    assertThat(packet.payloadEnd() <= length).isTrue();
    assertThat(packet.capturedPayloadLength() <= packet.payloadLength()).isTrue();
    for (int i = 1; i < packet.size(); i++) {
      // PPP has no bytes before a header of Cisco's HDLC, which says that the frame is not PPP.
      boolean mayBeEmpty = packet.layer(i) instanceof Chdlc;
      assertThat(packet.layer(i).offset() > packet.layer(i - 1).offset() || mayBeEmpty).isTrue();
    }
  }

  private static void assertPrintable(byte[] text) {
    for (byte b : text) {
      if (b != '\n' && b != '\t' && (b < ' ' || b > '~')) {
        throw new AssertionError(
            "byte " + b + " in " + new String(text, StandardCharsets.US_ASCII));
      }
    }
  }
}
