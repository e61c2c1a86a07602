// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.filter.FilterExpression;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Options of a capture. Start from {@link #defaults()} and change single options; each change
 * returns new options and does not modify the old ones:
 *
 * <pre>{@code
 * CaptureOptions.defaults().snapLength(128).promiscuous(false)
 * }</pre>
 *
 * <p>A value out of range throws an {@link IllegalArgumentException} that names the range.
 */
public final class CaptureOptions implements Cloneable {
  /** The maximum snap length, as in tcpdump. */
  public static final int MAXIMUM_SNAP_LENGTH = 262_144;

  private static final int MINIMUM_BLOCK = 8 << 10;
  private static final int MAXIMUM_BLOCK = 64 << 20;

  private static final CaptureOptions DEFAULTS = new CaptureOptions();

  /** The direction of captured frames. */
  public enum Traffic {
    /** Frames received by this host. */
    IN,
    /** Frames sent by this host. */
    OUT,
    /** Both. */
    BOTH
  }

  /** What happens if a named interface does not exist or is down. */
  public enum Absence {
    /**
     * An error on opening. Later, if the only interface is deleted, the capture ends with an error.
     * (If an interface goes down, the capture always waits for it.)
     */
    FAIL,
    /**
     * An error on opening. Later, the capture continues: it captures from the next interface of
     * this name, from its first frame on, and follows an interface that is renamed. {@link
     * Capture#onInterfaceEvent} reports it.
     */
    OUTLIVE,
    /**
     * Like {@link #OUTLIVE}, but no error on opening: {@link Capture#awaitInterface} waits for the
     * interface.
     */
    AWAIT
  }

  // Changed only in with(), before the copy is published.
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

  /** {@return options with everything at its default} */
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
   * Sets the number of bytes kept of each frame, 1 to {@value #MAXIMUM_SNAP_LENGTH}; default
   * {@value #MAXIMUM_SNAP_LENGTH}, which keeps every byte. A small value saves ring memory and
   * time: the kernel copies no more than this.
   *
   * @param bytes the number of bytes
   * @return a copy of these options with this setting
   */
  public CaptureOptions snapLength(int bytes) {
    return with(copy -> copy.snapLength = bytes);
  }

  /** {@return the value of {@link #snapLength(int)}} */
  public int snapLength() {
    return snapLength;
  }

  /**
   * Sets promiscuous mode while the capture is open: the interface also delivers frames addressed
   * to other hosts; default true. No effect on a capture from all interfaces.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public CaptureOptions promiscuous(boolean on) {
    return with(copy -> copy.promiscuous = on);
  }

  /** {@return the value of {@link #promiscuous(boolean)}} */
  public boolean promiscuous() {
    return promiscuous;
  }

  /**
   * Sets the direction of captured frames; default {@link Traffic#BOTH}.
   *
   * @param traffic the direction
   * @return a copy of these options with this setting
   */
  public CaptureOptions direction(Traffic traffic) {
    return with(copy -> copy.direction = traffic);
  }

  /** {@return the value of {@link #direction(Traffic)}} */
  public Traffic direction() {
    return direction;
  }

  /**
   * Sets the size of the ring of unread frames, in bytes; default 32 MiB. It is kernel memory, not
   * swappable. The larger it is, the longer the reader may pause before frames are lost. If memory
   * is short, the ring becomes smaller: see {@link Capture#ringBytes()}.
   *
   * @param bytes the number of bytes
   * @return a copy of these options with this setting
   */
  public CaptureOptions ringBytes(long bytes) {
    return with(copy -> copy.ringBytes = bytes);
  }

  /** {@return the value of {@link #ringBytes(long)}} */
  public long ringBytes() {
    return ringBytes;
  }

  /**
   * Sets the bytes of one block, the unit in which the kernel delivers frames: a multiple of the
   * page size from 8 KiB to 64 MiB; or 0, the default: 256 KiB, or more if the interface carries
   * larger frames.
   *
   * @param bytes the number of bytes
   * @return a copy of these options with this setting
   */
  public CaptureOptions blockBytes(int bytes) {
    return with(copy -> copy.blockBytes = bytes);
  }

  /** {@return the value of {@link #blockBytes(int)}} */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Sets the time that a block that is not full waits for further frames before it is delivered: 1
   * ms to 1 s; default 5 ms. On a quiet interface, a frame waits half of it on average; a short
   * timeout costs more wake-ups.
   *
   * @param timeout 1 ms to 1 s
   * @return a copy of these options with this setting
   */
  public CaptureOptions blockTimeout(Duration timeout) {
    return with(copy -> copy.blockTimeout = timeout);
  }

  /** {@return the value of {@link #blockTimeout(Duration)}} */
  public Duration blockTimeout() {
    return blockTimeout;
  }

  /**
   * Sets whether VLAN tags that the kernel stripped are put back into the frames; default true.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public CaptureOptions restoreVlanTags(boolean on) {
    return with(copy -> copy.restoreVlanTags = on);
  }

  /** {@return the value of {@link #restoreVlanTags(boolean)}} */
  public boolean restoreVlanTags() {
    return restoreVlanTags;
  }

  /**
   * Sets whether a frame on the loopback interface is captured twice, outgoing and incoming;
   * default false: only incoming.
   *
   * @param on whether that is so
   * @return a copy of these options with this setting
   */
  public CaptureOptions loopbackTwice(boolean on) {
    return with(copy -> copy.loopbackTwice = on);
  }

  /** {@return the value of {@link #loopbackTwice(boolean)}} */
  public boolean loopbackTwice() {
    return loopbackTwice;
  }

  /**
   * Sets the filter, which is attached in the kernel before the first frame; default: all frames.
   * It sees frames as on the wire, or, if {@link #restoreVlanTags()} is false, in the kernel's
   * form. For several interfaces it is compiled for each link type; frames whose link type the
   * expression does not support are not selected.
   *
   * @param expression the expression
   * @return a copy of these options with this setting
   */
  public CaptureOptions filter(FilterExpression expression) {
    return with(copy -> copy.filter = expression);
  }

  /** {@return the value of {@link #filter(FilterExpression)}} */
  public FilterExpression filter() {
    return filter;
  }

  /**
   * Sets what happens if a named interface does not exist; default {@link Absence#FAIL}. No effect
   * on a capture from all interfaces.
   *
   * @param when what happens
   * @return a copy of these options with this setting
   */
  public CaptureOptions absence(Absence when) {
    return with(copy -> copy.absence = when);
  }

  /** {@return the value of {@link #absence(Absence)}} */
  public Absence absence() {
    return absence;
  }

  /**
   * Sets the network namespace of the interfaces: a name of {@code ip-netns(8)}, the ID of a
   * process, or the path of a namespace's file; default "", the namespace of the thread that opens
   * the capture. Another namespace needs CAP_SYS_ADMIN; no thread of the JVM moves there.
   *
   * @param name the name, ID or path; or ""
   * @return a copy of these options with this setting
   */
  public CaptureOptions networkNamespace(String name) {
    return with(copy -> copy.networkNamespace = name);
  }

  /** {@return the value of {@link #networkNamespace(String)}} */
  public String networkNamespace() {
    return networkNamespace;
  }

  /**
   * Sets the path of the program {@code framering-helper}, which opens the socket, so that this
   * process needs no privilege: {@link CaptureHelper#installed()}; default "", no helper. The
   * filter is locked in the kernel and cannot be changed afterwards. With several interfaces, one
   * that is deleted and created again cannot be followed. Cannot be combined with another {@link
   * #networkNamespace()}.
   *
   * @param path the path, or ""
   * @return a copy of these options with this setting
   */
  public CaptureOptions helper(String path) {
    return with(copy -> copy.helper = path);
  }

  /** {@return the value of {@link #helper(String)}} */
  public String helper() {
    return helper;
  }
}
