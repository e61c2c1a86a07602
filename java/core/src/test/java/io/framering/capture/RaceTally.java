package io.framering.capture;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what was done. */
final class RaceTally {
  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
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
