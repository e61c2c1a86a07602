package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameHandler;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Frames that were read together, lent by the thread's open window: closing it invalidates every
 * view of them.
 */
final class FileBatch implements FrameBatch {
  private final Window window;
  private final Thread owner = Thread.currentThread();
  private final MemorySegment memory;
  private final FrameIndex index;
  private final int size;
  private final int firstRecord;

  /** The interfaces of the file; the index is their number minus 1. */
  final List<FileInterface> interfaces;

  private volatile boolean released;
  private volatile boolean over;

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

  void checkOpen() {
    if (over) {
      throw new IllegalStateException("the batch of this frame was released, or its reader closed");
    }
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
  public Iterator<Frame> iterator() {
    checkOpen();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Frame next() {
        if (next == size) {
          throw new NoSuchElementException();
        }
        checkMove();
        return frame(next++);
      }
    };
  }

  private FileFrame frame(int number) {
    return new FileFrame(this, number);
  }

  /** Passes each frame to the handler, until the handler or another thread closes this batch. */
  void deliver(FrameHandler handler) {
    try {
      for (int i = 0; i < size && !over; i++) {
        handler.onFrame(frame(i));
      }
    } catch (IllegalStateException e) {
      boolean closedByAnother = over && !released;
      if (!closedByAnother) {
        throw e;
      }
    }
  }

  boolean isOwnedByThisThread() {
    return owner == Thread.currentThread();
  }

  /** Makes every frame throw, in every thread. */
  void revoke() {
    over = true;
  }

  /** Called before a cursor moves: another thread would move it for the owner. */
  void checkMove() {
    checkOpen();
    if (!isOwnedByThisThread()) {
      throw new WrongThreadException("this batch was fetched by another thread");
    }
  }

  @Override
  public void close() {
    if (!released) {
      if (!isOwnedByThisThread()) {
        throw new WrongThreadException("this batch was fetched by another thread");
      }
      window.close(window.position);
      over = true;
      released = true;
    }
  }
}
