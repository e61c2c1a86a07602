package io.framering.capture;

import java.time.Duration;

/**
 * How to capture. Start from {@link #defaults()} and change what matters:
 *
 * <pre>{@code
 * CaptureOptions.defaults().snapLength(128).promiscuous(false)
 * }</pre>
 *
 * @param snapLength bytes of each frame that are kept, 1 to {@value #MAXIMUM_SNAP_LENGTH}; default
 *     {@value #MAXIMUM_SNAP_LENGTH}, which is every byte. A small one saves ring memory and time:
 *     the kernel copies no more than this
 * @param promiscuous whether the interface is asked for frames that are addressed to others, for as
 *     long as the capture is open; default true. Without effect on all interfaces at once
 * @param direction which frames are captured; default {@link Traffic#BOTH}
 * @param ringBytes memory for frames that were not read yet, in bytes, in the kernel, not
 *     swappable; default 32 MiB. The larger, the longer the pause of the reader that loses nothing.
 *     When memory is short the ring becomes smaller: {@link Capture#ringBytes()} tells
 * @param blockBytes bytes of one block, the unit in which frames are handed over: a multiple of the
 *     page size from 8 KiB to 64 MiB, or 0, the default: 256 KiB, or more where the interface
 *     carries larger frames
 * @param blockTimeout how long a block that is not full waits for further frames before it is
 *     handed over: 1 ms to 1 s; default 5 ms. On a quiet interface a frame waits half of it on
 *     average; a short one costs a wake-up per timeout
 * @param restoreVlanTags whether a VLAN tag that the kernel took out of a frame is put back;
 *     default true
 * @param loopbackTwice whether a frame on the loopback interface is captured as it leaves and again
 *     as it arrives; default false: only as it arrives
 * @param filter which frames are captured, by what is in them: attached in the kernel before the
 *     first frame; default all. It sees frames as they were on the wire, or, when {@code
 *     restoreVlanTags} is false, as the kernel has them. On several interfaces it is compiled for
 *     each link type; frames of a link type on which it means nothing are not selected
 */
public record CaptureOptions(
    int snapLength,
    boolean promiscuous,
    Traffic direction,
    long ringBytes,
    int blockBytes,
    Duration blockTimeout,
    boolean restoreVlanTags,
    boolean loopbackTwice,
    FilterExpression filter) {

  /** The largest snap length, that of tcpdump. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private static final int MINIMUM_BLOCK = 8 << 10;
  private static final int MAXIMUM_BLOCK = 64 << 20;

  /** Which frames are captured, by the way they go. */
  public enum Traffic {
    /** Those that this host receives. */
    IN,
    /** Those that this host sends. */
    OUT,
    /** Both. */
    BOTH
  }

  private static final CaptureOptions DEFAULTS =
      new CaptureOptions(
          MAXIMUM_SNAP_LENGTH,
          true,
          Traffic.BOTH,
          32L << 20,
          0,
          Duration.ofMillis(5),
          true,
          false,
          FilterExpression.everything());

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a value is out of its range, with the value and the range
   */
  public CaptureOptions {
    require(
        snapLength >= 1 && snapLength <= MAXIMUM_SNAP_LENGTH,
        "snap length " + snapLength + ": must be 1 to " + MAXIMUM_SNAP_LENGTH + " bytes");
    require(ringBytes >= 1, "ring of " + ringBytes + " bytes: must be at least 1");
    require(
        blockBytes == 0
            || blockBytes >= MINIMUM_BLOCK && blockBytes <= MAXIMUM_BLOCK && blockBytes % 4096 == 0,
        "block of "
            + blockBytes
            + " bytes: must be a multiple of 4096 from 8 KiB to 64 MiB, or 0 for automatic");
    require(
        blockTimeout.compareTo(Duration.ofMillis(1)) >= 0
            && blockTimeout.compareTo(Duration.ofSeconds(1)) <= 0,
        "block timeout of " + blockTimeout.toMillis() + " ms: must be 1 to 1000");
    require(direction != null, "direction: must not be null");
    require(filter != null, "filter: must not be null");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Everything at its default. */
  public static CaptureOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #snapLength()}. */
  public CaptureOptions snapLength(int bytes) {
    return new CaptureOptions(
        bytes,
        promiscuous,
        direction,
        ringBytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #promiscuous()}. */
  public CaptureOptions promiscuous(boolean on) {
    return new CaptureOptions(
        snapLength,
        on,
        direction,
        ringBytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #direction()}. */
  public CaptureOptions direction(Traffic traffic) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        traffic,
        ringBytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #ringBytes()}. */
  public CaptureOptions ringBytes(long bytes) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        bytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #blockBytes()}. */
  public CaptureOptions blockBytes(int bytes) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        ringBytes,
        bytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #blockTimeout()}. */
  public CaptureOptions blockTimeout(Duration timeout) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        ringBytes,
        blockBytes,
        timeout,
        restoreVlanTags,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #restoreVlanTags()}. */
  public CaptureOptions restoreVlanTags(boolean on) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        ringBytes,
        blockBytes,
        blockTimeout,
        on,
        loopbackTwice,
        filter);
  }

  /** These options with another {@link #loopbackTwice()}. */
  public CaptureOptions loopbackTwice(boolean on) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        ringBytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        on,
        filter);
  }

  /** These options with another {@link #filter()}. */
  public CaptureOptions filter(FilterExpression expression) {
    return new CaptureOptions(
        snapLength,
        promiscuous,
        direction,
        ringBytes,
        blockBytes,
        blockTimeout,
        restoreVlanTags,
        loopbackTwice,
        expression);
  }
}
