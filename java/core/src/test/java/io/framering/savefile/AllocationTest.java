// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.testing.Allocated;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading and writing capture files allocates a few objects for each batch, and none per frame. */
class AllocationTest {
  private static final int FRAMES = 100_000;
  private static final int LONGEST = 400;

  /** Passes before the one that counts: the compiler has to be done with what it compiles. */
  private static final int WARM_UP = 4;

  /** A batch object, its arena, its segments, its cursor. */
  private static final long BYTES_PER_BATCH = 1024;

  /** A reader, with what it is made of; one object per frame would be 1,600,000. */
  private static final long FEW_BYTES = 512 * 1024;

  @TempDir Path folder;
  private Path source;
  private long batches;
  private int readers = 1;
  private Supplier<FrameSource> opener = () -> SavefileReader.open(source);

  @BeforeEach
  void prepare() throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(24 + FRAMES * (16 + LONGEST)).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xA1B2C3D4).putInt(0x00040002).putLong(0).putInt(262_144).putInt(1);
    Random random = new Random(1);
    for (int i = 0; i < FRAMES; i++) {
      int length = 60 + random.nextInt(LONGEST - 60);
      file.putInt(i).putInt(i % 1_000_000).putInt(length).putInt(length);
      file.position(file.position() + length);
    }
    source = folder.resolve("frames.pcap");
    Files.write(source, Arrays.copyOf(file.array(), file.position()));
  }

  @Test
  void reading() {
    assertAllocatesNothingPerFrame(List.of());
  }

  @ParameterizedTest
  @EnumSource(SavefileFormat.class)
  void writing(SavefileFormat format) {
    try (SavefileWriter writer =
        SavefileWriter.of("nowhere", new Nowhere(), SavefileOptions.of(format))) {
      assertAllocatesNothingPerFrame(List.of(writer));
      assertThat(writer.frames()).isEqualTo((WARM_UP + 1L) * FRAMES);
    }
  }

  /** With comments, which are copied unseen. */
  @Test
  void copyingPcapng() throws IOException {
    FileBytes file = FileBytes.little().section().description(1, 0, FileBytes.little());
    FileBytes comment = FileBytes.little().option(1, "comment").u32(0);
    for (int i = 0; i < FRAMES; i++) {
      file.enhanced(0, i, 60, FileBytes.packet(60), comment);
    }
    source = Files.write(folder.resolve("frames.pcapng"), file.toArray());
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileWriter writer = SavefileWriter.of("nowhere", new Nowhere(), options)) {
      assertAllocatesNothingPerFrame(List.of(writer));
    }
  }

  @Test
  void writingFilesInTurn() {
    Rotation rotation = new Rotation(100_000_000, 3600, 2);
    try (RotatingWriter writer =
        RotatingWriter.create(
            folder.resolve("turn").toString(),
            rotation,
            SavefileOptions.of(SavefileFormat.PCAP),
            file -> {})) {
      assertAllocatesNothingPerFrame(List.of(writer));
    }
  }

  @Test
  void merging() {
    readers = 2;
    opener =
        () -> SavefileMerge.of(List.of(SavefileReader.open(source), SavefileReader.open(source)));
    assertAllocatesNothingPerFrame(List.of());
  }

  private void assertAllocatesNothingPerFrame(List<FrameWriter> writers) {
    for (int i = 0; i < WARM_UP; i++) {
      copy(writers);
    }
    batches = 0;
    long before = Allocated.bytes();
    copy(writers);
    assertThat(Allocated.bytes() - before)
        .isLessThan(readers * (FEW_BYTES + batches * BYTES_PER_BATCH));
  }

  private void copy(List<FrameWriter> writers) {
    try (FrameSource reader = opener.get()) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        batches++;
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          for (int i = 0; i < writers.size(); i++) {
            writers.get(i).write(frame);
          }
        }
      }
    }
  }

  /** Takes all and keeps nothing. */
  private static final class Nowhere implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      bytes.position(bytes.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
