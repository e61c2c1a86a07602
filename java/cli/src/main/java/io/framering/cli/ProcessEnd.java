// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the process in order. By default, SIGINT, SIGTERM and SIGHUP end the JVM in the middle of
 * its work, with a status of the JVM. Here, a signal asks the work to stop and waits for it, and
 * the exit status is that of the work.
 */
final class ProcessEnd {
  /** The time limit for the work to end after a signal, which includes a slow reader. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** The time that standard output may block after a signal. */
  private static final Duration STALL = Duration.ofSeconds(5);

  /** A second signal later than this means that the user does not want to wait. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");
  private static final int FAILED = 1;

  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private final StandardOutput out;
  private Runnable stop;
  private boolean stopping;

  ProcessEnd(StandardOutput out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "framering-end"));
  }

  /**
   * From now on a signal calls {@code stop} in its own thread and then waits for {@link #exit}.
   * Before that, a signal ends the process at once.
   *
   * @param stop may take its time; the time limit begins when it returns
   */
  void onSignal(Runnable stop) {
    if (replace(stop)) {
      stop.run();
    }
    Interrupt.heed();
  }

  /** Returns whether a signal came before. */
  private synchronized boolean replace(Runnable other) {
    stop = other;
    return stopping;
  }

  private synchronized Runnable beginToStop() {
    stopping = true;
    return stop;
  }

  /**
   * Ends the process, or returns on success, and the process ends with {@code main}: no thread is
   * left by then, and {@link System#exit} would first look for a logger and open the jar for that.
   */
  void exit(int value) {
    status.complete(value);
    if (value != Main.OK) {
      System.exit(value);
    }
  }

  private void onShutdown() {
    if (status.isDone()) {
      return;
    }
    Runnable first = beginToStop();
    if (first == null) {
      return;
    }
    long signalled = System.nanoTime();
    ENDING.forEach(name -> Signals.handle(name, () -> onFurtherSignal(signalled)));
    first.run();
    Runtime.getRuntime().halt(awaitStatus());
  }

  /** Some programs, such as timeout(1), send a signal twice. */
  private void onFurtherSignal(long first) {
    if (System.nanoTime() - first > IMPATIENCE.toNanos() && out.waits(Duration.ZERO)) {
      out.abandon();
    }
  }

  private int awaitStatus() {
    long begun = System.nanoTime();
    long waited = 0;
    try {
      while (waited < GRACE.plus(STALL).toNanos()) {
        try {
          return status.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          waited = System.nanoTime() - begun;
          if (out.waits(waited < GRACE.toNanos() ? STALL : Duration.ZERO)) {
            out.abandon();
          }
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      return FAILED;
    }
    giveUp();
    return FAILED;
  }

  /** Standard error may block, too. */
  private static void giveUp() {
    String line = "framering: gave up: it did not end within " + GRACE.toSeconds() + " s";
    Thread thread = Thread.ofPlatform().daemon().start(() -> System.err.println(line));
    try {
      thread.join(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
