// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static io.framering.filter.Bpf.instruction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The machine, instruction by instruction, and what it refuses to run. */
class BpfProgramTest {
  private static final long RETURN_A = instruction(Bpf.RET | Bpf.A, 0);
  private static final int REJECTED = 0;

  private static int run(byte[] frame, long... program) {
    MemorySegment memory = MemorySegment.ofArray(frame);
    BpfProgram checked = new BpfProgram(program);
    int result = checked.run(memory, 0, frame.length, 1_000, null);
    assertThat(NativeRun.of(checked, frame, 1_000))
        .isIn(NativeRun.REFUSED, result == REJECTED ? 0 : 1);
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, 0xFFFFFFFF,          2,          1", // ADD
    "0x10,          1,          2, 0xFFFFFFFF", // SUB
    "0x20, 0x80000001,          2,          2", // MUL
    "0x30, 0xFFFFFFFE,          2, 0x7FFFFFFF", // DIV
    "0x30,          7,          0,          0", // by zero
    "0x40,       0xF0,       0x0F,       0xFF", // OR
    "0x50,       0xF0,       0x3F,       0x30", // AND
    "0x60, 0x80000001,          1,          2", // LSH
    "0x60,          1,         32,          0",
    "0x60,          1, 0xFFFFFFFF,          0",
    "0x70, 0x80000000,         31,          1", // RSH
    "0x70, 0x80000000,         32,          0",
    "0x80,          1,          5, 0xFFFFFFFF", // NEG
    "0x90, 0xFFFFFFFF,         16,         15", // MOD
    "0x90,          7,          0,          0",
    "0xA0,       0xFF,       0x0F,       0xF0", // XOR
  })
  void arithmeticIsUnsignedAndOf32Bits(String operation, String a, String x, String result) {
    int code = Bpf.ALU | Integer.decode(operation);
    int left = Long.decode(a).intValue();
    int right = Long.decode(x).intValue();
    long load = instruction(Bpf.LD | Bpf.IMM, left);
    long loadX = instruction(Bpf.LDX | Bpf.IMM, right);
    int expected = Long.decode(result).intValue();
    boolean unary = code == (Bpf.ALU | Bpf.NEG);
    long byX = instruction(unary ? code : code | Bpf.X, 0);
    assertThat(run(new byte[0], load, loadX, byX, RETURN_A)).isEqualTo(expected);
    boolean shift = code == (Bpf.ALU | Bpf.LSH) || code == (Bpf.ALU | Bpf.RSH);
    if (right != 0 && !(shift && (right & ~31) != 0)) {
      assertThat(run(new byte[0], load, instruction(code, right), RETURN_A)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x10, 5, 5, true",
    "0x10, 5, 6, false", // JEQ
    "0x20, 0x80000000, 1, true",
    "0x20, 1, 0x80000000, false",
    "0x20, 1, 1, false", // JGT
    "0x30, 1, 1, true",
    "0x30, 0xFFFFFFFF, 1, true",
    "0x30, 1, 2, false", // JGE
    "0x40, 6, 4, true",
    "0x40, 6, 1, false" // JSET
  })
  void comparisonIsUnsigned(String operation, String a, String other, boolean jumps) {
    int code = Bpf.JMP | Integer.decode(operation);
    int right = Long.decode(other).intValue();
    long load = instruction(Bpf.LD | Bpf.IMM, Long.decode(a).intValue());
    long loadX = instruction(Bpf.LDX | Bpf.IMM, right);
    long yes = instruction(Bpf.RET | Bpf.K, 1);
    long no = instruction(Bpf.RET | Bpf.K, 2);
    int expected = jumps ? 1 : 2;
    assertThat(run(new byte[0], load, instruction(code, 0, 1, right), yes, no)).isEqualTo(expected);
    assertThat(run(new byte[0], load, loadX, instruction(code | Bpf.X, 0, 1, 0), yes, no))
        .isEqualTo(expected);
  }

  @Test
  void loadsAreBigEndianAndEndWhereTheFrameEnds() {
    byte[] frame = {(byte) 0xFF, (byte) 0xEE, 3, 4, (byte) 0x85};
    int absolute = Bpf.LD | Bpf.ABS;
    assertThat(run(frame, instruction(absolute | Bpf.W, 1), RETURN_A)).isEqualTo(0xEE030485);
    assertThat(run(frame, instruction(absolute | Bpf.W, 2), RETURN_A)).isEqualTo(REJECTED);
    assertThat(run(frame, instruction(absolute | Bpf.H, 3), RETURN_A)).isEqualTo(0x0485);
    assertThat(run(frame, instruction(absolute | Bpf.H, 4), RETURN_A)).isEqualTo(REJECTED);
    assertThat(run(frame, instruction(absolute | Bpf.B, 4), RETURN_A)).isEqualTo(0x85);
    assertThat(run(frame, instruction(absolute | Bpf.B, 5), RETURN_A)).isEqualTo(REJECTED);
    assertThat(run(frame, instruction(absolute | Bpf.B, 0x7FFFFFFF), RETURN_A)).isZero();
    assertThat(run(frame, instruction(absolute | Bpf.B, -1), RETURN_A)).isEqualTo(REJECTED);
    long msh = instruction(Bpf.LDX | Bpf.MSH | Bpf.B, 4);
    assertThat(run(frame, msh, instruction(Bpf.MISC | Bpf.TXA, 0), RETURN_A)).isEqualTo(20);
    long outside = instruction(Bpf.LDX | Bpf.MSH | Bpf.B, 5);
    assertThat(run(frame, outside, instruction(Bpf.RET | Bpf.K, 1))).isEqualTo(REJECTED);
    assertThat(run(frame, instruction(Bpf.LD | Bpf.LEN, 0), RETURN_A)).isEqualTo(1_000);
  }

  @Test
  void indexThatOverflowsIsBeyondTheEnd() {
    byte[] frame = {1, 2, 3, 4, 5, 6, 7, 8};
    for (int size : new int[] {Bpf.B, Bpf.H, Bpf.W}) {
      long load = instruction(Bpf.LD | Bpf.IND | size, 2);
      long always = instruction(Bpf.RET | Bpf.K, 1);
      assertThat(run(frame, instruction(Bpf.LDX | Bpf.IMM, 2), load, always)).isEqualTo(1);
      assertThat(run(frame, instruction(Bpf.LDX | Bpf.IMM, 7), load, always)).isZero();
      assertThat(run(frame, instruction(Bpf.LDX | Bpf.IMM, -2), load, always)).isZero();
    }
  }

  @Test
  void scratchMemoryIsZeroAtFirst() {
    long store = instruction(Bpf.ST, 15);
    long load = instruction(Bpf.LD | Bpf.MEM, 15);
    assertThat(run(new byte[0], instruction(Bpf.LD | Bpf.IMM, 9), store, load, RETURN_A))
        .isEqualTo(9);
    assertThat(run(new byte[0], instruction(Bpf.LD | Bpf.IMM, 9), load, RETURN_A)).isZero();
  }

  @Test
  void jumpsOfWhatDoesNotJumpMeanNothing() {
    long load = instruction(Bpf.LD | Bpf.IMM, 200, 100, 5);
    assertThat(run(new byte[0], load, RETURN_A)).isEqualTo(5);
  }

  @Test
  void jumpsBackAndAncillaryDataAreForJavaAlone() {
    assertThat(refused(instruction(Bpf.JMP | Bpf.JA, -1), RETURN_A)).isTrue();
    assertThat(refused(instruction(Bpf.LD | Bpf.B | Bpf.ABS, Bpf.SKF_AD_PKTTYPE), RETURN_A))
        .isTrue();
    assertThat(refused(instruction(Bpf.LD | Bpf.B | Bpf.ABS, 7), RETURN_A)).isFalse();
  }

  private static boolean refused(long... program) {
    return NativeRun.of(new BpfProgram(program), new byte[20], 20) == NativeRun.REFUSED;
  }

  @Test
  void jumpBackEndsAtLast() {
    long[] forEver = {instruction(Bpf.JMP | Bpf.JA, -1), RETURN_A};
    assertThat(run(new byte[1_500], forEver)).isEqualTo(REJECTED);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("ends with ret", new long[0]),
        Arguments.of("ends with ret", new long[] {instruction(Bpf.LD | Bpf.IMM, 1)}),
        Arguments.of("1: unknown", new long[] {RETURN_A, instruction(0xFFFF, 0), RETURN_A}),
        Arguments.of("0: jump", new long[] {instruction(Bpf.JMP | Bpf.JA, 1), RETURN_A}),
        Arguments.of("0: jump", new long[] {instruction(Bpf.JMP | Bpf.JA, -2), RETURN_A}),
        Arguments.of("0: jump", new long[] {instruction(Bpf.JMP | Bpf.JA, 0x7FFFFFFF), RETURN_A}),
        Arguments.of("0: jump", new long[] {instruction(Bpf.JMP | Bpf.JEQ, 1, 0, 0), RETURN_A}),
        Arguments.of("0: jump", new long[] {instruction(Bpf.JMP | Bpf.JEQ, 0, 1, 0), RETURN_A}),
        Arguments.of("0: no such", new long[] {instruction(Bpf.ST, 16), RETURN_A}),
        Arguments.of("0: no such", new long[] {instruction(Bpf.LDX | Bpf.MEM, -1), RETURN_A}),
        Arguments.of("0: division", new long[] {instruction(Bpf.ALU | Bpf.DIV, 0), RETURN_A}),
        Arguments.of("0: division", new long[] {instruction(Bpf.ALU | Bpf.MOD, 0), RETURN_A}),
        Arguments.of("0: shift", new long[] {instruction(Bpf.ALU | Bpf.LSH, 32), RETURN_A}));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void programThatCouldGoAstrayIsRefused(String problem, long[] program) {
    assertThatThrownBy(() -> new BpfProgram(program))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
