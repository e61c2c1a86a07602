// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static io.framering.filter.Bpf.*;

/**
 * Translates a program for Ethernet frames on the wire into one for frames in kernel filters, where
 * the outer VLAN tag, bytes 12 to 15 on the wire, may have been stripped and be ancillary data.
 *
 * <p>The translation contains the program twice and branches on whether the tag was stripped. In
 * the second variant, loads after the tag are shifted, loads from the tag use the ancillary data,
 * loads across its borders are combined, and the length includes the tag. Indexed loads are
 * resolved at run time. Every load beyond the end of the frame on the wire still rejects it.
 */
final class WireProgram {
  private static final int TAG = 12;
  private static final int TAG_SIZE = 4;
  private static final int TCI = TAG + 2;
  private static final int BEHIND_TAG = TAG + TAG_SIZE;

  /** No field of ancillary data: the bytes of the frame. */
  private static final int FRAME = 0;

  private final BpfProgram program;
  private final BpfAssembler to;

  /** A word of scratch memory not used by the program. */
  private final int spare;

  /** By index of the instruction. */
  private final int[] labels;

  private WireProgram(BpfProgram program, BpfAssembler to) {
    this.program = program;
    this.to = to;
    spare = program.unusedMemory();
    labels = new int[program.length()];
  }

  /**
   * Whether {@link #append} supports the program: a word of scratch memory must be free, and no
   * jump may be backward.
   */
  static boolean canTranslate(BpfProgram program) {
    return program.unusedMemory() >= 0 && !program.jumpsBack();
  }

  /** Appends the translation. */
  static void append(BpfProgram program, BpfAssembler to) {
    to.add(LD | B | ABS, Bpf.SKF_AD_VLAN_TAG_PRESENT);
    int asItIs = to.label();
    to.branch(JMP | JEQ | K, 0, asItIs, BpfAssembler.NEXT);
    new WireProgram(program, to).translate(true);
    to.place(asItIs);
    appendUnchanged(program, to);
  }

  /** Appends the program for frames from which nothing is stripped. */
  static void appendUnchanged(BpfProgram program, BpfAssembler to) {
    new WireProgram(program, to).translate(false);
  }

  private void translate(boolean tagTakenOut) {
    for (int i = 0; i < labels.length; i++) {
      labels[i] = to.label();
    }
    for (int i = 0; i < labels.length; i++) {
      to.place(labels[i]);
      int code = program.code(i);
      int k = program.k(i);
      if (Bpf.isConditional(code)) {
        to.branch(code, k, labels[program.then(i)], labels[program.otherwise(i)]);
      } else if (Bpf.classOf(code) == JMP) {
        to.jump(labels[program.then(i)]);
      } else if (isBeyondAnyFrame(code, k)) {
        to.add(RET | K, 0);
      } else if (tagTakenOut) {
        translate(code, k);
      } else {
        to.add(code, k);
      }
    }
  }

  /** In the kernel these offsets mean ancillary data, but in an expression they mean bytes. */
  private static boolean isBeyondAnyFrame(int code, int k) {
    return switch (code) {
      case LD | W | ABS, LD | H | ABS, LD | B | ABS ->
          k < 0 && k != Bpf.SKF_AD_PKTTYPE && k != Bpf.SKF_AD_IFINDEX;
      case LDX | MSH | B -> k < 0;
      default -> false;
    };
  }

  private void translate(int code, int k) {
    switch (code) {
      case LD | W | ABS, LD | H | ABS, LD | B | ABS -> loadAbsolute(code, k);
      case LD | W | IND, LD | H | IND, LD | B | IND -> loadIndexed(code, k);
      case LDX | MSH | B -> loadHeaderLength(k);
      case LD | LEN -> loadLength();
      case LDX | LEN -> {
        to.add(ST, spare);
        loadLength();
        to.add(MISC | TAX);
        to.add(LD | MEM, spare);
      }
      default -> to.add(code, k);
    }
  }

  private void loadLength() {
    to.add(LD | LEN);
    to.add(ALU | ADD | K, TAG_SIZE);
  }

  private void loadHeaderLength(int k) {
    if (k < TAG || k >= BEHIND_TAG) {
      to.add(LDX | MSH | B, k < TAG ? k : k - TAG_SIZE);
      return;
    }
    to.add(ST, spare);
    loadAbsolute(LD | B | ABS, k);
    to.add(ALU | AND | K, 0xf);
    to.add(ALU | LSH | K, 2);
    to.add(MISC | TAX);
    to.add(LD | MEM, spare);
  }

  private void loadAbsolute(int code, int k) {
    int size = Bpf.sizeOf(code);
    if (k < 0 || k <= TAG - size) {
      to.add(code, k);
    } else if (k >= BEHIND_TAG) {
      to.add(code, k - TAG_SIZE);
    } else {
      loadPieces(k, k + size);
    }
  }

  /**
   * Loads bytes {@code from} to {@code end} on the wire, at most four, including some of the tag.
   */
  private void loadPieces(int from, int end) {
    boolean several = from < TAG || from < TCI && end > TCI || end > BEHIND_TAG;
    if (several) {
      to.add(STX, spare);
    }
    boolean begun = loadPiece(false, FRAME, from, Math.min(end, TAG));
    begun = loadPiece(begun, Bpf.SKF_AD_VLAN_TPID, Math.max(from, TAG) - TAG, min2(end - TAG));
    begun = loadPiece(begun, Bpf.SKF_AD_VLAN_TAG, Math.max(from, TCI) - TCI, min2(end - TCI));
    loadPiece(begun, FRAME, Math.max(from, BEHIND_TAG) - TAG_SIZE, end - TAG_SIZE);
    if (several) {
      to.add(LDX | MEM, spare);
    }
  }

  private static int min2(int end) {
    return Math.min(end, 2);
  }

  /**
   * Loads bytes {@code from} to {@code end}, after those already in A if it has {@code begun}.
   *
   * @param source {@link #FRAME}, or a field of ancillary data of two bytes
   * @return whether A has any bytes now
   */
  private boolean loadPiece(boolean begun, int source, int from, int end) {
    int width = end - from;
    if (width <= 0) {
      return begun;
    }
    if (begun) {
      to.add(ALU | LSH | K, 8 * width);
      to.add(MISC | TAX);
    }
    if (source == FRAME) {
      loadBytes(from, width);
    } else {
      to.add(LD | W | ABS, source);
      if (width == 1) {
        to.add(from == 0 ? ALU | RSH | K : ALU | AND | K, from == 0 ? 8 : 0xff);
      }
    }
    if (begun) {
      to.add(ALU | OR | X);
    }
    return true;
  }

  /** Loads one to three bytes of the frame in the kernel's form. */
  private void loadBytes(int from, int width) {
    switch (width) {
      case 1 -> to.add(LD | B | ABS, from);
      case 2 -> to.add(LD | H | ABS, from);
      default -> {
        to.add(LD | W | ABS, from - 1);
        to.add(ALU | AND | K, 0xffffff);
      }
    }
  }

  /** X is unknown, so there is code for every possible position of the load in or at the tag. */
  private void loadIndexed(int code, int k) {
    if (k < 0 || k >= BEHIND_TAG) {
      to.add(code, k - TAG_SIZE);
      return;
    }
    int behindTag = to.label();
    int end = to.label();
    to.add(MISC | TXA);
    to.branch(JMP | JGE | K, BEHIND_TAG - k, behindTag, BpfAssembler.NEXT);
    int firstAtTag = Math.max(k, TAG - Bpf.sizeOf(code) + 1);
    if (firstAtTag > k) {
      int atTag = to.label();
      to.branch(JMP | JGE | K, firstAtTag - k, atTag, BpfAssembler.NEXT);
      to.add(code, k);
      to.jump(end);
      to.place(atTag);
    }
    for (int place = firstAtTag; place < BEHIND_TAG; place++) {
      int next = to.label();
      if (place < BEHIND_TAG - 1) {
        to.branch(JMP | JEQ | K, place - k, BpfAssembler.NEXT, next);
      }
      loadAbsolute(code & ~IND | ABS, place);
      to.jump(end);
      to.place(next);
    }
    to.place(behindTag);
    loadBehindTag(code, k);
    to.place(end);
  }

  /** X + k is 16 or more, and A free. */
  private void loadBehindTag(int code, int k) {
    if (k >= TAG_SIZE) {
      to.add(code, k - TAG_SIZE);
      return;
    }
    to.add(STX, spare);
    to.add(ALU | SUB | K, TAG_SIZE - k);
    to.add(MISC | TAX);
    to.add(code, 0);
    to.add(LDX | MEM, spare);
  }
}
