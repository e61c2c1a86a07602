// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

/**
 * Classic BPF: the instruction codes of {@code linux/bpf_common.h} and {@code linux/filter.h}.
 *
 * <p>An instruction is one {@code long}: code, jt, jf and k of {@code struct sock_filter}, from the
 * high bits to the low.
 */
final class Bpf {
  private Bpf() {}

  // Classes
  static final int LD = 0x00;
  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int RET = 0x06;
  static final int MISC = 0x07;

  // Sizes and modes of LD and LDX
  static final int W = 0x00;
  static final int H = 0x08;
  static final int B = 0x10;
  static final int IMM = 0x00;
  static final int ABS = 0x20;
  static final int IND = 0x40;
  static final int MEM = 0x60;
  static final int LEN = 0x80;
  static final int MSH = 0xa0;

  // Operations of ALU
  static final int ADD = 0x00;
  static final int SUB = 0x10;
  static final int MUL = 0x20;
  static final int DIV = 0x30;
  static final int OR = 0x40;
  static final int AND = 0x50;
  static final int LSH = 0x60;
  static final int RSH = 0x70;
  static final int NEG = 0x80;
  static final int MOD = 0x90;
  static final int XOR = 0xa0;

  // Operations of JMP
  static final int JA = 0x00;
  static final int JEQ = 0x10;
  static final int JGT = 0x20;
  static final int JGE = 0x30;
  static final int JSET = 0x40;

  // Operands of ALU and JMP, and what RET returns
  static final int K = 0x00;
  static final int X = 0x08;
  static final int A = 0x10;

  // Operations of MISC
  static final int TAX = 0x00;
  static final int TXA = 0x80;

  /** Words of scratch memory. */
  static final int MEMWORDS = 16;

  /** Maximum number of instructions in a kernel. */
  static final int MAXINSNS = 4096;

  // Absolute loads from here on read ancillary data, not bytes of the frame.
  static final int SKF_AD_OFF = -0x1000;
  static final int SKF_AD_PKTTYPE = SKF_AD_OFF + 4;
  static final int SKF_AD_IFINDEX = SKF_AD_OFF + 8;
  static final int SKF_AD_HATYPE = SKF_AD_OFF + 28;
  static final int SKF_AD_VLAN_TAG = SKF_AD_OFF + 44;
  static final int SKF_AD_VLAN_TAG_PRESENT = SKF_AD_OFF + 48;
  static final int SKF_AD_VLAN_TPID = SKF_AD_OFF + 60;

  static long instruction(int code, int jt, int jf, int k) {
    return (long) code << 48 | (long) jt << 40 | (long) jf << 32 | Integer.toUnsignedLong(k);
  }

  static long instruction(int code, int k) {
    return instruction(code, 0, 0, k);
  }

  static int code(long instruction) {
    return (int) (instruction >>> 48);
  }

  static int jt(long instruction) {
    return (int) (instruction >>> 40) & 0xff;
  }

  static int jf(long instruction) {
    return (int) (instruction >>> 32) & 0xff;
  }

  static int k(long instruction) {
    return (int) instruction;
  }

  /** LD, LDX, ST, STX, ALU, JMP, RET or MISC. */
  static int classOf(int code) {
    return code & 0x07;
  }

  /** Whether this is a conditional jump: any of JMP except JA. */
  static boolean isConditional(int code) {
    return classOf(code) == JMP && code != (JMP | JA);
  }

  /** Bytes that a load of LD reads from the frame: 1, 2 or 4. */
  static int sizeOf(int code) {
    return switch (code & 0x18) {
      case B -> 1;
      case H -> 2;
      default -> 4;
    };
  }
}
