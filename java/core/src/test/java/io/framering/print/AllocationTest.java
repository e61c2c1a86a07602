// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.packet.Packet;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.TextBuffer;
import io.framering.testing.Allocated;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Decoding and printing 200,000 frames allocates no more than a few objects in all, once the
 * compiler is done with the code: which may take some rounds.
 */
class AllocationTest {
  private static final int FRAMES = 200_000;
  private static final long MICROSECONDS_BETWEEN = 500;
  private static final long FEW_BYTES = 64 * 1024;

  private final List<CapturedFrame> corpus =
      GoldenCase.all().stream().map(GoldenCase::frame).toList();

  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void printing(OutputFormat format) {
    FramePrinter printer = format.printer(GoldenTest.OPTIONS);
    TextBuffer text = new TextBuffer();

    assertThat(allocatedBy(frame -> printer.print(frame, text.clear()))).isLessThan(FEW_BYTES);
  }

  @Test
  void printingWithAHexDump() {
    PrintOptions options = GoldenTest.OPTIONS.dump(DumpStyle.HEX_ASCII_LINK);
    FramePrinter printer = OutputFormat.LINE.printer(options);
    TextBuffer text = new TextBuffer();

    assertThat(allocatedBy(frame -> printer.print(frame, text.clear()), FRAMES / 2))
        .isLessThan(FEW_BYTES);
  }

  @Test
  void decoding() {
    Packet packet = new Packet();

    long allocated = allocatedBy(frame -> packet.wrap(frame));

    assertThat(allocated).isLessThan(FEW_BYTES);
  }

  private long allocatedBy(Consumer<PlacedFrame> work) {
    return allocatedBy(work, FRAMES);
  }

  private long allocatedBy(Consumer<PlacedFrame> work, int frames) {
    int size = corpus.stream().mapToInt(CapturedFrame::capturedLength).sum();
    MemorySegment memory = Arena.ofAuto().allocate(size);
    long[] offsets = new long[corpus.size() + 1];
    for (int i = 0; i < corpus.size(); i++) {
      MemorySegment bytes = corpus.get(i).memory();
      MemorySegment.copy(bytes, 0, memory, offsets[i], bytes.byteSize());
      offsets[i + 1] = offsets[i] + bytes.byteSize();
    }
    run(work, memory, offsets, frames);
    return Allocated.onceCompiled(FEW_BYTES, () -> run(work, memory, offsets, frames));
  }

  private void run(Consumer<PlacedFrame> work, MemorySegment memory, long[] offsets, int frames) {
    PlacedFrame frame = new PlacedFrame();
    for (int i = 0; i < frames; i++) {
      int which = i % (offsets.length - 1);
      frame.timestampNanos += MICROSECONDS_BETWEEN * 1000;
      frame.linkType = corpus.get(which).linkType();
      work.accept(frame.at(memory, offsets[which], (int) (offsets[which + 1] - offsets[which])));
    }
  }
}
