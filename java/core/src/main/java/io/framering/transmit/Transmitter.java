// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

import io.framering.capture.CaptureException;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkNamespace;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.VlanTag;
import io.framering.jni.Errno;
import io.framering.jni.Native;
import io.framering.jni.TransmitSocket;
import io.framering.transmit.TransmitException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends frames from one interface, as their bytes are: no checksum is computed, no VLAN tag added,
 * and a short frame is not padded.
 *
 * <pre>{@code
 * try (Transmitter transmitter = Transmitter.open("veth0")) {
 *   transmitter.send(segment); // from the link-layer header on
 *   transmitter.flush();
 * }
 * }</pre>
 *
 * <p><b>Batches.</b> {@code send} copies a frame into a batch of up to 64, which goes to the kernel
 * in one call when it is full, at {@link #flush()}, and at {@link #close()}. So the memory of a
 * frame may end as soon as {@code send} returns, a lent frame's too. Nothing is allocated per
 * frame.
 *
 * <p><b>Room.</b> If the queue of the interface is full or the interface has no carrier, sending
 * waits, at most for the {@linkplain TransmitOptions#patience() patience} of the options; after
 * that frames are refused. So are frames of a wrong length. A refused frame is counted and those
 * after it are sent: see {@link #statistics()} and {@link TransmitOptions#listener}.
 *
 * <p><b>Threads.</b> All methods may be called from any thread at any time. Sending waits in native
 * code, so it belongs on a platform thread.
 *
 * <p><b>Privileges.</b> Opening needs CAP_NET_RAW or a {@linkplain TransmitOptions#helper helper}.
 * Native access is needed as for captures.
 */
public final class Transmitter implements AutoCloseable {
  private static final int MAC_ADDRESSES = 12;
  private static final int TAG = 4;
  private static final ValueLayout.OfInt NETWORK_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String interfaceName;
  private final TransmitSocket socket;
  private final TransmitSocket.Outcome outcome;

  private Transmitter(String interfaceName, TransmitSocket socket, TransmitListener listener) {
    this.interfaceName = interfaceName;
    this.socket = socket;
    outcome = listener::onFrame;
  }

  /**
   * {@return a transmitter with default options}
   *
   * @param interfaceName the name of the interface
   * @throws TransmitException if it cannot be opened
   */
  public static Transmitter open(String interfaceName) {
    return open(interfaceName, TransmitOptions.defaults());
  }

  /**
   * {@return a transmitter} The interface may be down.
   *
   * @param interfaceName the name of the interface
   * @param options the options
   * @throws TransmitException if it cannot be opened
   * @throws CaptureException if the network namespace does not exist or cannot be entered
   */
  public static Transmitter open(String interfaceName, TransmitOptions options) {
    List<NetworkInterfaces.Interface> present = NetworkInterfaces.list(options.networkNamespace());
    int index =
        present.stream()
            .filter(each -> each.name().equals(interfaceName))
            .mapToInt(NetworkInterfaces.Interface::index)
            .findFirst()
            .orElseThrow(() -> noSuchInterface(interfaceName, present));
    TransmitSocket socket =
        TransmitSocket.open(
            index,
            options.bypassQueue() ? TransmitSocket.QDISC_BYPASS : 0,
            options.sendBuffer(),
            (int) options.patience().toMillis(),
            NetworkNamespace.path(options.networkNamespace()),
            options.helper().isEmpty() ? null : options.helper(),
            (errno, call) -> onOpen(errno, call, interfaceName, options.helper()));
    return new Transmitter(interfaceName, socket, options.listener());
  }

  /**
   * Sends a frame.
   *
   * @param bytes the whole frame, from the link-layer header on: at most 131,072 bytes; not used
   *     after this call
   * @throws TransmitException if a full batch cannot be sent; this frame is then not in it
   * @throws IllegalStateException if the transmitter is closed
   */
  public void send(MemorySegment bytes) {
    send(bytes, 0);
  }

  /**
   * Sends a frame at a certain time. The transmitter waits for it when the batch goes to the
   * kernel, up to 100 microseconds by keeping the processor busy.
   *
   * @param bytes as in {@link #send(MemorySegment)}
   * @param due a value of {@link System#nanoTime()}, not before that of the frame before; 0 for at
   *     once
   * @throws TransmitException if a full batch cannot be sent; this frame is then not in it
   * @throws IllegalStateException if the transmitter is closed
   */
  public void send(MemorySegment bytes, long due) {
    send(bytes, 0, Math.toIntExact(bytes.byteSize()), due);
  }

  /**
   * Sends the captured bytes of a frame; a VLAN tag that the kernel stripped is put back. If the
   * {@linkplain Frame#checksum() checksum} of a captured frame was left to the card, it stays
   * wrong.
   *
   * @param frame the frame; not used after this call
   * @throws TransmitException if a full batch cannot be sent; this frame is then not in it
   * @throws IllegalStateException if the transmitter is closed
   */
  public void send(Frame frame) {
    send(frame, 0);
  }

  /**
   * Sends the captured bytes of a frame at a certain time: see {@link #send(Frame)} and {@link
   * #send(MemorySegment, long)}.
   *
   * @param frame the frame; not used after this call
   * @param due a value of {@link System#nanoTime()}, not before that of the frame before; 0 for at
   *     once
   * @throws TransmitException if a full batch cannot be sent; this frame is then not in it
   * @throws IllegalStateException if the transmitter is closed
   */
  public void send(Frame frame, long due) {
    if (frame.vlanTag() == VlanTag.STRIPPED && frame.capturedLength() >= MAC_ADDRESSES) {
      sendTagged(frame, due);
    } else {
      send(frame.memory(), frame.offset(), frame.capturedLength(), due);
    }
  }

  /**
   * Sends the frames of a batch: see {@link #send(Frame)}.
   *
   * @param batch the batch; not used after this call
   * @throws TransmitException if a full batch cannot be sent
   * @throws IllegalStateException if the transmitter is closed
   */
  public void send(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      send(frame);
    }
  }

  private void sendTagged(Frame frame, long due) {
    int length = frame.capturedLength();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment tagged = arena.allocate(length + TAG);
      MemorySegment.copy(frame.memory(), frame.offset(), tagged, 0, MAC_ADDRESSES);
      tagged.set(NETWORK_INT, MAC_ADDRESSES, frame.vlanTpid() << 16 | frame.vlanTci());
      MemorySegment.copy(
          frame.memory(),
          frame.offset() + MAC_ADDRESSES,
          tagged,
          MAC_ADDRESSES + TAG,
          length - MAC_ADDRESSES);
      send(tagged, 0, length + TAG, due);
    }
  }

  private void send(MemorySegment memory, long offset, int length, long due) {
    while (!socket.add(memory, offset, length, due)) {
      flush();
    }
  }

  /**
   * Sends the frames that wait, and returns when the kernel has all of them or they were refused.
   *
   * @throws TransmitException if that is impossible: the frames wait for another attempt
   * @throws IllegalStateException if the transmitter is closed
   */
  public void flush() {
    int errno = socket.transmit(outcome);
    if (errno != 0) {
      throw onSend(errno);
    }
  }

  /** {@return the counts since the transmitter was opened} */
  public TransmitStatistics statistics() {
    long[] counts = new long[Native.TRANSMIT_STATISTICS_LENGTH];
    socket.statistics(counts);
    return new TransmitStatistics(
        counts[Native.SENT],
        counts[Native.SENT_BYTES],
        counts[Native.REFUSED_LENGTH],
        counts[Native.REFUSED_ROOM],
        socket.waiting());
  }

  /**
   * Sends the frames that wait, and closes the socket. If another thread is sending, that ends
   * instead, with an {@link IllegalStateException} in that thread, and the frames that wait are
   * never sent. Idempotent.
   *
   * @throws TransmitException if the frames that wait cannot be sent; the socket is closed
   */
  @Override
  public void close() {
    try {
      int errno = socket.isClosed() ? 0 : socket.transmitIfIdle(outcome);
      if (errno != 0 && errno != Errno.ECANCELED) {
        throw (TransmitException) onSend(errno);
      }
    } finally {
      socket.close();
    }
  }

  private static TransmitException noSuchInterface(
      String name, List<NetworkInterfaces.Interface> present) {
    String names =
        present.stream().map(NetworkInterfaces.Interface::name).collect(Collectors.joining(", "));
    return new TransmitException(
        Reason.NO_SUCH_INTERFACE,
        Errno.ENODEV,
        name + ": no such interface; this host has " + (names.isEmpty() ? "none" : names));
  }

  private static TransmitException onOpen(
      int errno, String call, String interfaceName, String helper) {
    if (!helper.isEmpty() && errno != Errno.ENODEV) {
      return new TransmitException(
          errno == Errno.EPERM ? Reason.NOT_PERMITTED : Reason.SYSTEM,
          errno,
          helper
              + ": the helper gave no socket: "
              + call
              + " failed: "
              + Native.errorText(errno)
              + "; docs/SECURITY.md describes its installation");
    }
    return switch (errno) {
      case Errno.EPERM ->
          new TransmitException(
              Reason.NOT_PERMITTED,
              errno,
              interfaceName
                  + ": sending needs the capability CAP_NET_RAW: run as root (sudo), or grant it"
                  + " with setpriv --inh-caps +net_raw --ambient-caps +net_raw");
      case Errno.ENODEV -> gone(interfaceName);
      default -> system(errno, call, interfaceName);
    };
  }

  private RuntimeException onSend(int errno) {
    return switch (errno) {
      case Errno.ECANCELED -> new IllegalStateException("the transmitter is closed");
      case Errno.ENODEV -> gone(interfaceName);
      case Errno.ENETDOWN ->
          new TransmitException(
              Reason.INTERFACE_DOWN,
              errno,
              interfaceName
                  + ": the interface is down; bring it up with: ip link set "
                  + interfaceName
                  + " up");
      default -> system(errno, socket.failedCall(), interfaceName);
    };
  }

  private static TransmitException gone(String interfaceName) {
    return new TransmitException(
        Reason.INTERFACE_GONE, Errno.ENODEV, interfaceName + ": the interface was deleted");
  }

  private static TransmitException system(int errno, String call, String interfaceName) {
    return new TransmitException(
        Reason.SYSTEM, errno, interfaceName + ": " + call + " failed: " + Native.errorText(errno));
  }
}
