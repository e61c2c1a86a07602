package io.framering.capture;

import io.framering.frame.FrameHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A thread and a handler for each capture of a group. */
final class GroupReaders {
  private final Supplier<? extends FrameHandler> handlers;
  private final ThreadFactory factory;
  private final Runnable onFailure;
  private final Consumer<Capture> onEnd;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Creates an instance without captures.
   *
   * @param onFailure called when a capture or a handler has failed, by its thread, or when a thread
   *     cannot be started
   * @param onEnd called when a capture has ended, by its reading thread
   */
  GroupReaders(
      Supplier<? extends FrameHandler> handlers,
      ThreadFactory factory,
      Runnable onFailure,
      Consumer<Capture> onEnd) {
    this.handlers = handlers;
    this.factory = factory;
    this.onFailure = onFailure;
    this.onEnd = onEnd;
  }

  /** Also reads this capture; if its thread cannot be started, all fail. One call at a time. */
  void start(Capture capture) {
    try {
      Thread thread = factory.newThread(() -> read(capture));
      thread.start();
      threads.add(thread);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  private void fail(Throwable thrown) {
    failure.compareAndSet(null, thrown);
    onFailure.run();
  }

  private void read(Capture capture) {
    try {
      capture.run(handlers.get());
    } catch (Throwable thrown) {
      fail(thrown);
    } finally {
      onEnd.accept(capture);
    }
  }

  boolean isOneOfThem(Thread thread) {
    return threads.contains(thread);
  }

  /** Waits until all have ended, including those that start meanwhile. */
  void awaitAll() {
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(Uninterruptibly::join);
    }
  }

  /** Throws the first failure, if any. */
  void throwFailure() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable thrown -> throw new IllegalStateException(thrown);
    }
  }
}
