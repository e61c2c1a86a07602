// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static io.framering.filter.Bpf.*;

import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A checked classic BPF program, which interprets itself. */
final class BpfProgram {
  private static final int REJECT = 0;

  /** The result of {@link #metadata} for unknown data. */
  private static final long UNKNOWN = -1;

  // Network byte order, any alignment.
  private static final ValueLayout.OfShort HALFWORD =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** Per thread, so that running allocates nothing. */
  private static final ThreadLocal<int[]> SCRATCH =
      ThreadLocal.withInitial(() -> new int[Bpf.MEMWORDS]);

  private final long[] instructions;

  // The decoded instructions; jump targets are indices.
  private final int[] code;
  private final int[] k;
  private final int[] then;
  private final int[] otherwise;
  private final boolean usesMemory;

  /**
   * Checks the program: known instructions, jumps that stay inside and do not fall off the end,
   * scratch memory that exists, no division by a constant zero.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  BpfProgram(long... instructions) {
    int length = instructions.length;
    this.instructions = instructions.clone();
    code = new int[length];
    k = new int[length];
    then = new int[length];
    otherwise = new int[length];
    boolean memory = false;
    for (int i = 0; i < length; i++) {
      code[i] = Bpf.code(instructions[i]);
      k[i] = Bpf.k(instructions[i]);
      boolean conditional = Bpf.isConditional(code[i]);
      int jump = code[i] == (JMP | JA) ? k[i] : conditional ? Bpf.jt(instructions[i]) : 0;
      then[i] = i + 1 + jump;
      otherwise[i] = conditional ? i + 1 + Bpf.jf(instructions[i]) : then[i];
      memory |= usesMemory(code[i]);
      check(i);
    }
    if (length == 0 || Bpf.classOf(code[length - 1]) != RET) {
      throw new IllegalArgumentException("a BPF program ends with ret");
    }
    usesMemory = memory;
  }

  private void check(int i) {
    int length = code.length;
    switch (code[i]) {
      case LD | MEM, LDX | MEM, ST, STX ->
          require(k[i] >= 0 && k[i] < Bpf.MEMWORDS, i, "no such scratch memory");
      case ALU | DIV | K, ALU | MOD | K -> require(k[i] != 0, i, "division by zero");
      case ALU | LSH | K, ALU | RSH | K -> require(k[i] >= 0 && k[i] < 32, i, "shift too far");
      case JMP | JA,
          JMP | JEQ | K,
          JMP | JEQ | X,
          JMP | JGT | K,
          JMP | JGT | X,
          JMP | JGE | K,
          JMP | JGE | X,
          JMP | JSET | K,
          JMP | JSET | X ->
          require(
              then[i] >= 0 && then[i] < length && otherwise[i] < length, i, "jump out of range");
      default -> require(BpfListing.isKnown(code[i]), i, "unknown instruction");
    }
  }

  private static void require(boolean condition, int index, String problem) {
    if (!condition) {
      throw new IllegalArgumentException("BPF instruction " + index + ": " + problem);
    }
  }

  /** A new array of the instructions; see {@link Bpf}. */
  long[] instructions() {
    return instructions.clone();
  }

  /** Number of instructions. */
  int length() {
    return code.length;
  }

  /** Code of an instruction. */
  int code(int index) {
    return code[index];
  }

  /** Operand of an instruction. */
  int k(int index) {
    return k[index];
  }

  /** The next index after an instruction, or after a jump whose condition is met. */
  int then(int index) {
    return then[index];
  }

  /** The next index if the condition is not met. */
  int otherwise(int index) {
    return otherwise[index];
  }

  /** An unused word of scratch memory, or negative if all are used. */
  int unusedMemory() {
    int free = (1 << Bpf.MEMWORDS) - 1;
    for (int i = 0; i < code.length; i++) {
      if (usesMemory(code[i])) {
        free &= ~(1 << k[i]);
      }
    }
    return free == 0 ? -1 : Integer.numberOfTrailingZeros(free);
  }

  private static boolean usesMemory(int code) {
    return switch (code) {
      case LD | MEM, LDX | MEM, ST, STX -> true;
      default -> false;
    };
  }

  /** Whether there is a backward jump, as in {@code protochain}: kernels reject it. */
  boolean jumpsBack() {
    for (int i = 0; i < code.length; i++) {
      if (then[i] <= i) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs the program on a frame in {@code memory} from {@code offset} on, with unsigned 32-bit
   * arithmetic. A load from beyond the frame's end and a division by zero reject the frame.
   *
   * <p>Like libpcap's machine, and unlike the kernel's, a shift by 32 or more gives zero, and an
   * index that overflows is beyond the frame's end.
   *
   * @param captured its captured bytes
   * @param original its bytes on the wire
   * @param frame provides ancillary data; null if unknown, then loads of it reject the frame
   * @return the program's unsigned result: bytes to keep, 0 for none
   */
  int run(MemorySegment memory, long offset, int captured, int original, Frame frame) {
    int[] scratch = usesMemory ? clearScratch() : null;
    int stepsBack = captured; // protochain advances by 8 bytes or more each time
    int a = 0;
    int x = 0;
    for (int pc = 0; ; ) {
      int operand = k[pc];
      int next = then[pc];
      switch (code[pc]) {
        case RET | K -> {
          return operand;
        }
        case RET | A -> {
          return a;
        }

        case LD | W | ABS -> {
          if (operand < 0) {
            long known = metadata(frame, operand);
            if (known == UNKNOWN) {
              return REJECT;
            }
            a = (int) known;
          } else if (operand <= captured - 4) {
            a = loadWord(memory, offset + operand);
          } else {
            return REJECT;
          }
        }
        case LD | H | ABS -> {
          if (operand < 0) {
            long known = metadata(frame, operand);
            if (known == UNKNOWN) {
              return REJECT;
            }
            a = (int) known;
          } else if (operand <= captured - 2) {
            a = loadHalfword(memory, offset + operand);
          } else {
            return REJECT;
          }
        }
        case LD | B | ABS -> {
          if (operand < 0) {
            long known = metadata(frame, operand);
            if (known == UNKNOWN) {
              return REJECT;
            }
            a = (int) known;
          } else if (operand < captured) {
            a = loadByte(memory, offset + operand);
          } else {
            return REJECT;
          }
        }
        case LD | W | IND -> {
          long index = index(x, operand);
          if (index > captured - 4) {
            return REJECT;
          }
          a = loadWord(memory, offset + index);
        }
        case LD | H | IND -> {
          long index = index(x, operand);
          if (index > captured - 2) {
            return REJECT;
          }
          a = loadHalfword(memory, offset + index);
        }
        case LD | B | IND -> {
          long index = index(x, operand);
          if (index >= captured) {
            return REJECT;
          }
          a = loadByte(memory, offset + index);
        }
        case LDX | MSH | B -> {
          if (operand < 0 || operand >= captured) {
            return REJECT;
          }
          x = (loadByte(memory, offset + operand) & 0xf) << 2;
        }
        case LD | IMM -> a = operand;
        case LDX | IMM -> x = operand;
        case LD | LEN -> a = original;
        case LDX | LEN -> x = original;
        case LD | MEM -> a = scratch[operand];
        case LDX | MEM -> x = scratch[operand];
        case ST -> scratch[operand] = a;
        case STX -> scratch[operand] = x;

        case ALU | ADD | K -> a += operand;
        case ALU | ADD | X -> a += x;
        case ALU | SUB | K -> a -= operand;
        case ALU | SUB | X -> a -= x;
        case ALU | MUL | K -> a *= operand;
        case ALU | MUL | X -> a *= x;
        case ALU | DIV | K -> a = Integer.divideUnsigned(a, operand);
        case ALU | DIV | X -> {
          if (x == 0) {
            return REJECT;
          }
          a = Integer.divideUnsigned(a, x);
        }
        case ALU | MOD | K -> a = Integer.remainderUnsigned(a, operand);
        case ALU | MOD | X -> {
          if (x == 0) {
            return REJECT;
          }
          a = Integer.remainderUnsigned(a, x);
        }
        case ALU | AND | K -> a &= operand;
        case ALU | AND | X -> a &= x;
        case ALU | OR | K -> a |= operand;
        case ALU | OR | X -> a |= x;
        case ALU | XOR | K -> a ^= operand;
        case ALU | XOR | X -> a ^= x;
        case ALU | LSH | K -> a <<= operand;
        case ALU | LSH | X -> a = shiftLeft(a, x);
        case ALU | RSH | K -> a >>>= operand;
        case ALU | RSH | X -> a = shiftRight(a, x);
        case ALU | NEG -> a = -a;
        case MISC | TAX -> x = a;
        case MISC | TXA -> a = x;

        case JMP | JA -> {
          if (next <= pc && stepsBack-- <= 0) {
            return REJECT;
          }
        }
        case JMP | JEQ | K -> next = a == operand ? next : otherwise[pc];
        case JMP | JEQ | X -> next = a == x ? next : otherwise[pc];
        case JMP | JGT | K -> next = isGreater(a, operand) ? next : otherwise[pc];
        case JMP | JGT | X -> next = isGreater(a, x) ? next : otherwise[pc];
        case JMP | JGE | K -> next = isGreater(operand, a) ? otherwise[pc] : next;
        case JMP | JGE | X -> next = isGreater(x, a) ? otherwise[pc] : next;
        case JMP | JSET | K -> next = (a & operand) != 0 ? next : otherwise[pc];
        case JMP | JSET | X -> next = (a & x) != 0 ? next : otherwise[pc];
        default -> throw new AssertionError(code[pc]); // excluded by the constructor
      }
      pc = next;
    }
  }

  private static int[] clearScratch() {
    int[] scratch = SCRATCH.get();
    Arrays.fill(scratch, 0);
    return scratch;
  }

  private static boolean isGreater(int a, int b) {
    return a + Integer.MIN_VALUE > b + Integer.MIN_VALUE;
  }

  /** The offset of an indexed load. */
  private static long index(int x, int k) {
    return Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k);
  }

  private static int loadByte(MemorySegment memory, long at) {
    return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at));
  }

  private static int loadHalfword(MemorySegment memory, long at) {
    return Short.toUnsignedInt(memory.get(HALFWORD, at));
  }

  private static int loadWord(MemorySegment memory, long at) {
    return memory.get(WORD, at);
  }

  private static int shiftLeft(int a, int by) {
    return (by & ~31) == 0 ? a << by : 0;
  }

  private static int shiftRight(int a, int by) {
    return (by & ~31) == 0 ? a >>> by : 0;
  }

  /** The results of the kernel's ancillary loads, as far as a frame has them. */
  private static long metadata(Frame frame, int field) {
    if (frame == null) {
      return UNKNOWN;
    }
    boolean stripped = frame.vlanTag() == VlanTag.STRIPPED;
    return switch (field) {
      case Bpf.SKF_AD_PKTTYPE ->
          frame.direction() == Direction.UNKNOWN ? UNKNOWN : frame.direction().ordinal();
      case Bpf.SKF_AD_IFINDEX -> frame.interfaceIndex() == 0 ? UNKNOWN : frame.interfaceIndex();
      case Bpf.SKF_AD_HATYPE -> frame.linkType() == LinkType.ETHERNET ? 1 : UNKNOWN;
      case Bpf.SKF_AD_VLAN_TAG_PRESENT -> stripped ? 1 : 0;
      case Bpf.SKF_AD_VLAN_TAG -> stripped ? frame.vlanTci() : 0;
      case Bpf.SKF_AD_VLAN_TPID -> stripped ? frame.vlanTpid() : 0;
      default -> UNKNOWN;
    };
  }
}
