// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several sniffers, each in its own thread: when one ends, all end. */
final class Sniffers implements Progress {
  private final List<Sniffer> sniffers;
  private final Runnable stop;
  private Throwable failure;

  /**
   * @param sniffers one or more; a single one is run by the thread that calls {@link #run}
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
   * @param limit the number of frames for a single sniffer; several share a {@link LimitSink}
   * @throws IOException or another failure of the sniffer that failed first
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

  /** An interrupt does not end them; it is restored for the caller. */
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
