// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a file in memory: bytes that were read and not yet consumed. It grows only when it is
 * full of bytes that were really read.
 *
 * <p>It is open from the time a thread begins to read until the frames found are released: its
 * memory lives that long, and only that thread may access it. Bytes not consumed by then are kept
 * in the heap. Allocating new memory for each batch invalidates all views of the previous one; no
 * Java API without native access can invalidate views of memory that stays allocated.
 *
 * <p>Numbers are read through a buffer instead of a segment, which is several times as fast in code
 * that was just loaded.
 */
final class Window {
  /** The bytes; its order is the file's byte order; its position and limit have no meaning. */
  ByteBuffer bytes;

  /** The same bytes. */
  MemorySegment memory;

  /** The offset in {@link #bytes} of the next byte to consume. */
  int position;

  /** The maximum number of bytes that are kept from the beginning of a file. */
  private static final int MOST_KEPT = 16 << 20;

  /** Whether consumed bytes are kept, too. */
  private boolean keepsAll;

  private int limit;
  private long limitInFile;
  private boolean ended;

  /** The same bytes, for reading into. */
  private ByteBuffer space;

  private final int capacity;
  private ByteOrder order = ByteOrder.nativeOrder();
  private Arena lifetime;

  /** The bytes not consumed, while this is closed. */
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
   * Invalidates every view of the bytes. Does nothing if it is closed.
   *
   * @param from the first byte that is still needed; at most the position
   * @throws WrongThreadException if another thread has opened it
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

  /** Sets whether the bytes consumed from now on are kept: up to 16 MiB. */
  void keepAll(boolean on) {
    keepsAll = on;
  }

  /** Whether it has all bytes from the beginning of the file up to the available ones. */
  boolean hasAll() {
    return limitInFile == limit;
  }

  /** Bytes available. */
  int available() {
    return limit - position;
  }

  /** The offset in the file of the next byte to consume. */
  long offsetInFile() {
    return limitInFile - available();
  }

  /** Whether the file has no more bytes than the available ones. */
  boolean ended() {
    return ended;
  }

  /** Sets whether the file's byte order differs from this machine's. */
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

  /** The 32 bits there and the 32 bits after them, as in pcapng's times: the high ones first. */
  long highLowAt(int at) {
    return (long) intAt(at) << 32 | Integer.toUnsignedLong(intAt(at + 4));
  }

  /**
   * Reads once after the available bytes, which may move. No other code may access the memory
   * meanwhile.
   *
   * @return false if nothing came in time or the file has ended
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
    if (keepsAll && limit < MOST_KEPT) {
      return;
    }
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
