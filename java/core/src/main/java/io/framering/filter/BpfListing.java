// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static io.framering.filter.Bpf.*;

/** The output of {@code tcpdump -d}, {@code -dd} and {@code -ddd} for a program. */
final class BpfListing {
  /** By (k - SKF_AD_OFF) / 4, with the names of libpcap 1.10. */
  private static final String[] ANCILLARY = {
    "proto",
    "type",
    "ifidx",
    "nla",
    "nlan",
    "mark",
    "queue",
    "hatype",
    "rxhash",
    "cpu",
    "xor_x",
    "vlan_tci",
    "vlanp",
    "poff",
    "random",
    "vlan_tpid"
  };

  private BpfListing() {}

  /** Mnemonics, one instruction per line: {@code -d}. */
  static String assembly(long[] program) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < program.length; i++) {
      long instruction = program[i];
      int code = Bpf.code(instruction);
      text.append("(%03d) %-8s ".formatted(i, mnemonic(code)));
      if (Bpf.isConditional(code)) {
        int jt = i + 1 + Bpf.jt(instruction);
        int jf = i + 1 + Bpf.jf(instruction);
        text.append("%-16s jt %d\tjf %d".formatted(operand(code, Bpf.k(instruction)), jt, jf));
      } else if (code == (JMP | JA)) {
        text.append(i + 1 + Bpf.k(instruction));
      } else {
        text.append(operand(code, Bpf.k(instruction)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A fragment of C, one initialiser per line: {@code -dd}. */
  static String initializers(long[] program) {
    StringBuilder text = new StringBuilder();
    for (long instruction : program) {
      text.append(
          "{ 0x%x, %d, %d, 0x%08x },\n"
              .formatted(
                  Bpf.code(instruction),
                  Bpf.jt(instruction),
                  Bpf.jf(instruction),
                  Bpf.k(instruction)));
    }
    return text.toString();
  }

  /** Decimal numbers, their count first: {@code -ddd}. */
  static String numbers(long[] program) {
    StringBuilder text = new StringBuilder().append(program.length).append('\n');
    for (long instruction : program) {
      text.append(Bpf.code(instruction))
          .append(' ')
          .append(Bpf.jt(instruction))
          .append(' ')
          .append(Bpf.jf(instruction))
          .append(' ')
          .append(Integer.toUnsignedString(Bpf.k(instruction)))
          .append('\n');
    }
    return text.toString();
  }

  /** Whether an instruction with this code exists. */
  static boolean isKnown(int code) {
    return mnemonic(code) != null;
  }

  private static String mnemonic(int code) {
    return switch (code) {
      case RET | K, RET | A -> "ret";
      case LD | W | ABS, LD | W | IND, LD | IMM, LD | LEN, LD | MEM -> "ld";
      case LD | H | ABS, LD | H | IND -> "ldh";
      case LD | B | ABS, LD | B | IND -> "ldb";
      case LDX | IMM, LDX | LEN, LDX | MEM -> "ldx";
      case LDX | MSH | B -> "ldxb";
      case ST -> "st";
      case STX -> "stx";
      case JMP | JA -> "ja";
      case JMP | JEQ | K, JMP | JEQ | X -> "jeq";
      case JMP | JGT | K, JMP | JGT | X -> "jgt";
      case JMP | JGE | K, JMP | JGE | X -> "jge";
      case JMP | JSET | K, JMP | JSET | X -> "jset";
      case ALU | ADD | K, ALU | ADD | X -> "add";
      case ALU | SUB | K, ALU | SUB | X -> "sub";
      case ALU | MUL | K, ALU | MUL | X -> "mul";
      case ALU | DIV | K, ALU | DIV | X -> "div";
      case ALU | MOD | K, ALU | MOD | X -> "mod";
      case ALU | AND | K, ALU | AND | X -> "and";
      case ALU | OR | K, ALU | OR | X -> "or";
      case ALU | XOR | K, ALU | XOR | X -> "xor";
      case ALU | LSH | K, ALU | LSH | X -> "lsh";
      case ALU | RSH | K, ALU | RSH | X -> "rsh";
      case ALU | NEG -> "neg";
      case MISC | TAX -> "tax";
      case MISC | TXA -> "txa";
      default -> null;
    };
  }

  private static String operand(int code, int k) {
    return switch (code) {
      case LD | W | ABS, LD | H | ABS, LD | B | ABS -> "[" + absolute(k) + "]";
      case LD | W | IND, LD | H | IND, LD | B | IND -> "[x + " + k + "]";
      case LD | LEN, LDX | LEN -> "#pktlen";
      case LD | MEM, LDX | MEM, ST, STX -> "M[" + k + "]";
      case LDX | MSH | B -> "4*([" + k + "]&0xf)";
      case RET | A, ALU | NEG, MISC | TAX, MISC | TXA -> "";
      case RET | K,
          ALU | ADD | K,
          ALU | SUB | K,
          ALU | MUL | K,
          ALU | DIV | K,
          ALU | MOD | K,
          ALU | LSH | K,
          ALU | RSH | K ->
          "#" + k;
      default -> (code & X) != 0 ? "x" : "#0x" + Integer.toHexString(k);
    };
  }

  private static String absolute(int k) {
    int field = k - Bpf.SKF_AD_OFF;
    boolean known = k < 0 && field >= 0 && field % 4 == 0 && field / 4 < ANCILLARY.length;
    return known ? ANCILLARY[field / 4] : Integer.toString(k);
  }
}
