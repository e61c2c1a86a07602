// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assembles a program with labels as jump targets. A conditional jump reaches 255 instructions; a
 * longer one becomes a short one over two unconditional jumps.
 */
final class BpfAssembler {
  /** The next instruction, as the target of a conditional jump. */
  static final int NEXT = -1;

  private static final int REACH = 255;
  private static final int NEAR_SIZE = 1;
  private static final int FAR_SIZE = 3;

  private record Line(int code, int k, int then, int otherwise) {}

  private final List<Line> lines = new ArrayList<>();

  /** By label: the index in {@link #lines}. */
  private int[] places = new int[64];

  private int labels;

  /** A new label, which must be placed once. */
  int label() {
    if (labels == places.length) {
      places = Arrays.copyOf(places, 2 * labels);
    }
    return labels++;
  }

  /** A new label here. */
  int here() {
    int label = label();
    place(label);
    return label;
  }

  /** Places the label before the instruction that is added next. */
  void place(int label) {
    places[label] = lines.size();
  }

  /** Adds an instruction that is not a jump. */
  void add(int code, int k) {
    lines.add(new Line(code, k, NEXT, NEXT));
  }

  /** Adds an instruction that is not a jump and has no operand. */
  void add(int code) {
    add(code, 0);
  }

  void jump(int label) {
    lines.add(new Line(Bpf.JMP | Bpf.JA, 0, label, label));
  }

  /** Adds a conditional jump; both labels must be placed after it or be {@link #NEXT}. */
  void branch(int code, int k, int then, int otherwise) {
    lines.add(new Line(code, k, then, otherwise));
  }

  /** The program. */
  long[] assemble() {
    int[] starts = layOut();
    long[] program = new long[starts[lines.size()]];
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      int start = starts[i];
      int then = distance(starts, i, line.then());
      int otherwise = distance(starts, i, line.otherwise());
      if (!Bpf.isConditional(line.code())) {
        boolean jump = line.code() == (Bpf.JMP | Bpf.JA);
        program[start] = Bpf.instruction(line.code(), jump ? then : line.k());
      } else if (starts[i + 1] - start == NEAR_SIZE) {
        program[start] = Bpf.instruction(line.code(), then, otherwise, line.k());
      } else {
        program[start] = Bpf.instruction(line.code(), 0, 1, line.k());
        program[start + 1] = Bpf.instruction(Bpf.JMP | Bpf.JA, then - 1);
        program[start + 2] = Bpf.instruction(Bpf.JMP | Bpf.JA, otherwise - 2);
      }
    }
    return program;
  }

  /**
   * The start of each line, and the end of the program: repeated until every jump reaches its
   * target.
   */
  private int[] layOut() {
    int[] sizes = new int[lines.size()];
    Arrays.fill(sizes, NEAR_SIZE);
    int[] starts = new int[lines.size() + 1];
    boolean grown;
    do {
      grown = false;
      for (int i = 0; i < sizes.length; i++) {
        starts[i + 1] = starts[i] + sizes[i];
      }
      for (int i = 0; i < sizes.length; i++) {
        Line line = lines.get(i);
        if (Bpf.isConditional(line.code())
            && sizes[i] == NEAR_SIZE
            && (distance(starts, i, line.then()) > REACH
                || distance(starts, i, line.otherwise()) > REACH)) {
          sizes[i] = FAR_SIZE;
          grown = true;
        }
      }
    } while (grown);
    return starts;
  }

  /** Instructions between the first one of line {@code i} and the label. */
  private int distance(int[] starts, int i, int label) {
    int target = label == NEXT ? starts[i + 1] : starts[places[label]];
    return target - starts[i] - 1;
  }
}
