package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Frames that the interfaces of a capture had no room for, since it was opened. Any thread. */
final class MissedFrames {
  /** Indices; none for all interfaces. */
  private final Set<Integer> wanted;

  private final Map<Integer, Long> atFirst = new HashMap<>();
  private final Map<Integer, Long> atLast = new HashMap<>();

  /** Counts from now on. */
  MissedFrames(Set<Integer> wanted, List<Interface> now) {
    this.wanted = new HashSet<>(wanted);
    now.forEach(each -> atFirst.put(each.index(), each.missed()));
  }

  /** These too are counted: an interface that was made since, from its beginning. */
  synchronized void follow(int[] indices) {
    for (int index : indices) {
      wanted.add(index);
    }
  }

  /**
   * How many there are; of an interface that is gone, as many as were seen last.
   *
   * @param interfaces asks the kernel; where that fails the count stays
   */
  synchronized long count(Supplier<List<Interface>> interfaces) {
    try {
      interfaces.get().forEach(each -> atLast.put(each.index(), each.missed()));
    } catch (CaptureException e) {
      // What counts more, the ring's own numbers, does not depend on it.
    }
    return atLast.entrySet().stream()
        .filter(each -> wanted.isEmpty() || wanted.contains(each.getKey()))
        .mapToLong(each -> each.getValue() - atFirst.getOrDefault(each.getKey(), 0L))
        .sum();
  }
}
