// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameCursor;
import io.framering.internal.BatchSelector;
import io.framering.internal.LentBatch;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Predicate;

/**
 * Frames that were read together, lent by the thread's open window: closing it invalidates every
 * view of them. The place of a frame is its number in the index.
 */
final class FileBatch extends LentBatch {
  private final Window window;
  private final MemorySegment memory;
  private final FrameIndex index;
  private final int firstRecord;

  /** The interfaces of the file; the index is their number minus 1. */
  final List<FileInterface> interfaces;

  /** Whether the frames are in blocks of pcapng. */
  final boolean hasBlocks;

  /** The frames that were scanned last, one or more; closing the batch closes the window. */
  FileBatch(Window window, RecordScanner scanner) {
    super(scanner.index.size());
    this.window = window;
    index = scanner.index;
    interfaces = scanner.interfaces;
    firstRecord = scanner.firstRecord();
    hasBlocks = scanner.format() == SavefileFormat.PCAPNG;
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

  /** The records of all frames in the format of {@link PcapEncoder}; null if they are not there. */
  MemorySegment records() {
    if (firstRecord < 0 || isSelected()) {
      return null;
    }
    int last = index().offset(size() - 1) + index.capturedLength(size() - 1);
    return memory.asSlice(firstRecord, last - firstRecord);
  }

  /** In one call if the condition is a filter and the file has one link type. */
  @Override
  protected int select(Predicate<? super Frame> condition, int[] places) {
    if (condition instanceof BatchSelector filter && !isSelected() && hasOneLinkType()) {
      int linkType = interfaces.getFirst().described.linkTypeNumber();
      int count = filter.select(linkType, memory, index.words, size(), places);
      if (count != BatchSelector.ONE_BY_ONE) {
        return count;
      }
    }
    return super.select(condition, places);
  }

  private boolean hasOneLinkType() {
    int first = interfaces.getFirst().described.linkTypeNumber();
    for (FileInterface each : interfaces) {
      if (each.described.linkTypeNumber() != first) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long originalBytes() {
    if (!isSelected()) {
      return index().originalBytes();
    }
    long sum = 0;
    int number = first();
    for (int passed = 0; passed < size(); ) {
      sum += index().originalLength(number);
      number = following(number, ++passed);
    }
    return sum;
  }

  @Override
  public FrameCursor cursor() {
    checkOpen();
    return new FileCursor(this);
  }

  @Override
  protected int firstOfAll() {
    return 0;
  }

  @Override
  protected int after(int number) {
    return number + 1;
  }

  @Override
  protected int place(FrameCursor cursor) {
    return ((FileCursor) cursor).number;
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
