// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Options of a {@link TcpReassembler}. Start from {@link #defaults()} and change single options;
 * each change returns new options and does not modify the old ones.
 *
 * <p>A value out of range throws an {@link IllegalArgumentException} that names the range.
 */
public final class TcpReassemblerOptions implements Cloneable {
  /** The highest value of {@link #streamMemory}. */
  public static final int MOST_STREAM_MEMORY = 4_000_000;

  private static final long LEAST_MEMORY = 1 << 20;
  private static final int LEAST_STREAM_MEMORY = 1 << 16;

  private static final TcpReassemblerOptions DEFAULTS = new TcpReassemblerOptions();

  // Changed only in with(), before the copy is published.
  private int maxStreams = 1 << 16;
  private long memory = 64L << 20;
  private int streamMemory = MOST_STREAM_MEMORY;
  private OverlapPolicy overlaps = OverlapPolicy.FIRST;
  private Duration idleTimeout = Duration.ofMinutes(10);
  private Duration closedTimeout = Duration.ofSeconds(5);

  private TcpReassemblerOptions() {}

  /** {@return options with everything at its default} */
  public static TcpReassemblerOptions defaults() {
    return DEFAULTS;
  }

  private TcpReassemblerOptions with(Consumer<TcpReassemblerOptions> change) {
    try {
      TcpReassemblerOptions copy = (TcpReassemblerOptions) clone();
      change.accept(copy);
      copy.check();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void check() {
    require(
        maxStreams >= 1 && maxStreams <= 1 << 24,
        maxStreams + " streams: must be 1 to " + (1 << 24));
    require(
        memory >= LEAST_MEMORY && memory <= 1L << 40,
        "memory of " + memory + " bytes: must be " + LEAST_MEMORY + " to 2^40");
    require(
        streamMemory >= LEAST_STREAM_MEMORY && streamMemory <= MOST_STREAM_MEMORY,
        "memory of "
            + streamMemory
            + " bytes for a direction: must be "
            + LEAST_STREAM_MEMORY
            + " to "
            + MOST_STREAM_MEMORY);
    require(overlaps != null, "overlap policy: must not be null");
    requireTime("idle timeout", idleTimeout);
    requireTime("closed timeout", closedTimeout);
  }

  private static void requireTime(String what, Duration time) {
    require(time != null, what + ": must not be null");
    require(
        !time.isNegative() && time.compareTo(Duration.ofDays(365)) <= 0,
        what + " of " + time + ": must be 0 to 365 days");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * The maximum number of streams at a time; default 65,536. If there are more, the one that has
   * been unused the longest ends as {@link TcpStreamEnd#EVICTED}. A stream costs about 400 bytes of
   * heap.
   *
   * @param streams 1 to 16,777,216
   * @return changed options
   */
  public TcpReassemblerOptions maxStreams(int streams) {
    return with(copy -> copy.maxStreams = streams);
  }

  /** {@return the maximum number of streams at a time} */
  public int maxStreams() {
    return maxStreams;
  }

  /**
   * The memory outside the heap for early bytes of all streams, which is allocated as it is needed;
   * default 64 MiB. If it is full, the direction that has waited the longest for missing bytes goes
   * on without them.
   *
   * @param bytes 1 MiB to 1 TiB
   * @return changed options
   */
  public TcpReassemblerOptions memory(long bytes) {
    return with(copy -> copy.memory = bytes);
  }

  /** {@return the memory for early bytes of all streams} */
  public long memory() {
    return memory;
  }

  /**
   * How far a direction of a stream may be ahead of its first missing byte; default and maximum
   * 4,000,000 bytes. A direction that is further ahead goes on without the missing bytes.
   *
   * @param bytes 65,536 to 4,000,000
   * @return changed options
   */
  public TcpReassemblerOptions streamMemory(int bytes) {
    return with(copy -> copy.streamMemory = bytes);
  }

  /** {@return how far a direction may be ahead of its first missing byte} */
  public int streamMemory() {
    return streamMemory;
  }

  /**
   * Which bytes are used if segments overlap; default {@link OverlapPolicy#FIRST}. Bytes that were
   * handed on cannot change, so it matters for early bytes only.
   *
   * @param policy the policy
   * @return changed options
   */
  public TcpReassemblerOptions overlaps(OverlapPolicy policy) {
    return with(copy -> copy.overlaps = policy);
  }

  /** {@return which bytes are used if segments overlap} */
  public OverlapPolicy overlaps() {
    return overlaps;
  }

  /**
   * How long an open stream may be silent, by the timestamps of the frames; default 10 minutes. It
   * then ends as {@link TcpStreamEnd#IDLE}, and what comes later is a new stream.
   *
   * @param timeout 0 to 365 days; 0 means that open streams do not end by time
   * @return changed options
   */
  public TcpReassemblerOptions idleTimeout(Duration timeout) {
    return with(copy -> copy.idleTimeout = timeout);
  }

  /** {@return how long an open stream may be silent} */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /**
   * How long the ports of a closed stream stay known, so that late packets do not count as a new
   * stream, and how long a closed stream waits for missing bytes; default 5 s.
   *
   * @param timeout 0 to 365 days; 0 means until the stream is evicted or replaced
   * @return changed options
   */
  public TcpReassemblerOptions closedTimeout(Duration timeout) {
    return with(copy -> copy.closedTimeout = timeout);
  }

  /** {@return how long the ports of a closed stream stay known} */
  public Duration closedTimeout() {
    return closedTimeout;
  }
}
