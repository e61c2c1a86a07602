// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.frame.CapturedFrame;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A filter program and the frame that it runs over: the first byte of the input says how many
 * instructions there are, of 8 bytes each; the rest is the frame. What is refused is refused in
 * words; what runs ends, and Java and C select the same.
 */
public final class BpfFuzz {
  private static final int[] CODES = codes();

  private BpfFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    int count = bytes.hasRemaining() ? bytes.get() & 0x3F : 0;
    long[] instructions = new long[Math.min(count, bytes.remaining() / Long.BYTES)];
    for (int i = 0; i < instructions.length; i++) {
      instructions[i] = known(bytes.getLong());
    }
    BpfProgram program;
    try {
      program = new BpfProgram(instructions);
    } catch (IllegalArgumentException e) {
      return;
    }
    byte[] frame = Arrays.copyOfRange(input, bytes.position(), input.length);
    check(program, frame);
    BpfListing.assembly(instructions);
    BpfListing.initializers(instructions);
    BpfListing.numbers(instructions);
  }

  /** Most codes mean nothing: the high byte tells whether to take one that does. */
  private static long known(long instruction) {
    int code = Bpf.code(instruction);
    return (code & 0x8000) != 0
        ? instruction
        : instruction & 0xFFFF_FFFF_FFFFL | (long) CODES[(code & 0xFF) % CODES.length] << 48;
  }

  private static int[] codes() {
    int[] codes = new int[256];
    int count = 0;
    for (int code = 0; code < codes.length; code++) {
      if (BpfListing.isKnown(code)) {
        codes[count++] = code;
      }
    }
    return Arrays.copyOf(codes, count);
  }

  private static void check(BpfProgram program, byte[] bytes) {
    MemorySegment memory = MemorySegment.ofArray(bytes);
    int java = program.run(memory, 0, bytes.length, 1_000, null);
    program.run(memory, 0, bytes.length, 1_000, CapturedFrame.ofEthernet(bytes));
    int selected = NativeRun.of(program, bytes, 1_000);
    if (selected != NativeRun.REFUSED && selected != (java == 0 ? 0 : 1)) {
      throw new AssertionError("Java returns " + java + ", and C selects " + selected);
    }
  }
}
