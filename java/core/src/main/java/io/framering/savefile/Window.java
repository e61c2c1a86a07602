package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a file that is in memory: the bytes that were read and not yet consumed. It grows
 * only when it is full of bytes that have really come.
 *
 * <p>It is open from the time that a thread begins to read until the frames which that thread found
 * are released: that is how long its memory lives, and only that thread may look at it. The bytes
 * that are not consumed by then are kept in the heap. A fresh piece of memory for each batch is
 * what ends all views of the one before; no Java API without native access can end views of memory
 * that stays.
 *
 * <p>Numbers are read through a buffer and not through a segment: code that was loaded a moment ago
 * reads several times as fast.
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

  private final int capacity;
  private ByteOrder order = ByteOrder.nativeOrder();
  private Arena lifetime;

  /** What was not consumed, while this is closed. */
  private byte[] rest = {};

  /** Closed. */
  Window(int capacity) {
    this.capacity = capacity;
  }

  /** Opens it for the calling thread. */
  void open() {
    allocate(Math.max(capacity, limit));
    MemorySegment.copy(rest, 0, memory, JAVA_BYTE, 0, limit);
  }

  private void allocate(int size) {
    lifetime = Arena.ofConfined();
    memory = lifetime.allocate(size);
    bytes = memory.asByteBuffer().order(order);
    space = bytes.duplicate();
  }

  /**
   * Ends every view of the bytes. Does nothing when it is closed.
   *
   * @param from the first byte that is still needed; the position or less
   * @throws WrongThreadException when another thread has opened it
   */
  void close(int from) {
    if (lifetime == null) {
      return;
    }
    int count = limit - from;
    if (rest.length < count) {
      rest = new byte[count];
    }
    MemorySegment.copy(memory, JAVA_BYTE, from, rest, 0, count);
    position -= from;
    limit = count;
    lifetime.close();
    lifetime = null;
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
    order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    bytes.order(order);
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

  @SuppressWarnings("try") // closes it, and nothing else
  private void grow() {
    try (Arena full = lifetime) {
      MemorySegment before = memory;
      allocate(Math.multiplyExact(2, limit));
      MemorySegment.copy(before, 0, memory, 0, limit);
    }
  }
}
