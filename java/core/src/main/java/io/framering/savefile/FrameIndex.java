package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;

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
  static final int DIRECTION = 28;
  static final int LINK_TYPE = 29;
  static final int ENTRY_BYTES = 32;

  private static final int CAPACITY = 4096;

  /** Where the frames' bytes may begin. */
  static final int BYTES = CAPACITY * ENTRY_BYTES;

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
    memory.set(JAVA_LONG, entry + TIMESTAMP, timestampNanos);
    memory.set(JAVA_INT, entry + OFFSET, offset);
    memory.set(JAVA_INT, entry + CAPTURED_LENGTH, capturedLength);
    memory.set(
        JAVA_INT,
        entry + ORIGINAL_LENGTH,
        originalLength >= 0 ? originalLength : Integer.MAX_VALUE);
    memory.set(JAVA_INT, entry + INTERFACE, interfaceNumber);
    memory.set(JAVA_INT, entry + DROPPED_BEFORE, droppedBefore);
    memory.set(JAVA_BYTE, entry + DIRECTION, (byte) direction.ordinal());
    memory.set(JAVA_BYTE, entry + LINK_TYPE, (byte) linkType.ordinal());
    size++;
  }

  static Direction direction(byte ordinal) {
    return DIRECTIONS[ordinal];
  }

  static LinkType linkType(byte ordinal) {
    return LINK_TYPES[ordinal];
  }
}
