// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framering.capture.CaptureException.Reason;
import io.framering.frame.FrameBatch;
import io.framering.jni.Tpacket;
import io.framering.testing.Namespace;
import io.framering.testing.Sweeps;
import io.framering.testing.Traffic;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real ring, whose blocks are filled by the kernel and spoilt before they are fetched: an error
 * names the field, and the capture goes on.
 */
@Timeout(600)
class DamagedRingTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int BLOCK = 8 << 10;
  private static final int BLOCKS = 4;
  private static final int GARBAGE_ROUNDS = Sweeps.cases(25, 100);

  // struct tpacket_block_desc
  private static final int BLOCK_STATUS = 8;
  private static final int TP_STATUS_USER = 1;

  @AutoClose private final Namespace namespace = Namespace.withVeth();
  private Capture capture;
  private MemorySegment ring;

  @BeforeEach
  void openRing() throws Exception {
    CaptureOptions options =
        CaptureOptions.defaults().ringBytes((long) BLOCKS * BLOCK).blockBytes(BLOCK);
    capture = namespace.call(() -> Capture.open("right", options));
    ring = mapping();
  }

  @AfterEach
  void closeRing() {
    if (capture != null) {
      capture.close();
    }
  }

  /** The ring as this process has it mapped, to be written to. */
  @SuppressWarnings("restricted") // which is the point
  private static MemorySegment mapping() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      List<String> rings = lines.filter(line -> line.contains("socket:")).toList();
      assertThat(rings).as("one ring is open").hasSize(1);
      long address = Long.parseUnsignedLong(rings.getFirst().split("-")[0], 16);
      return MemorySegment.ofAddress(address).reinterpret((long) BLOCKS * BLOCK);
    }
  }

  /** Has the kernel fill a block, and spoils it. */
  private void spoil(Consumer<MemorySegment> damage) throws Exception {
    Traffic.send(namespace, "left", List.of(new byte[100]));
    for (; ; Thread.sleep(1)) {
      for (int i = 0; i < BLOCKS; i++) {
        MemorySegment block = ring.asSlice((long) i * BLOCK, BLOCK);
        if ((block.get(ValueLayout.JAVA_INT, BLOCK_STATUS) & TP_STATUS_USER) != 0) {
          damage.accept(block);
          return;
        }
      }
    }
  }

  private CaptureException fetchFails() {
    CaptureException failure =
        catchThrowableOfType(CaptureException.class, () -> capture.next(SOON));
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(Reason.DAMAGED_RING);
    return failure;
  }

  /** The next frame is read as ever; when the damage was to the number of the block, it is told. */
  private void goesOn() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      Traffic.send(namespace, "left", List.of(new byte[60]));
      try {
        FrameBatch batch = capture.next(SOON);
        assertThat(batch.iterator().next().capturedLength()).isEqualTo(60);
        batch.close();
        return;
      } catch (CaptureException e) {
        assertThat(e).hasMessageContaining("seq_num is out of range");
      }
    }
    throw new AssertionError("does not go on");
  }

  @ParameterizedTest
  @CsvSource({
    "offset_to_first_pkt, false, 16, 8",
    "offset_to_first_pkt, false, 16, 0x7FFFFFF0",
    "tp_next_offset, false, 12, 2",
    "tp_next_offset, false, 12, -1",
    "seq_num, false, 24, 77",
    "tp_snaplen, true, 12, -1",
    "tp_snaplen, true, 12, 9000",
    "tp_mac, true, 24, 0",
    "tp_mac, true, 24, -1",
  })
  void fieldIsNamed(String field, boolean ofTheFrame, int offset, String value) throws Exception {
    spoil(block -> {
      int start = ofTheFrame ? block.get(ValueLayout.JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT) : 0;
      block.set(ValueLayout.JAVA_INT, (long) start + offset, Integer.decode(value));
    });
    assertThat(fetchFails())
        .hasMessage("right: a block of the ring is damaged: " + field + " is out of range");
    assertThat(capture.ended()).isFalse();
    goesOn();
  }

  @Test
  void garbageIsRefused() throws Exception {
    Random random = new Random(20_260_101);
    byte[] garbage = new byte[BLOCK - Tpacket.NUM_PKTS];
    for (int round = 0; round < GARBAGE_ROUNDS; round++) {
      random.nextBytes(garbage);
      spoil(block ->
          MemorySegment.copy(
              garbage, 0, block, ValueLayout.JAVA_BYTE, Tpacket.NUM_PKTS, garbage.length));
      assertThat(fetchFails().getMessage()).endsWith(" is out of range");
    }
    goesOn();
  }
}
