package io.framering.capture;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameHandler;
import io.framering.jni.Tpacket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A lent block.
 *
 * <p>Its segment has its own arena, confined to the thread that fetched it: closing the arena
 * invalidates every view of the block and costs tens of nanoseconds.
 */
final class RingBatch implements FrameBatch {
  final MemorySegment block;

  private final Ring ring;
  private final Arena lifetime;
  private final Thread owner;
  private final long lostBefore;
  private FrameSelection selection;
  private int size;

  /** The maximum number of visible bytes of a frame. */
  int snapLength = Integer.MAX_VALUE;

  private boolean released;
  private volatile boolean over;

  /** Takes over one {@link Ring#enter()}, and leaves the ring when it is closed. */
  RingBatch(Ring ring, int index, long lostBefore) {
    this.ring = ring;
    this.lostBefore = lostBefore;
    owner = Thread.currentThread();
    lifetime = Arena.ofConfined();
    block = ring.block(index, lifetime);
    size = block.get(JAVA_INT, Tpacket.NUM_PKTS);
  }

  /**
   * Reduces the batch to the selected frames; the selection belongs to this batch until the next
   * one.
   */
  void narrow(FrameSelection selection) {
    selection.select(new RingCursor(this));
    this.selection = selection;
    size = selection.size();
    snapLength = selection.snapLength();
  }

  /** Whether frames of its block are missing or truncated. */
  boolean isNarrowed() {
    return selection != null;
  }

  /** The interfaces of its frames. */
  InterfaceTable interfaces() {
    return ring.interfaces();
  }

  /** Offset in the block of the first frame's header. */
  int first() {
    return selection == null
        ? block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT)
        : selection.header(0);
  }

  /**
   * Offset of the header of the frame with this many frames before it; undefined after the last.
   */
  int following(int header, int before) {
    return selection == null
        ? header + block.get(JAVA_INT, (long) header + Tpacket.TP_NEXT_OFFSET) // 0 at the last
        : selection.header(before);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long lostBefore() {
    return lostBefore;
  }

  @Override
  public long originalBytes() {
    checkMove();
    return isNarrowed() ? FrameBatch.super.originalBytes() : ring.lentBytes();
  }

  @Override
  public FrameCursor cursor() {
    checkOpen();
    return new RingCursor(this);
  }

  @Override
  public Iterator<Frame> iterator() {
    checkOpen();
    return new Iterator<>() {
      private int next = first();
      private int passed;

      @Override
      public boolean hasNext() {
        return passed < size;
      }

      @Override
      public Frame next() {
        if (passed == size) {
          throw new NoSuchElementException();
        }
        checkMove();
        RingFrame frame = new RingFrame(RingBatch.this, next);
        next = following(next, ++passed);
        return frame;
      }
    };
  }

  /**
   * Passes each frame to the handler, until the handler or another thread closes this batch or its
   * capture. A handler that is reading a frame then gets an exception, which is caught here.
   */
  void deliver(FrameHandler handler) {
    int header = first();
    try {
      for (int passed = 0; passed < size && !over; ) {
        int next = following(header, ++passed);
        handler.onFrame(new RingFrame(this, header));
        header = next;
      }
    } catch (Over e) {
      boolean closedByAnother = e.batch == this && !released;
      if (!closedByAnother) {
        throw e;
      }
    }
  }

  boolean isOwnedByThisThread() {
    return owner == Thread.currentThread();
  }

  boolean isReleased() {
    return released;
  }

  /**
   * Makes every frame throw, in every thread; the memory stays mapped until the owner releases it.
   */
  void revoke() {
    over = true;
  }

  void checkOpen() {
    if (over) {
      throw new Over(this);
    }
  }

  /** Distinguished from other exceptions of a handler. */
  private static final class Over extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient RingBatch batch;

    Over(RingBatch batch) {
      super("the batch of this frame was released, or its capture closed");
      this.batch = batch;
    }
  }

  /** Called before a cursor moves: another thread would move it for the owner. */
  void checkMove() {
    checkOpen();
    checkOwner();
  }

  private void checkOwner() {
    if (!isOwnedByThisThread()) {
      throw new WrongThreadException("this batch was fetched by another thread");
    }
  }

  /**
   * If it throws because the stack is exhausted, it may be called again and continues where it was.
   */
  @Override
  public void close() {
    if (!released) {
      checkOwner();
      Ring.ensureStack();
      if (lifetime.scope().isAlive()) {
        lifetime.close();
      }
      over = true;
      ring.leave();
      released = true;
    }
  }
}
