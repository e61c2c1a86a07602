package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a file that is in memory: after a {@link FrameIndex}, the bytes that were read and
 * not yet consumed. It grows only when it is full of bytes that have really come.
 */
final class Window {
  private static final int LINE_BYTES = 64;
  private static final boolean NATIVE_IS_LITTLE =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  /** What the index and the bytes lie in. */
  MemorySegment memory;

  /** Offset in {@link #memory} of the next byte to be consumed. */
  int position = FrameIndex.BYTES;

  /** Whether the numbers of the file are in the other byte order than this machine's. */
  boolean swapped;

  private final FrameIndex index = new FrameIndex();
  private int limit = FrameIndex.BYTES;
  private long limitInFile;
  private ByteBuffer space;
  private boolean ended;

  Window(int capacity) {
    allocate(capacity);
  }

  private void allocate(int capacity) {
    // Freed when no batch and no reader holds it any more: nobody has to be asked.
    memory = Arena.ofAuto().allocate((long) FrameIndex.BYTES + capacity, LINE_BYTES);
    space = memory.asByteBuffer();
  }

  FrameIndex index() {
    return index;
  }

  /** Bytes at hand. */
  int available() {
    return limit - position;
  }

  /** Where in the file the next byte to be consumed is. */
  long offsetInFile() {
    return limitInFile - available();
  }

  /** Whether the file has no more bytes than those at hand. */
  boolean ended() {
    return ended;
  }

  int byteAt(int at) {
    return Byte.toUnsignedInt(memory.get(JAVA_BYTE, (long) position + at));
  }

  int shortAt(int at) {
    short value = memory.get(JAVA_SHORT_UNALIGNED, (long) position + at);
    return Short.toUnsignedInt(swapped ? Short.reverseBytes(value) : value);
  }

  int intAt(int at) {
    return intAt(memory, position + at, swapped);
  }

  static int intAt(MemorySegment memory, int offset, boolean swapped) {
    int value = memory.get(JAVA_INT_UNALIGNED, offset);
    return swapped ? Integer.reverseBytes(value) : value;
  }

  /** The 32 bits there and the 32 bits after them, as pcapng keeps times: the high ones first. */
  long highLowAt(int at) {
    return (long) intAt(at) << 32 | Integer.toUnsignedLong(intAt(at + 4));
  }

  long longAt(int at) {
    long first = Integer.toUnsignedLong(intAt(at));
    long second = Integer.toUnsignedLong(intAt(at + 4));
    boolean littleEndian = swapped != NATIVE_IS_LITTLE;
    return littleEndian ? second << 32 | first : first << 32 | second;
  }

  /**
   * Reads once, behind the bytes at hand, which may move. Nobody may look at the memory meanwhile.
   *
   * @return false when nothing came in time, or the file has ended
   */
  boolean fill(Input input, long timeoutNanos) throws IOException {
    compact();
    if (limit == memory.byteSize()) {
      grow();
    }
    int count = input.read(space.limit((int) memory.byteSize()).position(limit), timeoutNanos);
    ended = count < 0;
    if (count > 0) {
      limit += count;
      limitInFile += count;
    }
    return count > 0;
  }

  private void compact() {
    if (position == FrameIndex.BYTES) {
      return;
    }
    int available = available();
    if (available > 0) {
      MemorySegment.copy(memory, position, memory, FrameIndex.BYTES, available);
    }
    position = FrameIndex.BYTES;
    limit = FrameIndex.BYTES + available;
  }

  private void grow() {
    MemorySegment full = memory;
    int capacity = limit - FrameIndex.BYTES;
    allocate(Math.multiplyExact(2, capacity));
    MemorySegment.copy(full, FrameIndex.BYTES, memory, FrameIndex.BYTES, capacity);
  }
}
