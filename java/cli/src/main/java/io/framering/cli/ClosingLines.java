// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureException;
import io.framering.capture.CaptureStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The counts of a capture in tcpdump's words: at its end, on SIGUSR1 and every second. */
final class ClosingLines {
  private static final String REQUEST = "USR1";

  private final Environment environment;
  private final Rings rings;
  private final LongSupplier captured;

  /**
   * @param captured the number of frames so far, for any thread
   */
  ClosingLines(Environment environment, Rings rings, LongSupplier captured) {
    this.environment = environment;
    this.rings = rings;
    this.captured = captured;
  }

  /** From now on SIGUSR1 does not end the process. */
  static void outliveRequests() {
    Signals.handle(REQUEST, () -> {});
  }

  /**
   * From now on SIGUSR1 prints the counts in one line.
   *
   * @param before called before the line is printed
   */
  void answerRequests(Runnable before) {
    Signals.handle(
        REQUEST,
        () -> {
          before.run();
          long frames = captured.getAsLong();
          String line;
          try {
            line = String.join(", ", counts(frames, rings.statistics()));
          } catch (CaptureException e) {
            line = packets(frames) + " captured; " + unknown(e);
          }
          environment.tell(line);
        });
  }

  /**
   * Prints the last lines.
   *
   * @return whether all counts are known
   */
  boolean print() {
    CaptureStatistics statistics;
    try {
      statistics = rings.statistics();
    } catch (CaptureException e) {
      environment.err().println(packets(captured.getAsLong()) + " captured");
      environment.tell(unknown(e));
      return false;
    }
    counts(captured.getAsLong(), statistics).forEach(environment.err()::println);
    if (statistics.freezes() > 0) {
      environment.err().println(times(statistics.freezes()) + " the buffer was full");
    }
    return true;
  }

  private static String unknown(CaptureException e) {
    return "the kernel's counts of received and dropped packets are unknown: " + e.getMessage();
  }

  private static List<String> counts(long captured, CaptureStatistics statistics) {
    List<String> counts = new ArrayList<>();
    counts.add(packets(captured) + " captured");
    counts.add(packets(statistics.received()) + " received by filter");
    counts.add(packets(statistics.dropped()) + " dropped by kernel");
    if (statistics.missed() > 0) {
      counts.add(packets(statistics.missed()) + " dropped by interface");
    }
    return counts;
  }

  /** The losses, for {@code --statistics}. */
  String losses() {
    CaptureStatistics statistics;
    try {
      statistics = rings.statistics();
    } catch (CaptureException e) {
      return "drops unknown";
    }
    String losses = statistics.dropped() + " dropped";
    if (statistics.missed() > 0) {
      losses += ", " + statistics.missed() + " dropped by interface";
    }
    if (statistics.freezes() > 0) {
      losses += ", " + times(statistics.freezes()) + " full";
    }
    return losses;
  }

  private static String times(long count) {
    return count + (count == 1 ? " time" : " times");
  }

  /** This number of packets in words. */
  static String packets(long count) {
    return count + (count == 1 ? " packet" : " packets");
  }
}
