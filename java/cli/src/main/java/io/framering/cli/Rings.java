// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureGroup;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import java.util.List;
import java.util.function.Supplier;

/**
 * One ring, or several rings of a fanout group.
 *
 * @param captures one for each thread
 * @param counts the sum of all rings
 * @param stop stops all of them, from any thread
 */
record Rings(
    List<Capture> captures, Supplier<CaptureStatistics> counts, Runnable stop, Runnable closing)
    implements AutoCloseable {

  /** Opens the rings; a single ring needs no fanout group, which would restrict it. */
  static Rings open(List<String> interfaceNames, CaptureOptions options, int count) {
    if (count == 1) {
      Capture capture = Capture.open(interfaceNames, options);
      return new Rings(List.of(capture), capture::statistics, capture::stop, capture::close);
    }
    CaptureGroup group = CaptureGroup.open(interfaceNames, options, count);
    return new Rings(group.captures(), group::statistics, group::stop, group::close);
  }

  /** The ring that is asked for everything that is the same for all. */
  Capture first() {
    return captures.getFirst();
  }

  CaptureStatistics statistics() {
    return counts.get();
  }

  /** The size of the smallest ring, in bytes. */
  long ringBytes() {
    return captures.stream().mapToLong(Capture::ringBytes).min().orElseThrow();
  }

  /** Whether the kernel applies the filter of all rings. */
  boolean filteredByKernel() {
    return captures.stream().allMatch(Capture::filteredByKernel);
  }

  /**
   * Waits until an interface is up and all rings know of it.
   *
   * @return false if the rings were stopped instead
   */
  boolean awaitInterface() {
    return captures.stream().allMatch(Capture::awaitInterface);
  }

  @Override
  public void close() {
    closing.run();
  }
}
