package io.framering.capture;

import java.time.Duration;
import java.util.function.Consumer;

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
 * @param absence what happens when an interface that was named is not there; default {@link
 *     Absence#FAIL}. Without effect on all interfaces
 * @param networkNamespace where the interfaces are: a name of {@code ip-netns(8)}, the number of a
 *     process, or the path of a namespace's file; default "", that of the thread that opens the
 *     capture. To enter another one needs CAP_SYS_ADMIN; no thread of the JVM moves there
 * @param helper path of the program {@code framering-helper} that opens the socket, so that this
 *     process needs no privilege: {@link CaptureHelper#installed()}; default "", which is none. The
 *     filter is locked in the kernel: who has the socket can't change it. Of several interfaces
 *     none that is deleted can be followed then. Not with another {@code networkNamespace}
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
    FilterExpression filter,
    Absence absence,
    String networkNamespace,
    String helper) {

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

  /** What happens when an interface that was named is not there, or is down. */
  public enum Absence {
    /**
     * At opening, it is an error; a deleted interface ends the capture with an error when it is the
     * only one. (One that goes down is waited for, in any case.)
     */
    FAIL,
    /**
     * At opening, it is an error. Afterwards the capture goes on: it takes up the next interface of
     * this name, from its first frame on, and follows one that is renamed. {@link
     * Capture#onInterfaceEvent} tells.
     */
    OUTLIVE,
    /** As {@link #OUTLIVE}, and at opening too it is waited for: {@link Capture#awaitInterface}. */
    AWAIT
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
          FilterExpression.everything(),
          Absence.FAIL,
          "",
          "");

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
    require(blockTimeout != null, "block timeout: must not be null");
    require(
        blockTimeout.compareTo(Duration.ofMillis(1)) >= 0
            && blockTimeout.compareTo(Duration.ofSeconds(1)) <= 0,
        "block timeout of " + blockTimeout.toMillis() + " ms: must be 1 to 1000");
    require(direction != null, "direction: must not be null");
    require(filter != null, "filter: must not be null");
    require(absence != null, "absence: must not be null");
    require(networkNamespace != null, "network namespace: must not be null, but may be empty");
    require(helper != null, "helper: must not be null, but may be empty");
    require(
        helper.isEmpty() || networkNamespace.isEmpty(),
        "helper: it must open the socket in this process's network namespace, not in another");
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
    return with(copy -> copy.snapLength = bytes);
  }

  /** These options with another {@link #promiscuous()}. */
  public CaptureOptions promiscuous(boolean on) {
    return with(copy -> copy.promiscuous = on);
  }

  /** These options with another {@link #direction()}. */
  public CaptureOptions direction(Traffic traffic) {
    return with(copy -> copy.direction = traffic);
  }

  /** These options with another {@link #ringBytes()}. */
  public CaptureOptions ringBytes(long bytes) {
    return with(copy -> copy.ringBytes = bytes);
  }

  /** These options with another {@link #blockBytes()}. */
  public CaptureOptions blockBytes(int bytes) {
    return with(copy -> copy.blockBytes = bytes);
  }

  /** These options with another {@link #blockTimeout()}. */
  public CaptureOptions blockTimeout(Duration timeout) {
    return with(copy -> copy.blockTimeout = timeout);
  }

  /** These options with another {@link #restoreVlanTags()}. */
  public CaptureOptions restoreVlanTags(boolean on) {
    return with(copy -> copy.restoreVlanTags = on);
  }

  /** These options with another {@link #loopbackTwice()}. */
  public CaptureOptions loopbackTwice(boolean on) {
    return with(copy -> copy.loopbackTwice = on);
  }

  /** These options with another {@link #filter()}. */
  public CaptureOptions filter(FilterExpression expression) {
    return with(copy -> copy.filter = expression);
  }

  /** These options with another {@link #absence()}. */
  public CaptureOptions absence(Absence when) {
    return with(copy -> copy.absence = when);
  }

  /** These options with another {@link #networkNamespace()}. */
  public CaptureOptions networkNamespace(String name) {
    return with(copy -> copy.networkNamespace = name);
  }

  /** These options with another {@link #helper()}. */
  public CaptureOptions helper(String path) {
    return with(copy -> copy.helper = path);
  }

  private CaptureOptions with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.toOptions();
  }

  /** These options, open to a change. */
  private static final class Copy {
    private int snapLength;
    private boolean promiscuous;
    private Traffic direction;
    private long ringBytes;
    private int blockBytes;
    private Duration blockTimeout;
    private boolean restoreVlanTags;
    private boolean loopbackTwice;
    private FilterExpression filter;
    private Absence absence;
    private String networkNamespace;
    private String helper;

    Copy(CaptureOptions from) {
      snapLength = from.snapLength();
      promiscuous = from.promiscuous();
      direction = from.direction();
      ringBytes = from.ringBytes();
      blockBytes = from.blockBytes();
      blockTimeout = from.blockTimeout();
      restoreVlanTags = from.restoreVlanTags();
      loopbackTwice = from.loopbackTwice();
      filter = from.filter();
      absence = from.absence();
      networkNamespace = from.networkNamespace();
      helper = from.helper();
    }

    CaptureOptions toOptions() {
      return new CaptureOptions(
          snapLength,
          promiscuous,
          direction,
          ringBytes,
          blockBytes,
          blockTimeout,
          restoreVlanTags,
          loopbackTwice,
          filter,
          absence,
          networkNamespace,
          helper);
    }
  }
}
