package io.framering.capture;

import io.framering.frame.FrameHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A thread and a handler for each capture of a group. */
final class GroupReaders {
  private final Supplier<? extends FrameHandler> handlers;
  private final Runnable onFailure;
  private final Consumer<Capture> onEnd;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * For no captures yet.
   *
   * @param onFailure called when a capture or a handler has failed, by the thread in which it has
   * @param onEnd called when a capture has ended, by the thread that has read it
   */
  GroupReaders(
      Supplier<? extends FrameHandler> handlers, Runnable onFailure, Consumer<Capture> onEnd) {
    this.handlers = handlers;
    this.onFailure = onFailure;
    this.onEnd = onEnd;
  }

  /** Reads this one, too. One thread at a time. */
  void start(Capture capture) {
    threads.add(
        Thread.ofPlatform()
            .name("framering-reader-" + (threads.size() + 1))
            .start(() -> read(capture)));
  }

  private void read(Capture capture) {
    try {
      capture.run(handlers.get());
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
      onFailure.run();
    } finally {
      onEnd.accept(capture);
    }
  }

  boolean isOneOfThem(Thread thread) {
    return threads.contains(thread);
  }

  /** Waits until all have ended, those too that start meanwhile. */
  void awaitAll() {
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(Uninterruptibly::join);
    }
  }

  /** Throws what one of them has failed with, the first. */
  void throwFailure() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable thrown -> throw new IllegalStateException(thrown);
    }
  }
}
