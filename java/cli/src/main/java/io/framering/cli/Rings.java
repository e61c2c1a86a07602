package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureGroup;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is captured with: one ring, or several that share the frames.
 *
 * @param captures one for each thread
 * @param counts of all of them together
 * @param stop ends all of them; for any thread
 */
record Rings(
    List<Capture> captures, Supplier<CaptureStatistics> counts, Runnable stop, Runnable closing)
    implements AutoCloseable {

  /** Opens them: a group only where there are several, as one ring is more at liberty. */
  static Rings open(List<String> interfaceNames, CaptureOptions options, int count) {
    if (count == 1) {
      Capture capture = Capture.open(interfaceNames, options);
      return new Rings(List.of(capture), capture::statistics, capture::stop, capture::close);
    }
    CaptureGroup group = CaptureGroup.open(interfaceNames, options, count);
    return new Rings(group.captures(), group::statistics, group::stop, group::close);
  }

  /** The one that is asked, and tells, what is the same for all. */
  Capture first() {
    return captures.getFirst();
  }

  CaptureStatistics statistics() {
    return counts.get();
  }

  /** Bytes of the smallest. */
  long ringBytes() {
    return captures.stream().mapToLong(Capture::ringBytes).min().orElseThrow();
  }

  /** Whether the kernel applies the filter of all. */
  boolean filteredByKernel() {
    return captures.stream().allMatch(Capture::filteredByKernel);
  }

  /**
   * Waits until an interface is up, and all know of it.
   *
   * @return false when they were stopped instead
   */
  boolean awaitInterface() {
    return captures.stream().allMatch(Capture::awaitInterface);
  }

  @Override
  public void close() {
    closing.run();
  }
}
