// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A ring for a warm-up: one block of memory that this class fills, in the kernel's layout, with the
 * same frames for each {@link #next}, as if the interface with index 1 had just received them.
 */
final class WarmUpRing extends Ring {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** {@code sizeof(struct tpacket_block_desc)}. */
  private static final int BLOCK_HEADER = 48;

  /** The kernel's offset of an Ethernet frame: after both headers, its payload aligned. */
  private static final int MAC = 82;

  /** TPACKET_ALIGNMENT. */
  private static final int ALIGNMENT = 16;

  private static final int INTERFACE_INDEX = 1;
  private static final short ARPHRD_ETHER = 1;

  private final MemorySegment block;
  private final int frames;
  private final long bytes;
  private final long start = System.nanoTime();
  private final long duration;
  private volatile boolean cancelled;

  WarmUpRing(byte[] frames, int[] lengths, int milliseconds) {
    super(() -> {});
    this.frames = lengths.length;
    duration = milliseconds < 0 ? Long.MAX_VALUE : milliseconds * NANOS_PER_MILLI;
    bytes = frames.length;
    long size = BLOCK_HEADER;
    for (int length : lengths) {
      size += room(length);
    }
    block = Arena.ofAuto().allocate(size, ALIGNMENT);
    fill(MemorySegment.ofArray(frames), lengths);
  }

  private static int room(int length) {
    return (MAC + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void fill(MemorySegment from, int[] lengths) {
    block.set(JAVA_INT, Tpacket.NUM_PKTS, frames);
    block.set(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT, BLOCK_HEADER);
    long header = BLOCK_HEADER;
    long read = 0;
    for (int i = 0; i < lengths.length; i++) {
      int length = lengths[i];
      boolean last = i == lengths.length - 1;
      block.set(JAVA_INT, header + Tpacket.TP_NEXT_OFFSET, last ? 0 : room(length));
      block.set(JAVA_INT, header + Tpacket.TP_SNAPLEN, length);
      block.set(JAVA_INT, header + Tpacket.TP_LEN, length);
      block.set(JAVA_SHORT, header + Tpacket.TP_MAC, (short) MAC);
      block.set(JAVA_INT, header + Tpacket.SLL_IFINDEX, INTERFACE_INDEX);
      block.set(JAVA_SHORT, header + Tpacket.SLL_HATYPE, ARPHRD_ETHER);
      MemorySegment.copy(from, JAVA_BYTE, read, block, JAVA_BYTE, header + MAC, length);
      read += length;
      header += room(length);
    }
  }

  @Override
  public long size() {
    return block.byteSize();
  }

  /** All frames again, received now. */
  @Override
  int nextBlock(int timeoutMillis) {
    if (cancelled || System.nanoTime() - start >= duration) {
      return -Errno.ECANCELED;
    }
    Instant now = Instant.now();
    int next;
    long header = BLOCK_HEADER;
    do {
      block.set(JAVA_INT, header + Tpacket.TP_SEC, (int) now.getEpochSecond());
      block.set(JAVA_INT, header + Tpacket.TP_NSEC, now.getNano());
      next = block.get(JAVA_INT, header + Tpacket.TP_NEXT_OFFSET);
      header += next;
    } while (next != 0);
    return 0;
  }

  @Override
  int awaitChange(int timeoutMillis) {
    return -Errno.ECANCELED; // no interface ever changes
  }

  @Override
  int setInterfaces(int[] indices) {
    return 0;
  }

  @Override
  @SuppressWarnings("restricted") // the same memory, for a shorter time
  MemorySegment block(int index, Arena lifetime) {
    return block.reinterpret(lifetime, null).asReadOnly();
  }

  @Override
  long lentBytes() {
    return bytes;
  }

  @Override
  long lost() {
    return 0;
  }

  @Override
  String failedCall() {
    return Native.callName(Native.CALL_NONE);
  }

  @Override
  String fault() {
    return null;
  }

  @Override
  ByteBuffer listInterfaces(Failure failure) {
    return Native.interfaces(null, failure);
  }

  @Override
  int readStatistics(long[] counts) {
    return 0;
  }

  @Override
  void cancel() {
    cancelled = true;
  }

  @Override
  void cancelAfterDraining() {
    cancelled = true;
  }
}
