// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Options of a transmitter. Start from {@link #defaults()} and change single options; each change
 * returns new options and does not modify the old ones.
 *
 * <p>A value out of range throws an {@link IllegalArgumentException} that names the range.
 */
public final class TransmitOptions implements Cloneable {
  private static final TransmitOptions DEFAULTS = new TransmitOptions();

  // Changed only in with(), before the copy is published.
  private boolean bypassQueue;
  private int sendBuffer;
  private Duration patience = Duration.ofSeconds(1);
  private TransmitListener listener = (refused, time) -> {};
  private String networkNamespace = "";
  private String helper = "";

  private TransmitOptions() {}

  /** {@return options with everything at its default} */
  public static TransmitOptions defaults() {
    return DEFAULTS;
  }

  private TransmitOptions with(Consumer<TransmitOptions> change) {
    try {
      TransmitOptions copy = (TransmitOptions) clone();
      change.accept(copy);
      copy.check();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void check() {
    require(sendBuffer >= 0, "send buffer of " + sendBuffer + " bytes: must be at least 0");
    require(patience != null, "patience: must not be null");
    require(
        !patience.isNegative() && patience.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
        "patience of " + patience + ": must be 0 to 24 days");
    require(listener != null, "listener: must not be null");
    require(networkNamespace != null, "network namespace: must not be null, but may be empty");
    require(helper != null, "helper: must not be null, but may be empty");
    require(
        helper.isEmpty() || networkNamespace.isEmpty(),
        "the helper opens no socket in another network namespace");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Whether frames skip the queueing discipline of the interface, and so its limits and its
   * fairness towards others; default false. Faster where there is one.
   *
   * @param bypassQueue true to skip it
   * @return changed options
   */
  public TransmitOptions bypassQueue(boolean bypassQueue) {
    return with(copy -> copy.bypassQueue = bypassQueue);
  }

  /** {@return whether frames skip the queueing discipline} */
  public boolean bypassQueue() {
    return bypassQueue;
  }

  /**
   * The memory that frames may occupy below the socket until they have left, {@code SO_SNDBUF} of
   * {@code socket(7)}. If it is smaller than the queue of the interface, the transmitter waits for
   * room without trying again and again.
   *
   * @param bytes 0 for the default of the system, which is also the default here
   * @return changed options
   */
  public TransmitOptions sendBuffer(int bytes) {
    return with(copy -> copy.sendBuffer = bytes);
  }

  /** {@return the memory that frames may occupy below the socket, in bytes; 0 for the default} */
  public int sendBuffer() {
    return sendBuffer;
  }

  /**
   * How long the transmitter waits for room, since a frame was sent last; default 1 s. After that,
   * frames without room are refused, each at once, until one is sent.
   *
   * @param patience 0 to 24 days
   * @return changed options
   */
  public TransmitOptions patience(Duration patience) {
    return with(copy -> copy.patience = patience);
  }

  /** {@return how long the transmitter waits for room} */
  public Duration patience() {
    return patience;
  }

  /**
   * The listener for each frame; none by default.
   *
   * @param listener the listener
   * @return changed options
   */
  public TransmitOptions listener(TransmitListener listener) {
    return with(copy -> copy.listener = listener);
  }

  /** {@return the listener for each frame} */
  public TransmitListener listener() {
    return listener;
  }

  /**
   * The network namespace of the interface. Entering it needs CAP_SYS_ADMIN.
   *
   * @param name a name of {@code ip-netns(8)}, a process ID, or a path; empty, the default, means
   *     the namespace of the calling thread
   * @return changed options
   */
  public TransmitOptions networkNamespace(String name) {
    return with(copy -> copy.networkNamespace = name);
  }

  /** {@return the network namespace of the interface} */
  public String networkNamespace() {
    return networkNamespace;
  }

  /**
   * The program that opens the socket, for a process without privilege.
   *
   * @param path its path, such as {@link io.framering.capture.CaptureHelper#installed()}; empty,
   *     the default, means that this process opens the socket
   * @return changed options
   */
  public TransmitOptions helper(String path) {
    return with(copy -> copy.helper = path);
  }

  /** {@return the path of the program that opens the socket} */
  public String helper() {
    return helper;
  }
}
