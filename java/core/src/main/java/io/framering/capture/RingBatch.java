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
 * <p>Its segment lives in an arena of its own, confined to the thread that fetched it: closing the
 * arena ends every view of the block there is, wherever it was kept, and costs tens of nanoseconds.
 */
final class RingBatch implements FrameBatch {
  final MemorySegment block;

  private final Ring ring;
  private final Arena lifetime;
  private final Thread owner;
  private final long lostBefore;
  private FrameSelection selection;
  private int size;

  /** No frame shows more bytes than this. */
  int snapLength = Integer.MAX_VALUE;

  private boolean released;
  private volatile boolean over;

  /** Takes over one {@link Ring#enter()}, and gives it back when it is closed. */
  RingBatch(Ring ring, int index, long lostBefore) {
    this.ring = ring;
    this.lostBefore = lostBefore;
    owner = Thread.currentThread();
    lifetime = Arena.ofConfined();
    block = ring.block(index, lifetime);
    size = block.get(JAVA_INT, Tpacket.NUM_PKTS);
  }

  /** Has in it from now on what is selected; the selection is this batch's until the next one. */
  void narrow(FrameSelection selection) {
    selection.select(new RingCursor(this));
    this.selection = selection;
    size = selection.size();
    snapLength = selection.snapLength();
  }

  /** Whether it has not all frames of its block, or less of them. */
  boolean isNarrowed() {
    return selection != null;
  }

  /** The interfaces that its frames come from. */
  InterfaceTable interfaces() {
    return ring.interfaces();
  }

  /** Offset in the block of the first frame's header. */
  int first() {
    return selection == null
        ? block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT)
        : selection.header(0);
  }

  /** Offset of the header of the frame that has so many before it; any behind the last. */
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
   * Each frame to the handler, until the handler closes this batch or its capture, or another
   * thread does: a handler that is just looking at a frame then learns of it by an exception, which
   * ends here.
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

  /** Makes every frame throw, in every thread; the memory stays until the owner releases it. */
  void revoke() {
    over = true;
  }

  void checkOpen() {
    if (over) {
      throw new Over(this);
    }
  }

  /** Told apart from what a handler throws of its own accord. */
  private static final class Over extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient RingBatch batch;

    Over(RingBatch batch) {
      super("the batch of this frame was released, or its capture closed");
      this.batch = batch;
    }
  }

  /** Before anything moves on: by another thread it would move for the owner. */
  void checkMove() {
    checkOpen();
    checkOwner();
  }

  private void checkOwner() {
    if (!isOwnedByThisThread()) {
      throw new WrongThreadException("this batch was fetched by another thread");
    }
  }

  /** When it throws, as the stack is used up, it may be called again and goes on where it was. */
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
