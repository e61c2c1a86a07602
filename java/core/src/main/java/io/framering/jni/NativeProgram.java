// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import io.framering.internal.FrameWords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/** A classic BPF program that C runs on many frames in one call; see {@code select.h}. */
public final class NativeProgram {
  private static final Thread ANOTHER_THREAD = Thread.ofVirtual().unstarted(() -> {});

  private final MemorySegment instructions;
  private final int length;

  /**
   * Copies a program.
   *
   * @param program as in {@link RingOptions#filter()}
   */
  public NativeProgram(long[] program) {
    instructions = RingOptions.instructions(program, Arena.ofAuto());
    length = program.length;
  }

  /**
   * Runs the program on each frame.
   *
   * @param memory contains the frames, is not on the heap, and is confined to this thread
   * @param words {@link FrameWords} of the frames
   * @param selected receives the numbers of the frames for which the result is not 0
   * @return their count; or -EINVAL if C cannot run the program: it has backward jumps or needs
   *     ancillary data
   * @throws IllegalArgumentException if another thread could free the memory
   */
  public int select(MemorySegment memory, long[] words, int count, int[] selected) {
    Objects.checkFromIndexSize(0, count, selected.length);
    Objects.checkFromIndexSize(0, (long) count * FrameWords.WORDS, words.length);
    if (!memory.isNative()
        || !memory.isAccessibleBy(Thread.currentThread())
        || memory.isAccessibleBy(ANOTHER_THREAD)
        || !memory.scope().isAlive()) {
      throw new IllegalArgumentException("memory must be confined to this thread");
    }
    NativeLibrary.load();
    int found =
        Native.select0(
            instructions.address(),
            length,
            memory.address(),
            memory.byteSize(),
            words,
            count,
            selected);
    Reference.reachabilityFence(this);
    return found;
  }
}
