package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.frame.Frame;
import io.framering.records.RecordCursor;
import io.framering.records.RecordMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whole records on their way to a file, all numbers in little endian. It grows only for what is
 * larger than it: a record, or a batch of them.
 */
final class RecordBuffer {
  /** What it takes is written from a processor's first caches; a larger one is slower. */
  private static final int CAPACITY = 32 << 10;

  private RecordMemory owned;
  private MemorySegment memory;

  /** The same memory: numbers through it are half the work for a compiler of those of a segment. */
  private ByteBuffer view;

  private int length;

  RecordBuffer() {
    allocate(CAPACITY);
  }

  private void allocate(long capacity) {
    owned = new RecordMemory(capacity);
    memory = owned.segment();
    view = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes in it. */
  int length() {
    return length;
  }

  void clear() {
    length = 0;
    view.clear();
  }

  /** Whether this many bytes more fit in. */
  boolean fits(long count) {
    return count <= memory.byteSize() - length;
  }

  /** Makes room for this many bytes, and for somewhat more; it has to be empty. */
  void grow(long count) {
    allocate(Long.highestOneBit(count) << 1);
  }

  /** What is in it; until {@link #clear()} nothing more can be put into it. */
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

  /** A time as pcapng has it: its high 32 bits first. */
  void putHighLow(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  void putFrame(Frame frame, int count) {
    MemorySegment.copy(frame.memory(), frame.offset(), memory, length, count);
    length += count;
  }

  /**
   * Frames from the one that the cursor stands on, as many as it can put, of at most so many bytes.
   *
   * @return whether there was room for one
   */
  boolean putRecords(RecordCursor frames, int interfaceId, long most) {
    long room = Math.min(memory.byteSize() - length, most);
    int count = room <= 0 ? 0 : frames.writeRecords(interfaceId, owned, length, room);
    length += count;
    return count > 0;
  }

  void put(MemorySegment records) {
    MemorySegment.copy(records, 0, memory, length, records.byteSize());
    length += (int) records.byteSize();
  }

  /** A pcapng option whose value is a text; nothing if it is empty. */
  void putTextOption(int code, byte[] text) {
    if (text.length > 0) {
      putShort(code);
      putShort(text.length);
      MemorySegment.copy(text, 0, memory, JAVA_BYTE, length, text.length);
      length += text.length;
      pad();
    }
  }

  /** Zeros up to a multiple of 4. */
  void pad() {
    while ((length & 3) != 0) {
      putByte(0);
    }
  }

  /** As UTF-8, and no more than an option can hold. */
  static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= PcapngOptions.LONGEST_TEXT
        ? bytes
        : Arrays.copyOf(bytes, PcapngOptions.LONGEST_TEXT);
  }
}
