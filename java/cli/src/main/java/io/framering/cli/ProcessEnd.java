package io.framering.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How the process ends. Left alone, the JVM answers SIGINT, SIGTERM and SIGHUP by stopping in the
 * middle of things, with a status of its own. With this, a signal asks the work to stop, waits
 * until it has come to its end, and the exit status is the one that the work ended with.
 */
final class ProcessEnd {
  /**
   * How long the work may take to end, once it has been asked to: a reader of stdout may be slow to
   * take what is left.
   */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int FAILED = 1;

  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private volatile Runnable stop;

  ProcessEnd() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "framering-end"));
  }

  /**
   * From now on a signal calls {@code stop}, in a thread of its own, and then waits for {@link
   * #exit}. Before that, a signal ends the process at once.
   *
   * @param stop takes as long as it is meant to take; the time for giving up begins when it returns
   */
  void onSignal(Runnable stop) {
    this.stop = stop;
    Interrupt.heed();
  }

  /**
   * Ends the process, or returns when all is well, and it ends with {@code main}: no thread is left
   * by then, and {@link System#exit} would first look for a logger, for which the jar is opened.
   */
  void exit(int value) {
    status.complete(value);
    if (value != Main.OK) {
      System.exit(value);
    }
  }

  private void onShutdown() {
    if (stop == null || status.isDone()) {
      return;
    }
    stop.run();
    Runtime.getRuntime().halt(awaitStatus());
  }

  private int awaitStatus() {
    try {
      return status.get(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | InterruptedException | ExecutionException e) {
      System.err.println(
          "framering: gave up after " + GRACE.toSeconds() + " s: standard output takes nothing");
      return FAILED;
    }
  }
}
