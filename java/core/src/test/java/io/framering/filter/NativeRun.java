// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.jni.NativeProgram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Runs a program in C on one frame. */
final class NativeRun {
  /** The result for a program that only Java runs: it jumps back, or needs ancillary data. */
  static final int REFUSED = -22;

  private NativeRun() {}

  /** The number of selected frames, 0 or 1; or {@link #REFUSED}. */
  static int of(BpfProgram program, byte[] frame, int originalLength) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(frame.length + 1L);
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 1, frame.length);
      long[] words = {0, 1L << 32 | frame.length, (long) originalLength << 32, 0};
      return new NativeProgram(program.instructions()).select(memory, words, 1, new int[1]);
    }
  }
}
