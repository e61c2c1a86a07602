// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.internal.FrameWords.DROPPED_BEFORE_AND_KINDS;
import static io.framering.internal.FrameWords.OFFSET_AND_CAPTURED_LENGTH;
import static io.framering.internal.FrameWords.ORIGINAL_LENGTH_AND_INTERFACE;
import static io.framering.internal.FrameWords.TIMESTAMP;
import static io.framering.internal.FrameWords.WORDS;

import io.framering.frame.Direction;
import io.framering.frame.LinkType;

/**
 * The metadata of a batch's frames, in one form for all file formats. This simple form is fast even
 * in code that is not compiled yet.
 */
final class FrameIndex {
  /** Added to the {@link #kinds} of a frame from a simple packet block. */
  static final int SIMPLE = 0x80;

  private static final int CAPACITY = 4096;

  private static final Direction[] DIRECTIONS = Direction.values();
  private static final LinkType[] LINK_TYPES = LinkType.values();

  /** See {@link io.framering.internal.FrameWords}. */
  final long[] words = new long[CAPACITY * WORDS];

  private int size;
  private long originalBytes;

  int size() {
    return size;
  }

  /** Bytes of all frames on the wire. */
  long originalBytes() {
    return originalBytes;
  }

  void clear() {
    size = 0;
    originalBytes = 0;
  }

  boolean isFull() {
    return size == CAPACITY;
  }

  /**
   * Adds a frame.
   *
   * @param originalLength unsigned
   * @param kinds the result of {@link #kinds} for the direction and the link type, perhaps with
   *     {@link #SIMPLE}
   */
  void add(
      long timestampNanos,
      int offset,
      int capturedLength,
      int originalLength,
      int interfaceNumber,
      int droppedBefore,
      int kinds) {
    int at = size * WORDS;
    words[at + TIMESTAMP] = timestampNanos;
    words[at + OFFSET_AND_CAPTURED_LENGTH] = pair(offset, capturedLength);
    words[at + ORIGINAL_LENGTH_AND_INTERFACE] = pair(originalLength, interfaceNumber);
    words[at + DROPPED_BEFORE_AND_KINDS] = pair(droppedBefore, kinds);
    originalBytes += Integer.toUnsignedLong(originalLength);
    size++;
  }

  /** Combines two numbers, of which the second is not negative. */
  private static long pair(int first, int second) {
    return (long) first << Integer.SIZE | second;
  }

  static int kinds(Direction direction, LinkType linkType) {
    return linkType.ordinal() << Byte.SIZE | direction.ordinal();
  }

  private int first(int frame, int word) {
    return (int) (words[frame * WORDS + word] >>> Integer.SIZE);
  }

  private int second(int frame, int word) {
    return (int) words[frame * WORDS + word];
  }

  long timestampNanos(int frame) {
    return words[frame * WORDS + TIMESTAMP];
  }

  int offset(int frame) {
    return first(frame, OFFSET_AND_CAPTURED_LENGTH);
  }

  int capturedLength(int frame) {
    return second(frame, OFFSET_AND_CAPTURED_LENGTH);
  }

  long originalLength(int frame) {
    return Integer.toUnsignedLong(first(frame, ORIGINAL_LENGTH_AND_INTERFACE));
  }

  int interfaceNumber(int frame) {
    return second(frame, ORIGINAL_LENGTH_AND_INTERFACE);
  }

  int droppedBefore(int frame) {
    return first(frame, DROPPED_BEFORE_AND_KINDS);
  }

  Direction direction(int frame) {
    return DIRECTIONS[second(frame, DROPPED_BEFORE_AND_KINDS) & SIMPLE - 1];
  }

  boolean isSimple(int frame) {
    return (second(frame, DROPPED_BEFORE_AND_KINDS) & SIMPLE) != 0;
  }

  LinkType linkType(int frame) {
    return LINK_TYPES[second(frame, DROPPED_BEFORE_AND_KINDS) >> Byte.SIZE];
  }
}
