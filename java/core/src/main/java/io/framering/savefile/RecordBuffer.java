// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.frame.Frame;
import io.framering.internal.RecordMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer of complete records, in little-endian byte order. It grows only for a record, or a batch
 * of records, that does not fit into it.
 */
final class RecordBuffer {
  /** Fits into the processor's first caches; a larger buffer is slower. */
  private static final int CAPACITY = 32 << 10;

  /** Of a compressed file: smaller parts compress worse. */
  private static final int COMPRESSED_CAPACITY = 1 << 20;

  private RecordMemory owned;
  private MemorySegment memory;

  /**
   * The same memory: numbers through a buffer cost the compiler half the work of those through a
   * segment.
   */
  private ByteBuffer view;

  private ByteBuffer bigEndianView;

  private int length;

  RecordBuffer(SavefileOptions options) {
    allocate(options.compressor() == null ? CAPACITY : COMPRESSED_CAPACITY);
  }

  private void allocate(long capacity) {
    owned = new RecordMemory(capacity);
    memory = owned.segment();
    view = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    bigEndianView = view.duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  /** Number of bytes in it. */
  int length() {
    return length;
  }

  void clear() {
    length = 0;
    view.clear();
  }

  /** Whether this many more bytes fit. */
  boolean fits(long count) {
    return count <= room();
  }

  /** Makes room for this many bytes and a few more; the buffer must be empty. */
  void grow(long count) {
    allocate(Long.highestOneBit(count) << 1);
  }

  /** The contents; nothing can be added until {@link #clear()}. */
  ByteBuffer bytes() {
    return view.limit(length).position(0);
  }

  /** The memory in this byte order; the position and the limit have no meaning. */
  ByteBuffer view(ByteOrder order) {
    return order == ByteOrder.LITTLE_ENDIAN ? view : bigEndianView;
  }

  /** Moves bytes in it. */
  void move(int from, int to, int count) {
    if (from != to) {
      MemorySegment.copy(memory, from, memory, to, count);
    }
  }

  /** Ends it here. */
  void truncate(int newLength) {
    length = newLength;
  }

  int intAt(int at) {
    return view.getInt(at);
  }

  /** Removes the bytes from there to its end. Returns them, up to {@code to}. */
  byte[] cut(int from, int to) {
    byte[] bytes = new byte[to - from];
    view.get(from, bytes);
    length = from;
    return bytes;
  }

  void setShort(int at, int value) {
    view.putShort(at, (short) value);
  }

  void setInt(int at, int value) {
    view.putInt(at, value);
  }

  void putByte(int value) {
    view.put(length, (byte) value);
    length++;
  }

  void putShort(int value) {
    view.putShort(length, (short) value);
    length += Short.BYTES;
  }

  void putInt(int value) {
    view.putInt(length, value);
    length += Integer.BYTES;
  }

  void putLong(long value) {
    view.putLong(length, value);
    length += Long.BYTES;
  }

  /** A time in pcapng's form: the high 32 bits first. */
  void putHighLow(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  void putFrame(Frame frame, int count) {
    MemorySegment.copy(frame.memory(), frame.offset(), memory, length, count);
    length += count;
  }

  /** For records that are written directly to it, after the ones in it. */
  RecordMemory memory() {
    return owned;
  }

  /** Bytes free. */
  long room() {
    return memory.byteSize() - length;
  }

  /** Adds this many bytes that were written to {@link #memory}. */
  void added(int count) {
    length += count;
  }

  void put(MemorySegment records) {
    MemorySegment.copy(records, 0, memory, length, records.byteSize());
    length += (int) records.byteSize();
  }

  void put(MemorySegment from, long at, int count) {
    MemorySegment.copy(from, at, memory, length, count);
    length += count;
  }

  /** Adds a pcapng option with a text; nothing if the text is empty. */
  void putTextOption(int code, byte[] text) {
    if (text.length > 0) {
      putOption(code, text);
    }
  }

  /** Adds a pcapng option. */
  void putOption(int code, byte[] value) {
    putShort(code);
    putShort(value.length);
    MemorySegment.copy(value, 0, memory, JAVA_BYTE, length, value.length);
    length += value.length;
    pad();
  }

  /** Adds zeros up to a multiple of 4. */
  void pad() {
    while ((length & 3) != 0) {
      putByte(0);
    }
  }

  /** A comment in UTF-8. */
  static byte[] comment(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PcapngOptions.MOST_BYTES) {
      throw new IllegalArgumentException(
          "a comment of %d bytes: must be at most %d"
              .formatted(bytes.length, PcapngOptions.MOST_BYTES));
    }
    return bytes;
  }

  /** A comment in UTF-8, truncated: of bytes that are no UTF-8, a reader makes more bytes. */
  static byte[] truncated(String comment) {
    return truncated(comment, PcapngOptions.MOST_BYTES);
  }

  /** A name or description in UTF-8, truncated. */
  static byte[] utf8(String text) {
    return truncated(text, PcapngOptions.LONGEST_TEXT);
  }

  private static byte[] truncated(String text, int most) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= most) {
      return bytes;
    }
    int end = most;
    while (end > 0 && (bytes[end] & 0xC0) == 0x80) { // in the middle of a character
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }
}
