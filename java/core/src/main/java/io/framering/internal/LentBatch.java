// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A batch that belongs to the thread that fetched it and ends with its release. A subclass finds
 * its frames by their place, a number with a meaning of its own.
 */
public abstract class LentBatch implements FrameBatch {
  private final Thread owner = Thread.currentThread();
  private int size;

  /** The places of the selected frames, with at least one extra element; null: all frames. */
  private int[] selected;

  private volatile boolean released;
  private volatile boolean over;

  /** A batch of this many frames. */
  protected LentBatch(int size) {
    this.size = size;
  }

  /** The place of the first frame of all. */
  protected abstract int firstOfAll();

  /** The place after this one, of all frames; undefined after the last. */
  protected abstract int after(int place);

  /** The place of the current frame of a cursor of this batch. */
  protected abstract int place(FrameCursor cursor);

  /** The frame at this place, as a separate object. */
  protected abstract Frame frame(int place);

  /** Releases the memory. If it throws, it may be called again. */
  protected abstract void release();

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final void select(Predicate<? super Frame> condition) {
    checkMove();
    int[] places = new int[size + 1];
    size = select(condition, places);
    selected = places;
  }

  /** Writes the places of the frames that match, and returns their number. */
  protected int select(Predicate<? super Frame> condition, int[] places) {
    int count = 0;
    for (FrameCursor frame = cursor(); frame.advance(); ) {
      if (condition.test(frame)) {
        places[count++] = place(frame);
      }
    }
    return count;
  }

  /** Whether frames are missing because they were not selected. */
  public final boolean isSelected() {
    return selected != null;
  }

  /** The place of the first frame. */
  public final int first() {
    return selected == null ? firstOfAll() : selected[0];
  }

  /**
   * The place of the frame that has {@code before} frames before it; undefined after the last.
   *
   * @param place of the frame before it
   */
  public final int following(int place, int before) {
    return selected == null ? after(place) : selected[before];
  }

  @Override
  public final Iterator<Frame> iterator() {
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
