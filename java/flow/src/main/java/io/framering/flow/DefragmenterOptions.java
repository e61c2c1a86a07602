// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Options of a {@link Defragmenter}. Start from {@link #defaults()} and change single options; each
 * change returns new options and does not modify the old ones.
 *
 * <p>A value out of range throws an {@link IllegalArgumentException} that names the range.
 */
public final class DefragmenterOptions implements Cloneable {
  private static final int LEAST_MEMORY = 1 << 20;

  private static final DefragmenterOptions DEFAULTS = new DefragmenterOptions();

  // Changed only in with(), before the copy is published.
  private long memory = 16L << 20;
  private int maxPackets = 4096;
  private int maxFragments = 1024;
  private Duration timeout = Duration.ofSeconds(30);
  private FragmentPolicy overlaps = FragmentPolicy.LOWEST;

  private DefragmenterOptions() {}

  /** {@return options with everything at its default} */
  public static DefragmenterOptions defaults() {
    return DEFAULTS;
  }

  private DefragmenterOptions with(Consumer<DefragmenterOptions> change) {
    try {
      DefragmenterOptions copy = (DefragmenterOptions) clone();
      change.accept(copy);
      copy.check();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void check() {
    require(
        memory >= LEAST_MEMORY && memory <= 1L << 40,
        "memory of " + memory + " bytes: must be " + LEAST_MEMORY + " to 2^40");
    require(
        maxPackets >= 1 && maxPackets <= 1 << 20,
        maxPackets + " packets: must be 1 to " + (1 << 20));
    require(
        maxFragments >= 2 && maxFragments <= 1 << 13,
        maxFragments + " fragments: must be 2 to " + (1 << 13));
    require(timeout != null, "timeout: must not be null");
    require(
        timeout.isPositive() && timeout.compareTo(Duration.ofDays(1)) <= 0,
        "timeout of " + timeout + ": must be more than 0, and at most a day");
    require(overlaps != null, "fragment policy: must not be null");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * The memory outside the heap for fragments, which is allocated as it is needed; default 16 MiB.
   * If it is full, the packet that has waited the longest is dropped. An incomplete packet occupies
   * 4 KiB or more.
   *
   * @param bytes 1 MiB to 1 TiB
   * @return changed options
   */
  public DefragmenterOptions memory(long bytes) {
    return with(copy -> copy.memory = bytes);
  }

  /** {@return the memory for fragments} */
  public long memory() {
    return memory;
  }

  /**
   * The maximum number of incomplete packets at a time; default 4,096. If there are more, the one
   * that has waited the longest is dropped.
   *
   * @param packets 1 to 1,048,576
   * @return changed options
   */
  public DefragmenterOptions maxPackets(int packets) {
    return with(copy -> copy.maxPackets = packets);
  }

  /** {@return the maximum number of incomplete packets at a time} */
  public int maxPackets() {
    return maxPackets;
  }

  /**
   * The maximum number of fragments of a packet; default 1,024. A packet with more is dropped.
   *
   * @param fragments 2 to 8,192
   * @return changed options
   */
  public DefragmenterOptions maxFragments(int fragments) {
    return with(copy -> copy.maxFragments = fragments);
  }

  /** {@return the maximum number of fragments of a packet} */
  public int maxFragments() {
    return maxFragments;
  }

  /**
   * How long a packet waits for its fragments, by the timestamps of the frames; default 30 s. A
   * packet that was dropped is forgotten after this time, too.
   *
   * @param timeout more than 0, at most a day
   * @return changed options
   */
  public DefragmenterOptions timeout(Duration timeout) {
    return with(copy -> copy.timeout = timeout);
  }

  /** {@return how long a packet waits for its fragments} */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Which bytes are used if IPv4 fragments overlap; default {@link FragmentPolicy#LOWEST}.
   *
   * @param policy the policy
   * @return changed options
   */
  public DefragmenterOptions overlaps(FragmentPolicy policy) {
    return with(copy -> copy.overlaps = policy);
  }

  /** {@return which bytes are used if IPv4 fragments overlap} */
  public FragmentPolicy overlaps() {
    return overlaps;
  }
}
