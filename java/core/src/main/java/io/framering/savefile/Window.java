package io.framering.savefile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a file that is in memory: the bytes that were read and not yet consumed. It grows
 * only when it is full of bytes that have really come.
 *
 * <p>Numbers are read through a buffer and not through a segment: a buffer's memory is there for as
 * long as the buffer, so nothing has to be asked at each number, and code that was loaded a moment
 * ago reads several times as fast.
 */
final class Window {
  /** The bytes; its order is that of the file's numbers, its position and limit say nothing. */
  ByteBuffer bytes;

  /** The same bytes. */
  MemorySegment memory;

  /** Where in {@link #bytes} the next byte to be consumed is. */
  int position;

  private int limit;
  private long limitInFile;
  private boolean ended;

  /** The same bytes, to be read into. */
  private ByteBuffer space;

  Window(int capacity) {
    allocate(capacity, ByteOrder.nativeOrder());
  }

  private void allocate(int capacity, ByteOrder order) {
    // Freed when no batch and no reader holds it any more: nobody has to be asked.
    bytes = ByteBuffer.allocateDirect(capacity).order(order);
    memory = MemorySegment.ofBuffer(bytes);
    space = bytes.duplicate();
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

  /** Whether the numbers of the file are in the other byte order than this machine's. */
  void swapped(boolean swapped) {
    boolean little = swapped != (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  int byteAt(int at) {
    return Byte.toUnsignedInt(bytes.get(position + at));
  }

  int shortAt(int at) {
    return Short.toUnsignedInt(bytes.getShort(position + at));
  }

  int intAt(int at) {
    return bytes.getInt(position + at);
  }

  long longAt(int at) {
    return bytes.getLong(position + at);
  }

  /** The 32 bits there and the 32 bits after them, as pcapng keeps times: the high ones first. */
  long highLowAt(int at) {
    return (long) intAt(at) << 32 | Integer.toUnsignedLong(intAt(at + 4));
  }

  /**
   * Reads once, behind the bytes at hand, which may move. Nobody may look at the memory meanwhile.
   *
   * @return false when nothing came in time, or the file has ended
   */
  boolean fill(Input input, long timeoutNanos) throws IOException {
    compact();
    if (limit == bytes.capacity()) {
      grow();
    }
    int count = input.read(space.limit(space.capacity()).position(limit), timeoutNanos);
    ended = count < 0;
    if (count > 0) {
      limit += count;
      limitInFile += count;
    }
    return count > 0;
  }

  private void compact() {
    int available = available();
    if (position > 0 && available > 0) {
      MemorySegment.copy(memory, position, memory, 0, available);
    }
    position = 0;
    limit = available;
  }

  private void grow() {
    MemorySegment full = memory;
    allocate(Math.multiplyExact(2, limit), bytes.order());
    MemorySegment.copy(full, 0, memory, 0, limit);
  }
}
