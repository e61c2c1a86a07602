package io.framering.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sniffers side by side, each in a thread of its own: when one ends, all end. */
final class Sniffers implements Progress {
  private final List<Sniffer> sniffers;
  private final Runnable stop;
  private Throwable failure;

  /**
   * @param sniffers of which one alone is run by the thread that calls {@link #run}
   * @param stop ends the sources of all of them
   */
  Sniffers(List<Sniffer> sniffers, Runnable stop) {
    this.sniffers = List.copyOf(sniffers);
    this.stop = stop;
  }

  @Override
  public long frames() {
    return sniffers.stream().mapToLong(Sniffer::frames).sum();
  }

  @Override
  public long bytes() {
    return sniffers.stream().mapToLong(Sniffer::bytes).sum();
  }

  /**
   * Runs all of them until all have ended.
   *
   * @param limit how many frames one that is alone takes; several share a {@link LimitSink}
   * @throws IOException or what else the first of them that failed did throw
   */
  void run(long limit) throws IOException {
    if (sniffers.size() == 1) {
      sniffers.getFirst().run(limit);
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (Sniffer each : sniffers) {
      threads.add(
          Thread.ofPlatform()
              .name("framering-sniffer-", threads.size() + 1)
              .start(() -> run(each)));
    }
    threads.forEach(Sniffers::await);
    throwFailure();
  }

  private void run(Sniffer sniffer) {
    try {
      sniffer.run(Long.MAX_VALUE);
    } catch (Throwable thrown) {
      keep(thrown);
    } finally {
      stop.run();
    }
  }

  private synchronized void keep(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  /** An interrupt does not end them, and is kept for the caller. */
  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException exception -> throw exception;
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }
}
