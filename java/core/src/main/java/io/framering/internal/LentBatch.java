package io.framering.internal;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * A batch that belongs to the thread that fetched it and ends with its release. A subclass finds
 * its frames by their place, a number with a meaning of its own.
 */
public abstract class LentBatch implements FrameBatch {
  private final Thread owner = Thread.currentThread();
  private volatile boolean released;
  private volatile boolean over;

  /** The place of the first frame. */
  protected abstract int first();

  /**
   * The place of the frame that has {@code before} frames before it; undefined after the last.
   *
   * @param place of the frame before it
   */
  protected abstract int following(int place, int before);

  /** The frame at this place, as a separate object. */
  protected abstract Frame frame(int place);

  /** Releases the memory. If it throws, it may be called again. */
  protected abstract void release();

  @Override
  public final Iterator<Frame> iterator() {
    checkOpen();
    return new Iterator<>() {
      private int next = first();
      private int passed;

      @Override
      public boolean hasNext() {
        return passed < size();
      }

      @Override
      public Frame next() {
        if (passed == size()) {
          throw new NoSuchElementException();
        }
        checkMove();
        Frame frame = frame(next);
        next = following(next, ++passed);
        return frame;
      }
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>Another thread may close the source while the action reads a frame: the action gets an
   * exception, which is caught here.
   */
  @Override
  public final void forEach(Consumer<? super Frame> action) {
    try {
      checkMove();
      int place = first();
      int size = size();
      for (int passed = 0; passed < size && !over; ) {
        int next = following(place, ++passed);
        action.accept(frame(place));
        place = next;
      }
    } catch (Over e) {
      boolean closedByAnother = e.batch == this && !released;
      if (!closedByAnother) {
        throw e;
      }
    }
  }

  /** Distinguished from other exceptions of an action. */
  private static final class Over extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient LentBatch batch;

    Over(LentBatch batch) {
      super("the batch of this frame was released, or its source closed");
      this.batch = batch;
    }
  }

  /** Called before each access to the memory. */
  public final void checkOpen() {
    if (over) {
      throw new Over(this);
    }
  }

  /** Called before a cursor moves: another thread would move it for the owner. */
  public final void checkMove() {
    checkOpen();
    checkOwner();
  }

  private void checkOwner() {
    if (owner != Thread.currentThread()) {
      throw new WrongThreadException("this batch was fetched by another thread");
    }
  }

  /**
   * Makes every frame throw, in every thread, because the source is closed. If another thread holds
   * this batch, the memory stays until that thread releases it.
   *
   * @return whether the memory is released
   */
  public final boolean end() {
    if (owner == Thread.currentThread()) {
      close();
    }
    over = true;
    return released;
  }

  /**
   * If it throws because the stack is exhausted, it may be called again and continues where it was.
   */
  @Override
  public final void close() {
    if (!released) {
      checkOwner();
      over = true;
      release();
      released = true;
    }
  }
}
