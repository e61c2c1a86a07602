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

  private int length;

  RecordBuffer(SavefileOptions options) {
    allocate(options.compressor() == null ? CAPACITY : COMPRESSED_CAPACITY);
  }

  private void allocate(long capacity) {
    owned = new RecordMemory(capacity);
    memory = owned.segment();
    view = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
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

  int intAt(int at) {
    return view.getInt(at);
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

  /** Adds a pcapng option with a text; nothing if the text is empty. */
  void putTextOption(int code, byte[] text) {
    if (text.length > 0) {
      putShort(code);
      putShort(text.length);
      MemorySegment.copy(text, 0, memory, JAVA_BYTE, length, text.length);
      length += text.length;
      pad();
    }
  }

  /** Adds zeros up to a multiple of 4. */
  void pad() {
    while ((length & 3) != 0) {
      putByte(0);
    }
  }

  /** The text in UTF-8, truncated to what an option can hold. */
  static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= PcapngOptions.LONGEST_TEXT
        ? bytes
        : Arrays.copyOf(bytes, PcapngOptions.LONGEST_TEXT);
  }
}
