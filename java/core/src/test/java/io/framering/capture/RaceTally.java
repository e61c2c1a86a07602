// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what was done, and what came of it. */
final class RaceTally {
  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Does something that may throw these and nothing else. */
  @SafeVarargs
  final boolean attempt(Runnable task, Class<? extends RuntimeException>... documented) {
    try {
      task.run();
      return true;
    } catch (RuntimeException e) {
      for (Class<?> type : documented) {
        if (type.isInstance(e)) {
          checkReason(e);
          count(type.getSimpleName());
          return false;
        }
      }
      throw e;
    }
  }

  /** Nothing else can be wrong here but an interface that is not there, and the false helper. */
  private static void checkReason(RuntimeException e) {
    if (e instanceof CaptureException failure) {
      switch (failure.reason()) {
        case NO_SUCH_INTERFACE, INTERFACE_DOWN, INTERFACE_GONE -> {}
        default -> {
          if (!failure.getMessage().startsWith("/bin/true: the helper did not answer")) {
            throw e;
          }
        }
      }
    }
  }

  boolean attemptOnLent(Runnable task) {
    return attempt(task, IllegalStateException.class, WrongThreadException.class);
  }

  RaceTally plus(RaceTally other) {
    RaceTally sum = new RaceTally();
    sum.counts.putAll(counts);
    other.counts.forEach((what, count) -> sum.counts.merge(what, count, Long::sum));
    return sum;
  }

  /** "3 this, 4 that". */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
