package io.framering.capture;

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

  /** For {@link Ring#records}; created on first use. */
  private long[] last;

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
    return !batch.isNarrowed();
  }

  @Override
  public int writeRecords(int interfaceId, RecordMemory to, long at, long room) {
    batch.checkMove();
    if (batch.isNarrowed()) {
      throw new IllegalStateException("frames that were selected are not written at once");
    }
    Objects.checkIndex(passed - 1, batch.size());
    Objects.checkFromIndexSize(at, room, to.segment().byteSize());
    if (last == null) {
      last = new long[2];
    }
    int left = batch.size() - passed + 1;
    int most = (int) Math.min(room, Integer.MAX_VALUE);
    long first = batch.block.address() + header;
    long target = to.segment().address() + at;
    int written = Ring.records(first, left, interfaceId, target, most, last);
    Reference.reachabilityFence(to); // the caller may have released the writer's memory by mistake
    if (written > 0) {
      passed += written - 1;
      header += (int) last[0];
      next = batch.following(header, passed);
    }
    return (int) last[1];
  }
}
