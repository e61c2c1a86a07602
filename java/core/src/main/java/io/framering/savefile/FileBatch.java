package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.LentBatch;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Frames that were read together, lent by the thread's open window: closing it invalidates every
 * view of them. The place of a frame is its number in the index.
 */
final class FileBatch extends LentBatch {
  private final Window window;
  private final MemorySegment memory;
  private final FrameIndex index;
  private final int size;
  private final int firstRecord;

  /** The interfaces of the file; the index is their number minus 1. */
  final List<FileInterface> interfaces;

  /** The frames that were scanned last, one or more; closing the batch closes the window. */
  FileBatch(Window window, RecordScanner scanner) {
    this.window = window;
    index = scanner.index;
    size = index.size();
    interfaces = scanner.interfaces;
    firstRecord = scanner.firstRecord();
    memory = window.memory.asReadOnly();
  }

  /** The memory that contains the frames, valid while this batch is lent. */
  MemorySegment memory() {
    checkOpen();
    return memory;
  }

  /** The index of the frames: only for the owner, while this batch is lent. */
  FrameIndex index() {
    checkMove();
    return index;
  }

  /** All records in the format of {@link PcapEncoder}; null if the file has another format. */
  MemorySegment records() {
    int last = index().offset(size - 1) + index.capturedLength(size - 1);
    return firstRecord < 0 ? null : memory.asSlice(firstRecord, last - firstRecord);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long originalBytes() {
    return index().originalBytes();
  }

  @Override
  public FrameCursor cursor() {
    checkOpen();
    return new FileCursor(this);
  }

  @Override
  protected int first() {
    return 0;
  }

  @Override
  protected int following(int place, int before) {
    return before;
  }

  @Override
  protected Frame frame(int place) {
    return new FileFrame(this, place);
  }

  @Override
  protected void release() {
    window.close(window.position);
  }
}
