// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket that sends, and the frames that wait to be handed to the kernel in one call.
 *
 * <p>Any thread may call any method. A lock guards the frames: if two threads changed one, C would
 * read outside their memory.
 */
public final class TransmitSocket extends NativeObject {
  /** Frames per call. */
  public static final int FRAMES_MAX = 64;

  /** Bytes of one frame: the largest that a packet socket accepts is below 128 KiB. */
  public static final int FRAME_BYTES_MAX = 128 << 10;

  // Flags of struct framering_transmit_options.
  @java.lang.annotation.Native public static final int QDISC_BYPASS = 1;

  // Offsets in it.
  @java.lang.annotation.Native private static final int INTERFACE = 0;
  @java.lang.annotation.Native private static final int FLAGS = 4;
  @java.lang.annotation.Native private static final int SEND_BUFFER = 8;
  @java.lang.annotation.Native private static final int PATIENCE = 12;
  @java.lang.annotation.Native private static final int NETWORK_NAMESPACE = 16;
  @java.lang.annotation.Native private static final int HELPER = 24;
  @java.lang.annotation.Native private static final int OPTIONS_SIZE = 32;

  // struct framering_frame
  @java.lang.annotation.Native private static final int BYTES = 0;
  @java.lang.annotation.Native private static final int LENGTH = 8;
  @java.lang.annotation.Native private static final int REFUSED = 12;
  @java.lang.annotation.Native private static final int TIME = 16;
  @java.lang.annotation.Native private static final int FRAME_SIZE = 24;

  private static final NativeCleanup.Kind KIND =
      new NativeCleanup.Kind(
          "io.framering.transmit",
          "transmitter",
          "a transmitter was forgotten before it was closed; its socket stayed open",
          "a transmitter was forgotten while it was sending; its socket stayed open");

  private final long handle;
  private final long[] lastStatistics;

  private final ReentrantLock lock;

  // Changed under the lock.
  private final MemorySegment frames;
  private final MemorySegment bytes;
  private volatile int count;
  private int used;

  private TransmitSocket(long handle) {
    this.handle = handle;
    lastStatistics = new long[Native.TRANSMIT_STATISTICS_LENGTH];
    lock = new ReentrantLock();
    frames = Arena.ofAuto().allocate((long) FRAMES_MAX * FRAME_SIZE, Long.BYTES);
    bytes = Arena.ofAuto().allocate(FRAME_BYTES_MAX);
    super(KIND, closing(handle));
  }

  /** Static, so that it has no reference to the socket. */
  private static Runnable closing(long handle) {
    return () -> Native.transmitClose0(handle);
  }

  /**
   * Opens a socket; see {@code framering_transmit_open()}.
   *
   * @param interfaceIndex 1 or more
   * @param flags {@link #QDISC_BYPASS} or 0
   * @param sendBuffer SO_SNDBUF, 0 for the default
   * @param patienceMillis without progress until frames are refused
   * @param networkNamespace path of its file, or null
   * @param helper path of the program, or null
   */
  public static TransmitSocket open(
      int interfaceIndex,
      int flags,
      int sendBuffer,
      int patienceMillis,
      String networkNamespace,
      String helper,
      Ring.Failure failure) {
    NativeLibrary.load();
    ensureStackToOpen();
    long[] opened = new long[1];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(OPTIONS_SIZE, Long.BYTES);
      ByteBuffer to = struct.asByteBuffer().order(ByteOrder.nativeOrder());
      to.putInt(INTERFACE, interfaceIndex);
      to.putInt(FLAGS, flags);
      to.putInt(SEND_BUFFER, sendBuffer);
      to.putInt(PATIENCE, patienceMillis);
      to.putLong(NETWORK_NAMESPACE, RingOptions.text(networkNamespace, arena).address());
      to.putLong(HELPER, RingOptions.text(helper, arena).address());
      int error = Native.transmitOpen0(struct.address(), opened);
      if (error < 0) {
        String call = Native.callName((int) opened[0]);
        throw failure.toException(-error, call);
      }
    }
    TransmitSocket socket = null;
    try {
      socket = new TransmitSocket(opened[0]);
      return socket;
    } finally {
      if (socket == null) {
        Native.transmitClose0(opened[0]);
      }
    }
  }

  /**
   * Adds a frame, whose bytes are copied.
   *
   * @param due {@link System#nanoTime()} at which it is to be sent, 0 for at once
   * @return whether there was room: if not, the frames must be transmitted first
   * @throws IndexOutOfBoundsException if the bytes are not inside the segment
   * @throws IllegalArgumentException if the frame is longer than {@link #FRAME_BYTES_MAX}
   */
  public boolean add(MemorySegment from, long offset, int length, long due) {
    if (length > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame of " + length + " bytes: at most " + FRAME_BYTES_MAX + " can be sent");
    }
    lock.lock();
    try {
      return addLocked(from, offset, length, due);
    } finally {
      lock.unlock();
    }
  }

  private boolean addLocked(MemorySegment from, long offset, int length, long due) {
    int before = count;
    if (before == FRAMES_MAX || used + length > FRAME_BYTES_MAX) {
      return false;
    }
    MemorySegment.copy(from, offset, bytes, used, length);
    long frame = (long) before * FRAME_SIZE;
    frames.set(JAVA_LONG, frame + BYTES, bytes.address() + used);
    frames.set(JAVA_INT, frame + LENGTH, length);
    frames.set(JAVA_LONG, frame + TIME, due);
    used += length;
    count = before + 1;
    return true;
  }

  /** The number of frames that wait; during a call of {@link #transmit} those before it. */
  public int waiting() {
    return count;
  }

  /** What became of a frame. */
  public interface Outcome {
    /**
     * @param refused 0, or the errno
     * @param time of {@link System#nanoTime()} at which it was handed to the kernel, if it was
     */
    void of(int refused, long time);
  }

  /**
   * Sends or refuses all frames; see {@code framering_transmit()}. After an error, frames that were
   * neither sent nor refused wait.
   *
   * @param outcome is called for each frame, in their order
   * @return 0, or an errno
   */
  public int transmit(Outcome outcome) {
    lock.lock();
    try {
      return transmitLocked(outcome);
    } finally {
      lock.unlock();
    }
  }

  /** Like {@link #transmit}, but does nothing if another thread is sending. */
  public int transmitIfIdle(Outcome outcome) {
    if (!lock.tryLock()) {
      return 0;
    }
    try {
      return transmitLocked(outcome);
    } finally {
      lock.unlock();
    }
  }

  private int transmitLocked(Outcome outcome) {
    if (!enter()) {
      return Errno.ECANCELED;
    }
    try {
      int all = count;
      int done = 0;
      int result = 0;
      while (done < all && result >= 0) {
        long next = frames.address() + (long) done * FRAME_SIZE;
        result = Native.transmit0(handle, next, all - done);
        done += Math.max(result, 0);
      }
      tell(done, outcome);
      keepFrom(done);
      return Math.max(-result, 0);
    } finally {
      leave();
    }
  }

  private void tell(int done, Outcome outcome) {
    for (int i = 0; i < done; i++) {
      long frame = (long) i * FRAME_SIZE;
      outcome.of(frames.get(JAVA_INT, frame + REFUSED), frames.get(JAVA_LONG, frame + TIME));
    }
  }

  private void keepFrom(int first) {
    int left = count - first;
    MemorySegment.copy(frames, (long) first * FRAME_SIZE, frames, 0, (long) left * FRAME_SIZE);
    used = left == 0 ? 0 : used;
    count = left;
  }

  /** The name of the call that failed when {@link #transmit} last returned an errno. */
  public String failedCall() {
    if (!enter()) {
      return "";
    }
    try {
      return Native.callName(Native.transmitFailedCall0(handle));
    } finally {
      leave();
    }
  }

  /** Reads the counts of {@code framering_transmit_statistics()}. Any thread, any time. */
  public void statistics(long[] counts) {
    if (enterClosed()) {
      try {
        Native.transmitStatistics0(handle, counts);
      } finally {
        leave();
      }
    } else {
      System.arraycopy(lastStatistics, 0, counts, 0, counts.length);
    }
  }

  @Override
  void readLast() {
    Native.transmitStatistics0(handle, lastStatistics);
  }

  @Override
  void cancel() {
    Native.transmitStop0(handle);
  }
}
