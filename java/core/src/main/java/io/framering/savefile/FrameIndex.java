package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/**
 * What is known of the frames of a batch, in one form for all file formats. It lies in the same
 * memory as their bytes, so whatever ends the one ends the other.
 */
final class FrameIndex {
  static final int TIMESTAMP = 0;
  static final int OFFSET = 8;
  static final int CAPTURED_LENGTH = 12;
  static final int ORIGINAL_LENGTH = 16;
  static final int INTERFACE = 20;
  static final int DROPPED_BEFORE = 24;

  /** Of one int: the direction in its low byte, the link type in the next. */
  static final int KINDS = 28;

  static final int ENTRY_BYTES = 32;

  private static final int CAPACITY = 4096;

  /** Where the frames' bytes may begin. */
  static final int BYTES = CAPACITY * ENTRY_BYTES;

  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final Direction[] DIRECTIONS = Direction.values();
  private static final LinkType[] LINK_TYPES = LinkType.values();

  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /**
   * Adds a frame.
   *
   * @param memory whose beginning is this index
   * @param originalLength unsigned; more than an {@code int} can hold becomes the most that it can
   */
  void add(
      MemorySegment memory,
      long timestampNanos,
      int offset,
      int capturedLength,
      int originalLength,
      int interfaceNumber,
      int droppedBefore,
      Direction direction,
      LinkType linkType) {
    long entry = (long) size * ENTRY_BYTES;
    int most = originalLength >= 0 ? originalLength : Integer.MAX_VALUE;
    int kinds = direction.ordinal() | linkType.ordinal() << Byte.SIZE;
    memory.set(JAVA_LONG, entry + TIMESTAMP, timestampNanos);
    memory.set(JAVA_LONG, entry + OFFSET, pair(offset, capturedLength));
    memory.set(JAVA_LONG, entry + ORIGINAL_LENGTH, pair(most, interfaceNumber));
    memory.set(JAVA_LONG, entry + DROPPED_BEFORE, pair(droppedBefore, kinds));
    size++;
  }

  /** Two ints that lie one behind the other, for one store instead of two: none is negative. */
  private static long pair(int first, int second) {
    return LITTLE ? (long) second << Integer.SIZE | first : (long) first << Integer.SIZE | second;
  }

  static Direction direction(int kinds) {
    return DIRECTIONS[kinds & 0xFF];
  }

  static LinkType linkType(int kinds) {
    return LINK_TYPES[kinds >> Byte.SIZE];
  }
}
