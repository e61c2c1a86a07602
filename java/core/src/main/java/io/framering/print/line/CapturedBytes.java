// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The captured bytes of a frame, or the part that the enclosing header allows. Positions are
 * offsets in {@link #memory()}; numbers are big-endian and unsigned.
 *
 * <p>Every read beyond {@link #end()} throws {@link Truncation}, which {@link LinePrinter} catches
 * and prints as a mark with the name of {@link LineContext#protocol}.
 */
final class CapturedBytes {
  private static final int HEAD_BYTES = 256;

  private MemorySegment memory = MemorySegment.NULL;
  private long end;

  // A copy of the headers, which serves nearly all reads: a segment checks at each read that it is
  // alive and belongs to this thread, which costs run time and, when inlined, compile time.
  private final byte[] head = new byte[HEAD_BYTES];
  private final MemorySegment headMemory = MemorySegment.ofArray(head);
  private long headBegin;
  private long headCopied;

  /** Readable bytes of {@link #head}. */
  private long headLength;

  /** Makes the bytes from {@code begin} to {@code newEnd} of {@code newMemory} readable. */
  void wrap(MemorySegment newMemory, long begin, long newEnd) {
    memory = newMemory;
    headBegin = begin;
    headCopied = Math.clamp(newEnd - begin, 0, HEAD_BYTES);
    MemorySegment.copy(memory, begin, headMemory, 0, headCopied);
    end(newEnd);
  }

  private void end(long newEnd) {
    end = newEnd;
    headLength = Math.min(newEnd - headBegin, headCopied);
  }

  MemorySegment memory() {
    return memory;
  }

  /** The offset after the last readable byte. */
  long end() {
    return end;
  }

  /** Readable bytes from {@code at} on; 0 or less if {@code at} is not before the end. */
  long available(long at) {
    return end - at;
  }

  /**
   * Sets the end to {@code length} bytes after {@code at}.
   *
   * @return the previous end, for {@link #restore}
   */
  long limit(long at, long length) {
    long before = end;
    end(Math.min(end, at + length));
    return before;
  }

  /** Undoes a {@link #limit}; not needed after a {@link Truncation}. */
  void restore(long before) {
    end(before);
  }

  /** Whether {@code count} bytes from {@code at} on are readable. */
  boolean has(long at, long count) {
    return count <= end - at;
  }

  /** Throws {@link Truncation} unless {@code count} bytes from {@code at} on are readable. */
  void need(long at, long count) {
    if (count > end - at) {
      throw Truncation.INSTANCE;
    }
  }

  int u8(long at) {
    long in = at - headBegin;
    return in >= 0 && in + 1 <= headLength ? head[(int) in] & 0xFF : far8(at);
  }

  int u16(long at) {
    long in = at - headBegin;
    return in >= 0 && in + 2 <= headLength ? head16((int) in) : far16(at);
  }

  int u16LittleEndian(long at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) u16(at)));
  }

  int u24(long at) {
    need(at, 3);
    return u8(at) << 16 | u16(at + 1);
  }

  long u32(long at) {
    long in = at - headBegin;
    return in >= 0 && in + 4 <= headLength ? head32((int) in) : far32(at);
  }

  long u48(long at) {
    need(at, 6);
    return (long) u16(at) << 32 | u32(at + 2);
  }

  /** Eight bytes as a signed number: negative if the first bit is set. */
  long u64(long at) {
    need(at, 8);
    return u32(at) << 32 | u32(at + 4);
  }

  private int head16(int at) {
    return (head[at] & 0xFF) << 8 | head[at + 1] & 0xFF;
  }

  private long head32(int at) {
    return (long) head16(at) << 16 | head16(at + 2);
  }

  private int far8(long at) {
    need(at, 1);
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  private int far16(long at) {
    need(at, 2);
    return far8(at) << 8 | far8(at + 1);
  }

  private long far32(long at) {
    need(at, 4);
    return (long) far16(at) << 16 | far16(at + 2);
  }
}
