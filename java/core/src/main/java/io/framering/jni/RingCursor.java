// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import io.framering.internal.RecordCursor;
import io.framering.internal.RecordMemory;
import java.lang.ref.Reference;
import java.util.Objects;

/** The frame that moves over its batch. */
final class RingCursor extends RingFrame implements RecordCursor {
  /** Far before any block: reading a frame there is out of bounds. */
  private static final int NOWHERE = Integer.MIN_VALUE;

  private int next;
  private int passed;

  /** For {@link Native#records0}; created on first use. */
  private long[] result;

  RingCursor(RingBatch batch) {
    super(batch, NOWHERE);
    next = batch.first();
  }

  @Override
  public boolean advance() {
    batch.checkMove();
    if (passed == batch.size()) {
      return false;
    }
    header = next;
    next = batch.following(header, ++passed);
    return true;
  }

  @Override
  public int passed() {
    return passed;
  }

  /** The native code does not know which frames were selected or truncated. */
  @Override
  public boolean writesRecords() {
    return !batch.isReduced();
  }

  @Override
  public int writeRecords(int interfaceId, RecordMemory to, long at, long room) {
    batch.checkMove();
    if (batch.isReduced()) {
      throw new IllegalStateException("frames that were selected are not written at once");
    }
    Objects.checkIndex(passed - 1, batch.size());
    Objects.checkFromIndexSize(at, room, to.segment().byteSize());
    if (result == null) {
      result = new long[Native.RECORDS_LENGTH];
    }
    int left = batch.size() - passed + 1;
    int most = (int) Math.min(room, Integer.MAX_VALUE);
    long first = batch.block.address() + header;
    long target = to.segment().address() + at;
    int written = Native.records0(first, left, interfaceId, target, most, result);
    Reference.reachabilityFence(to); // the caller may have released the writer's memory by mistake
    if (written > 0) {
      passed += written - 1;
      header += (int) result[Native.RECORDS_DISTANCE];
      next = batch.following(header, passed);
    }
    return (int) result[Native.RECORDS_BYTES];
  }
}
