// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Frames that the interfaces of a capture have dropped since it was opened. Any thread. */
final class MissedFrames {
  /** Indices; empty for all interfaces. */
  private final Set<Integer> wanted;

  private final Map<Integer, Long> atFirst = new HashMap<>();
  private final Map<Integer, Long> atLast = new HashMap<>();

  /** Counts from now on. */
  MissedFrames(Set<Integer> wanted, List<Interface> now) {
    this.wanted = new HashSet<>(wanted);
    now.forEach(each -> atFirst.put(each.index(), each.missed()));
  }

  /** Also counts these interfaces; one that was created since then from its beginning. */
  synchronized void follow(int[] indices) {
    for (int index : indices) {
      wanted.add(index);
    }
  }

  /**
   * The number of missed frames; for a deleted interface, the last known number.
   *
   * @param interfaces asks the kernel; if that fails, the count stays
   */
  synchronized long count(Supplier<List<Interface>> interfaces) {
    try {
      interfaces.get().forEach(each -> atLast.put(each.index(), each.missed()));
    } catch (CaptureException e) {
      // The ring's own counts, which are more important, do not depend on it.
    }
    return atLast.entrySet().stream()
        .filter(each -> wanted.isEmpty() || wanted.contains(each.getKey()))
        .mapToLong(each -> each.getValue() - atFirst.getOrDefault(each.getKey(), 0L))
        .sum();
  }
}
