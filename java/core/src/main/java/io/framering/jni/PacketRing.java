// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static io.framering.jni.Native.callName;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A ring of {@code framering.h}, filled by the kernel. */
final class PacketRing extends Ring {
  private final long handle;
  private final long address;
  private final long size;
  private final int blockSize;

  private PacketRing(long[] opened) {
    super(closing(opened[Native.OPENED_HANDLE]));
    handle = opened[Native.OPENED_HANDLE];
    address = opened[Native.OPENED_ADDRESS];
    size = opened[Native.OPENED_SIZE];
    blockSize = (int) opened[Native.OPENED_BLOCK_SIZE];
  }

  /** Static, so that it has no reference to the ring. */
  private static Runnable closing(long handle) {
    return () -> Native.close0(handle);
  }

  static List<Ring> openAll(RingOptions options, int count, Failure failure) {
    long[] opened = new long[count * Native.OPENED_LENGTH];
    try (Arena arena = Arena.ofConfined()) {
      int result = Native.open0(options.struct(arena).address(), count, opened);
      if (result < 0) {
        int call = (int) opened[Native.OPENED_FAILED_CALL];
        if (call == Native.CALL_FILTER && options.filter().length > 0) {
          return null;
        }
        throw failure.toException(-result, callName(call));
      }
    }
    return of(opened);
  }

  /** Takes over the rings that were opened, or closes them. */
  private static List<Ring> of(long[] opened) {
    List<Ring> rings = new ArrayList<>();
    int next = 0;
    try {
      for (; next < opened.length; next += Native.OPENED_LENGTH) {
        rings.add(new PacketRing(Arrays.copyOfRange(opened, next, next + Native.OPENED_LENGTH)));
      }
      return rings;
    } finally {
      if (next < opened.length) {
        for (; next < opened.length; next += Native.OPENED_LENGTH) {
          Native.close0(opened[next + Native.OPENED_HANDLE]);
        }
        rings.forEach(Ring::close);
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  int nextBlock(int timeoutMillis) {
    return Native.next0(handle, timeoutMillis);
  }

  @Override
  int awaitChange(int timeoutMillis) {
    return Native.awaitChange0(handle, timeoutMillis);
  }

  @Override
  int setInterfaces(int[] indices) {
    try (Arena arena = Arena.ofConfined()) {
      return Native.follow0(handle, arena.allocateFrom(ValueLayout.JAVA_INT, indices).address());
    }
  }

  @Override
  @SuppressWarnings("restricted") // the kernel's memory, whose size only this class knows
  MemorySegment block(int index, Arena lifetime) {
    return MemorySegment.ofAddress(address + (long) index * blockSize)
        .reinterpret(blockSize, lifetime, _ -> Reference.reachabilityFence(this))
        .asReadOnly();
  }

  @Override
  long lentBytes() {
    return Native.lentBytes0(handle);
  }

  @Override
  long lost() {
    return Native.lost0(handle);
  }

  @Override
  String failedCall() {
    return callName(Native.failedCall0(handle));
  }

  @Override
  String fault() {
    return Native.fault0(handle);
  }

  @Override
  ByteBuffer listInterfaces(Failure failure) {
    return Native.interfaces(
        (list, capacity) -> Native.interfaces0(handle, list, capacity),
        errno -> failure.toException(errno, callName(Native.CALL_INTERFACES)));
  }

  @Override
  int readStatistics(long[] counts) {
    return Native.statistics0(handle, counts);
  }

  @Override
  void cancel() {
    Native.stop0(handle);
  }

  @Override
  void cancelAfterDraining() {
    Native.drain0(handle);
  }
}
