package io.framering.print.line;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes of a frame that were captured, or those of them that the header above allows to be
 * read. Positions are offsets in {@link #memory()}; numbers are big-endian and unsigned.
 *
 * <p>Every read beyond {@link #end()} throws {@link Truncation}, which {@link LinePrinter} catches:
 * it prints the mark with the name of {@link LineContext#protocol}.
 */
final class CapturedBytes {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private MemorySegment memory = MemorySegment.NULL;
  private long end;

  /** From now on the bytes up to {@code newEnd} of {@code newMemory} may be read. */
  void wrap(MemorySegment newMemory, long newEnd) {
    memory = newMemory;
    end = newEnd;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Where the last byte that may be read has been passed. */
  long end() {
    return end;
  }

  /** Bytes from {@code at} on that may be read; 0 or less when {@code at} is not before the end. */
  long available(long at) {
    return end - at;
  }

  /**
   * Lets nothing be read from {@code length} bytes after {@code at} on.
   *
   * @return the end as it was, for {@link #restore}
   */
  long limit(long at, long length) {
    long before = end;
    end = Math.min(end, at + length);
    return before;
  }

  /** Takes back a {@link #limit}. A printer that is left by {@link Truncation} need not do it. */
  void restore(long before) {
    end = before;
  }

  /** Whether {@code count} bytes from {@code at} on may be read. */
  boolean has(long at, long count) {
    return count <= end - at;
  }

  /** Throws {@link Truncation} unless {@code count} bytes from {@code at} on may be read. */
  void need(long at, long count) {
    if (count > end - at) {
      throw Truncation.INSTANCE;
    }
  }

  int u8(long at) {
    need(at, 1);
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  int u16(long at) {
    need(at, 2);
    return memory.get(SHORT, at) & 0xFFFF;
  }

  int u16LittleEndian(long at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) u16(at)));
  }

  int u24(long at) {
    need(at, 3);
    return u8(at) << 16 | u16(at + 1);
  }

  long u32(long at) {
    need(at, 4);
    return memory.get(INT, at) & 0xFFFF_FFFFL;
  }

  long u48(long at) {
    need(at, 6);
    return (long) u16(at) << 32 | u32(at + 2);
  }

  /** Eight bytes as they are: negative when the first bit is set. */
  long u64(long at) {
    need(at, 8);
    return memory.get(LONG, at);
  }
}
