// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mockito.Mockito;

/** A source that plays what it was told to, step by step, and ends. */
final class FakeSource implements FrameSource {
  private static final Supplier<FrameBatch> PAUSE = () -> null;

  private final Queue<Supplier<FrameBatch>> steps = new ArrayDeque<>();
  private int lent;

  /** Next there is a batch of so many frames. */
  FakeSource batch(int frames) {
    steps.add(() -> new Batch(frames));
    return this;
  }

  /** Next there is no batch for a moment: only who waits gets on. */
  FakeSource pause() {
    steps.add(() -> null);
    steps.add(PAUSE);
    return this;
  }

  /** Next it fails. */
  FakeSource failure(RuntimeException e) {
    steps.add(() -> {
      throw e;
    });
    return this;
  }

  /** Batches that were handed out and not closed. */
  int lent() {
    return lent;
  }

  @Override
  public FrameBatch next(Duration timeout) {
    if (steps.peek() == PAUSE) {
      steps.remove();
      if (timeout.isZero()) {
        throw new AssertionError("looked again instead of waiting");
      }
    }
    return steps.isEmpty() ? null : steps.remove().get();
  }

  @Override
  public boolean ended() {
    return steps.isEmpty();
  }

  @Override
  public void stop() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private final class Batch implements FrameBatch {
    private int frames;
    private boolean closed;

    Batch(int frames) {
      this.frames = frames;
      lent++;
    }

    @Override
    public int size() {
      return frames;
    }

    @Override
    public void select(Predicate<? super Frame> condition) {
      int selected = 0;
      for (FrameCursor frame = cursor(); frame.advance(); ) {
        selected += condition.test(frame) ? 1 : 0;
      }
      frames = selected;
    }

    @Override
    public Iterator<Frame> iterator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FrameCursor cursor() {
      AtomicInteger left = new AtomicInteger(frames);
      FrameCursor cursor = Mockito.mock();
      Mockito.when(cursor.advance()).thenAnswer(call -> left.getAndDecrement() > 0);
      return cursor;
    }

    @Override
    public void close() {
      lent -= closed ? 0 : 1;
      closed = true;
    }
  }
}
