// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;

/**
 * The options of an IPv4 or TCP header: a view that moves from one to the next.
 *
 * <pre>
 *  0                   1                   2
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3
 * +---------------+---------------+---------------
 * |     Type      |    Length     |     value
 * +---------------+---------------+---------------
 * </pre>
 *
 * <p>Types 0 (end of list) and 1 (no operation) are single bytes. The length includes type and
 * length.
 *
 * <pre>{@code
 * Options options = ip.options();
 * while (options.advance()) {
 *   alerted |= options.type() == 148;
 * }
 * }</pre>
 */
public final class Options {
  /** End of list; the rest is padding. */
  public static final int END = 0;

  /** No operation: fills up to the next option. */
  public static final int NO_OPERATION = 1;

  private static final int PREFIX = 2;

  private static final Problem BAD_LENGTH = Problem.malformed("option length below 2");
  private static final Problem BEYOND_HEADER = Problem.malformed("option beyond the header");

  private MemorySegment memory = MemorySegment.NULL;
  private long offset;
  private long next;
  private long end;
  private int type;
  private int length;
  private Problem problem = Problem.NONE;

  Options() {}

  Options reset(MemorySegment memory, long offset, long end) {
    this.memory = memory;
    this.offset = offset;
    this.next = offset;
    this.end = end;
    this.type = END;
    this.length = 0;
    this.problem = Problem.NONE;
    return this;
  }

  /**
   * Moves to the next option.
   *
   * @return false if there is none, or if it cannot be read, see {@link #problem()}
   */
  public boolean advance() {
    if (next >= end) {
      return false;
    }
    offset = next;
    type = unsignedByte(offset);
    if (type == END || type == NO_OPERATION) {
      length = 1;
      next = type == END ? end : offset + 1;
      return true;
    }
    return advanceByLength();
  }

  private boolean advanceByLength() {
    next = end;
    if (end - offset < PREFIX) {
      problem = BEYOND_HEADER;
      return false;
    }
    length = unsignedByte(offset + 1);
    if (length < PREFIX) {
      problem = BAD_LENGTH;
      return false;
    }
    if (length > end - offset) {
      problem = BEYOND_HEADER;
      return false;
    }
    next = offset + length;
    return true;
  }

  /** {@return the problem of the option at which {@link #advance()} stopped} */
  public Problem problem() {
    return problem;
  }

  /**
   * {@return the type of the option, 0 to 255; in IPv4 it includes the "copied" bit and the class}
   */
  public int type() {
    return type;
  }

  /** {@return the number of bytes of the option, including type and length: 1 or more} */
  public int length() {
    return length;
  }

  /** {@return the offset of the option, and of its type, in {@link #memory()}} */
  public long offset() {
    return offset;
  }

  /** {@return the offset of the option's value in {@link #memory()}} */
  public long valueOffset() {
    return offset + Math.min(length, PREFIX);
  }

  /** {@return the number of bytes of the option's value, 0 or more} */
  public int valueLength() {
    return Math.max(0, length - PREFIX);
  }

  /** {@return the memory that contains the options} */
  public MemorySegment memory() {
    return memory;
  }

  /** A number in the option's value: {@code length} bytes, 1 to 8, from {@code at} on. */
  long number(int at, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << Byte.SIZE | unsignedByte(valueOffset() + at + i);
    }
    return value;
  }

  /** Describes the value of one option. */
  interface Values {
    void describe(FieldVisitor visitor, Options option);
  }

  /** Describes the remaining options as one group on its own line. */
  void describe(
      FieldVisitor visitor,
      Field group,
      Field option,
      Field optionLength,
      IntFunction<String> names,
      Values values) {
    visitor.line();
    visitor.group(group);
    while (advance()) {
      visitor.item(option, type, names.apply(type));
      if (type != END && type != NO_OPERATION) {
        visitor.number(optionLength, length);
        values.describe(visitor, this);
      }
    }
    if (problem != Problem.NONE) {
      visitor.problem(problem);
    }
    visitor.endGroup();
  }

  private int unsignedByte(long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }
}
