package io.framering.capture;

import io.framering.filter.FilterExpression;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How to capture. Start from {@link #defaults()} and change what matters; each change gives new
 * options and leaves the old ones as they are:
 *
 * <pre>{@code
 * CaptureOptions.defaults().snapLength(128).promiscuous(false)
 * }</pre>
 *
 * <p>A value outside its range is an {@link IllegalArgumentException} that says the range.
 */
public final class CaptureOptions implements Cloneable {
  /** The largest snap length, that of tcpdump. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private static final int MINIMUM_BLOCK = 8 << 10;
  private static final int MAXIMUM_BLOCK = 64 << 20;

  private static final CaptureOptions DEFAULTS = new CaptureOptions();

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
     * Capture#onInterfaceEvent} reports it.
     */
    OUTLIVE,
    /** As {@link #OUTLIVE}, and at opening too it is waited for: {@link Capture#awaitInterface}. */
    AWAIT
  }

  // Changed in with() alone, before anyone else has the copy.
  private int snapLength = MAXIMUM_SNAP_LENGTH;
  private boolean promiscuous = true;
  private Traffic direction = Traffic.BOTH;
  private long ringBytes = 32L << 20;
  private int blockBytes;
  private Duration blockTimeout = Duration.ofMillis(5);
  private boolean restoreVlanTags = true;
  private boolean loopbackTwice;
  private FilterExpression filter = FilterExpression.everything();
  private Absence absence = Absence.FAIL;
  private String networkNamespace = "";
  private String helper = "";

  private CaptureOptions() {}

  /** Everything at its default. */
  public static CaptureOptions defaults() {
    return DEFAULTS;
  }

  private CaptureOptions with(Consumer<CaptureOptions> change) {
    try {
      CaptureOptions copy = (CaptureOptions) clone();
      change.accept(copy);
      copy.check();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void check() {
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

  /**
   * Bytes of each frame that are kept, 1 to {@value #MAXIMUM_SNAP_LENGTH}; default {@value
   * #MAXIMUM_SNAP_LENGTH}, which is every byte. A small one saves ring memory and time: the kernel
   * copies no more than this.
   */
  public CaptureOptions snapLength(int bytes) {
    return with(copy -> copy.snapLength = bytes);
  }

  /** See {@link #snapLength(int)}. */
  public int snapLength() {
    return snapLength;
  }

  /**
   * Whether the interface is asked for frames that are addressed to others, for as long as the
   * capture is open; default true. Without effect on all interfaces at once.
   */
  public CaptureOptions promiscuous(boolean on) {
    return with(copy -> copy.promiscuous = on);
  }

  /** See {@link #promiscuous(boolean)}. */
  public boolean promiscuous() {
    return promiscuous;
  }

  /** Which frames are captured; default {@link Traffic#BOTH}. */
  public CaptureOptions direction(Traffic traffic) {
    return with(copy -> copy.direction = traffic);
  }

  /** See {@link #direction(Traffic)}. */
  public Traffic direction() {
    return direction;
  }

  /**
   * Memory for frames that were not read yet, in bytes, in the kernel, not swappable; default 32
   * MiB. The larger it is, the longer a pause of the reader may be before frames are lost. When
   * memory is short the ring becomes smaller: see {@link Capture#ringBytes()}.
   */
  public CaptureOptions ringBytes(long bytes) {
    return with(copy -> copy.ringBytes = bytes);
  }

  /** See {@link #ringBytes(long)}. */
  public long ringBytes() {
    return ringBytes;
  }

  /**
   * Bytes of one block, the unit in which frames are handed over: a multiple of the page size from
   * 8 KiB to 64 MiB, or 0, the default: 256 KiB, or more where the interface carries larger frames.
   */
  public CaptureOptions blockBytes(int bytes) {
    return with(copy -> copy.blockBytes = bytes);
  }

  /** See {@link #blockBytes(int)}. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * How long a block that is not full waits for further frames before it is handed over: 1 ms to 1
   * s; default 5 ms. On a quiet interface a frame waits half of it on average; a short one costs a
   * wake-up per timeout.
   */
  public CaptureOptions blockTimeout(Duration timeout) {
    return with(copy -> copy.blockTimeout = timeout);
  }

  /** See {@link #blockTimeout(Duration)}. */
  public Duration blockTimeout() {
    return blockTimeout;
  }

  /** Whether a VLAN tag that the kernel took out of a frame is put back; default true. */
  public CaptureOptions restoreVlanTags(boolean on) {
    return with(copy -> copy.restoreVlanTags = on);
  }

  /** See {@link #restoreVlanTags(boolean)}. */
  public boolean restoreVlanTags() {
    return restoreVlanTags;
  }

  /**
   * Whether a frame on the loopback interface is captured as it leaves and again as it arrives;
   * default false: only as it arrives.
   */
  public CaptureOptions loopbackTwice(boolean on) {
    return with(copy -> copy.loopbackTwice = on);
  }

  /** See {@link #loopbackTwice(boolean)}. */
  public boolean loopbackTwice() {
    return loopbackTwice;
  }

  /**
   * Which frames are captured, by what is in them: attached in the kernel before the first frame;
   * default all. It sees frames as they were on the wire, or, when {@link #restoreVlanTags()} is
   * false, as the kernel has them. On several interfaces it is compiled for each link type; frames
   * of a link type on which it means nothing are not selected.
   */
  public CaptureOptions filter(FilterExpression expression) {
    return with(copy -> copy.filter = expression);
  }

  /** See {@link #filter(FilterExpression)}. */
  public FilterExpression filter() {
    return filter;
  }

  /**
   * What happens when an interface that was named is not there; default {@link Absence#FAIL}.
   * Without effect on all interfaces.
   */
  public CaptureOptions absence(Absence when) {
    return with(copy -> copy.absence = when);
  }

  /** See {@link #absence(Absence)}. */
  public Absence absence() {
    return absence;
  }

  /**
   * Where the interfaces are: a name of {@code ip-netns(8)}, the number of a process, or the path
   * of a namespace's file; default "", that of the thread that opens the capture. To enter another
   * one needs CAP_SYS_ADMIN; no thread of the JVM moves there.
   */
  public CaptureOptions networkNamespace(String name) {
    return with(copy -> copy.networkNamespace = name);
  }

  /** See {@link #networkNamespace(String)}. */
  public String networkNamespace() {
    return networkNamespace;
  }

  /**
   * Path of the program {@code framering-helper} that opens the socket, so that this process needs
   * no privilege: {@link CaptureHelper#installed()}; default "", which is none. The filter is
   * locked in the kernel: who has the socket can't change it. Of several interfaces none that is
   * deleted can be followed then. Not with another {@link #networkNamespace()}.
   */
  public CaptureOptions helper(String path) {
    return with(copy -> copy.helper = path);
  }

  /** See {@link #helper(String)}. */
  public String helper() {
    return helper;
  }
}
