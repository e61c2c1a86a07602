package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameHandler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/**
 * A lent block.
 *
 * <p>Its segment has its own arena, confined to the thread that fetched it: closing the arena
 * invalidates every view of the block and costs tens of nanoseconds.
 */
public final class RingBatch implements FrameBatch {
  final MemorySegment block;

  private final Ring ring;
  private final Arena lifetime;
  private final Thread owner;
  private final long lostBefore;
  private int size;

  /** Offsets of the headers of the selected frames, with one extra element; null: all frames. */
  private int[] selected;

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
   * Reduces the batch to the frames that match.
   *
   * @param snapLength the number of visible bytes of a frame
   */
  public void select(Predicate<Frame> matches, int snapLength) {
    int[] headers = new int[size + 1];
    int count = 0;
    for (RingCursor frame = new RingCursor(this); frame.advance(); ) {
      if (matches.test(frame)) {
        headers[count++] = frame.header;
      }
    }
    selected = headers;
    size = count;
    this.snapLength = snapLength;
  }

  /** Whether frames of its block are missing or truncated. */
  boolean isSelected() {
    return selected != null;
  }

  boolean exceedsMtu(Frame frame) {
    return ring.mtu().isExceeded(frame.originalLength(), frame.linkType(), frame.interfaceIndex());
  }

  /** Offset in the block of the first frame's header. */
  int first() {
    return selected == null ? block.get(JAVA_INT, Tpacket.OFFSET_TO_FIRST_PKT) : selected[0];
  }

  /**
   * Offset of the header of the frame with this many frames before it; undefined after the last.
   */
  int following(int header, int before) {
    return selected == null
        ? header + block.get(JAVA_INT, (long) header + Tpacket.TP_NEXT_OFFSET) // 0 at the last
        : selected[before];
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
    return isSelected() ? FrameBatch.super.originalBytes() : ring.lentBytes();
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
  public void deliver(FrameHandler handler) {
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

  /** Whether this thread fetched it. */
  public boolean isOwnedByThisThread() {
    return owner == Thread.currentThread();
  }

  /** Whether {@link #close()} has completed. */
  public boolean isReleased() {
    return released;
  }

  /**
   * Makes every frame throw, in every thread; the memory stays mapped until the owner releases it.
   */
  public void revoke() {
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
