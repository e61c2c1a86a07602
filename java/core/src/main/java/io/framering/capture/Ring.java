package io.framering.capture;

import static io.framering.jni.Native.callName;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.internal.Interrupts;
import io.framering.jni.NativeLibrary;
import java.lang.annotation.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The border to {@code framering.h}: an open ring and its users.
 *
 * <p>The native ring must outlive every native call and every lent block, no matter which thread
 * closes it and when. So its users are counted: the opener, each native call, each lent block. The
 * last one to leave frees it; no user can enter after {@link #close()}. {@link RingCleanup} frees a
 * ring that became unreachable without being left.
 *
 * <p>An error between entering and leaving, such as a {@link StackOverflowError} or an {@link
 * OutOfMemoryError}, must not leave a user counted forever: see {@link #ensureStack()}.
 */
final class Ring {
  @Native static final int PROMISCUOUS = 1;
  @Native static final int IGNORE_OUTGOING = 1 << 1;
  @Native static final int ONLY_OUTGOING = 1 << 2;
  @Native static final int LOOPBACK_ONCE = 1 << 3;
  @Native static final int RESTORE_VLAN = 1 << 4;
  @Native static final int FOLLOW = 1 << 8;

  @Native static final int INTERFACES_MAX = 64;
  @Native static final int RINGS_MAX = 64;

  // What open0 fills in for each ring, and rehearse0 for one.
  @Native private static final int OPENED_HANDLE = 0;
  @Native private static final int OPENED_ADDRESS = 1;
  @Native private static final int OPENED_SIZE = 2;
  @Native private static final int OPENED_BLOCK_SIZE = 3;
  @Native private static final int OPENED_FAILED_CALL = 4;
  @Native private static final int OPENED_LENGTH = 5;

  /** A bit in the result of {@link #next}, besides the index: {@link #lost} is not 0. */
  @Native static final int LOSS = 1 << 30;

  /** {@code FRAMERING_CALL_FILTER} of {@code enum framering_call}. */
  @Native private static final int CALL_FILTER = 11;

  private static final int CLOSED = 1 << 30;

  /** Depth of calls, several KiB of stack: more than leaving and freeing the ring needs. */
  private static final int CALLS_TO_LEAVE = 128;

  /** For {@link MissedFrames}: an index that no interface has. */
  static final Set<Integer> NO_INTERFACE = Set.of(0);

  private final long handle;
  private final long address;
  private final long size;
  private final int blockSize;

  /** Number of users, plus {@link #CLOSED}. The opener is one. */
  private final AtomicInteger users = new AtomicInteger(1);

  private final InterfaceTable interfaces = new InterfaceTable(this::readInterfaces);
  private final MissedFrames missed;
  private final CountDownLatch freed = new CountDownLatch(1);
  private volatile CaptureStatistics statistics = CaptureStatistics.NONE;

  /** The error of the last attempt to read the counts; 0 if they are known. */
  private volatile int countingError;

  /** Frames of the lent blocks. Written by the reading thread. */
  private volatile long lentFrames;

  /** The last field, so that the ring is complete when the cleanup is registered. */
  private final RingCleanup cleanup;

  private Ring(long[] opened, Set<Integer> wanted) {
    handle = opened[OPENED_HANDLE];
    address = opened[OPENED_ADDRESS];
    size = opened[OPENED_SIZE];
    blockSize = (int) opened[OPENED_BLOCK_SIZE];
    missed = new MissedFrames(wanted, listInterfaces());
    cleanup = cleanup(this, handle, users);
  }

  /** Takes over the rings that were opened, or closes them. */
  private static List<Ring> of(long[] opened, Set<Integer> wanted) {
    List<Ring> rings = new ArrayList<>();
    int next = 0;
    try {
      for (; next < opened.length; next += OPENED_LENGTH) {
        rings.add(new Ring(Arrays.copyOfRange(opened, next, next + OPENED_LENGTH), wanted));
      }
      return rings;
    } finally {
      if (next < opened.length) {
        for (; next < opened.length; next += OPENED_LENGTH) {
          close0(opened[next + OPENED_HANDLE]);
        }
        rings.forEach(Ring::close);
      }
    }
  }

  /** Static, so that the cleanup has no reference to the ring. */
  private static RingCleanup cleanup(Ring ring, long handle, AtomicInteger users) {
    return RingCleanup.of(ring, () -> close0(handle), () -> (users.get() & CLOSED) != 0);
  }

  /**
   * Opens rings that share the frames, or returns null when the kernel does not take the filter.
   *
   * @param interfaces indices, 0 for an absent one; empty for all
   * @param snapLength bytes kept of each frame
   * @param filter classic BPF, see {@link io.framering.filter.LiveFilter#kernelProgram}; none for
   *     all frames
   * @param count how many; one has all frames
   * @param failure turns the failed call and its errno into an exception
   */
  static List<Ring> open(
      int[] interfaces,
      CaptureOptions options,
      int snapLength,
      long[] filter,
      int count,
      OpenFailure failure) {
    NativeLibrary.load();
    ensureStack();
    Set<Integer> wanted = Arrays.stream(interfaces).boxed().collect(Collectors.toSet());
    long[] opened = new long[count * OPENED_LENGTH];
    int result =
        open0(
            interfaces,
            flags(options),
            count,
            snapLength,
            options.blockBytes(),
            options.ringBytes(),
            (int) options.blockTimeout().toMillis(),
            filter,
            NetworkNamespace.path(options.networkNamespace()),
            CaptureHelper.path(options.helper()),
            opened);
    if (result < 0) {
      int call = (int) opened[OPENED_FAILED_CALL];
      if (call == CALL_FILTER && filter.length > 0) {
        return null;
      }
      throw failure.toException(-result, callName(call));
    }
    return of(opened, wanted);
  }

  /**
   * Opens a ring for a warm-up, which lends these frames repeatedly; see {@code
   * framering_rehearse()}.
   *
   * @param duration after which it ends; see {@link Timeout} for no end
   * @param failure turns the failed call and its errno into an exception
   */
  static Ring rehearse(ExampleFrames frames, Duration duration, OpenFailure failure) {
    NativeLibrary.load();
    ensureStack();
    int milliseconds = Timeout.toMillis(duration);
    long[] opened = new long[OPENED_LENGTH];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, frames.bytes());
      MemorySegment lengths = arena.allocateFrom(JAVA_INT, frames.lengths());
      int result =
          rehearse0(
              bytes.address(),
              bytes.byteSize(),
              lengths.address(),
              frames.lengths().length,
              milliseconds,
              opened);
      if (result < 0) {
        throw failure.toException(-result, callName((int) opened[OPENED_FAILED_CALL]));
      }
      return of(opened, NO_INTERFACE).getFirst();
    }
  }

  /** Creates the exception for a failed {@link #open} or {@link #rehearse}. */
  interface OpenFailure {
    CaptureException toException(int errno, String callName);
  }

  private static int flags(CaptureOptions options) {
    return (options.promiscuous() ? PROMISCUOUS : 0)
        | (options.loopbackTwice() ? 0 : LOOPBACK_ONCE)
        | (options.restoreVlanTags() ? RESTORE_VLAN : 0)
        | (options.absence() == CaptureOptions.Absence.FAIL ? 0 : FOLLOW)
        | switch (options.direction()) {
          case IN -> IGNORE_OUTGOING;
          case OUT -> ONLY_OUTGOING;
          case BOTH -> 0;
        };
  }

  /** Bytes of the ring. */
  long size() {
    return size;
  }

  /**
   * Becomes a user of the ring, which keeps it open. Each success must be matched by one {@link
   * #leave()}, also after an exception.
   *
   * @return false if the ring is closed
   * @throws StackOverflowError if there may not be enough stack to leave it
   */
  boolean enter() {
    ensureStack();
    for (; ; ) {
      int now = users.get();
      if ((now & CLOSED) != 0) {
        return false;
      }
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Like {@link #enter()}, but also for a closed ring that has not been freed yet. */
  private boolean enterClosed() {
    ensureStack();
    for (; ; ) {
      int now = users.get();
      if (now == CLOSED) {
        return false;
      }
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Ends one {@link #enter()}. The last user of a closed ring frees it. */
  void leave() {
    if (users.decrementAndGet() == CLOSED) {
      free();
    }
  }

  private void free() {
    try {
      readStatistics(true);
    } catch (Throwable unknown) {
      // The counts stay as last read; the ring must be freed all the same.
    } finally {
      try {
        cleanup.free();
      } finally {
        freed.countDown();
      }
    }
  }

  /**
   * Throws {@link StackOverflowError} if there is not enough stack to finish an operation, before
   * it begins, so that nothing must be undone.
   */
  static void ensureStack() {
    useStack(CALLS_TO_LEAVE);
  }

  private static int useStack(int calls) {
    return calls == 0 ? 0 : 1 + useStack(calls - 1);
  }

  /** Whether {@link #close()} was called. */
  boolean isClosed() {
    return (users.get() & CLOSED) != 0;
  }

  /**
   * Releases the lent block and waits for the next; see {@code framering_next()}. Only one thread
   * at a time, between {@link #enter()} and {@link #leave()}.
   *
   * @param timeoutMillis negative to wait forever
   * @return the index of the block, with {@link #LOSS} if frames were lost before it; or a negative
   *     errno
   */
  int next(int timeoutMillis) {
    return next0(handle, timeoutMillis);
  }

  /**
   * Waits until an interface has changed; see {@code framering_await_change()}. Like {@link #next}.
   *
   * @return a negative errno
   */
  int awaitChange(int timeoutMillis) {
    return awaitChange0(handle, timeoutMillis);
  }

  /**
   * Sets the current interfaces; see {@code framering_follow()}. Like {@link #next}.
   *
   * @return 0 or a negative errno
   */
  int follow(int[] indices) {
    missed.follow(indices);
    return follow0(handle, indices);
  }

  /** The interfaces of the ring's network namespace. Any thread, any time. */
  InterfaceTable interfaces() {
    return interfaces;
  }

  private synchronized List<Interface> readInterfaces() {
    if (!enter()) {
      return List.of(); // closed: the interfaces are unknown now
    }
    try {
      return listInterfaces();
    } finally {
      leave();
    }
  }

  private List<Interface> listInterfaces() {
    return NetworkInterfaces.read(
        (address, capacity) -> interfaces0(handle, address, capacity),
        errno -> CaptureErrors.onListing(errno, CaptureErrors.LISTING, ""));
  }

  /**
   * Encodes frames of the lent block as records of a capture file; see {@code
   * framering_write_records()}. Like {@link #next}.
   *
   * @param header address of the first frame's header
   * @param frames from it to the end of the block
   * @param interfaceId negative for pcap
   * @param last receives the distance from the first to the last frame's header, and the bytes
   *     written
   * @return frames written
   */
  static int records(long header, int frames, int interfaceId, long to, int room, long[] last) {
    return records0(header, frames, interfaceId, to, room, last);
  }

  /** Bytes on the wire of the lent block's frames. Like {@link #next}. */
  long lentBytes() {
    return lentBytes0(handle);
  }

  /** Frames lost before the block lent last. Like {@link #next}. */
  long lost() {
    return lost0(handle);
  }

  /** The field that was out of range when {@link #next} returned {@link Errno#EBADMSG}. */
  String fault() {
    return fault0(handle);
  }

  /** The call that made {@link #next}, {@link #awaitChange} or {@link #follow} fail. */
  String failedCall() {
    return callName(failedCall0(handle));
  }

  /**
   * The memory of a lent block, read-only, valid during {@code lifetime}. A reference to it, or to
   * a part of it, keeps this ring reachable.
   */
  @SuppressWarnings("restricted") // the kernel's memory, whose size only this class knows
  MemorySegment block(int index, Arena lifetime) {
    return MemorySegment.ofAddress(address + (long) index * blockSize)
        .reinterpret(blockSize, lifetime, _ -> Reference.reachabilityFence(this))
        .asReadOnly();
  }

  /**
   * Makes the current and every later {@link #next} return {@link Errno#ECANCELED}. Any thread, any
   * time.
   */
  void stop() {
    if (enter()) {
      try {
        stop0(handle);
      } finally {
        leave();
      }
    }
  }

  /** Counts the frames of a lent block. For the reading thread. */
  void countLent(int frames) {
    lentFrames += frames;
  }

  /**
   * The current counts; after the ring was freed, the last ones. Any thread, any time.
   *
   * @param ended whether no frame will be lent any more
   */
  CaptureStatistics statistics(boolean ended) {
    if (enterClosed()) {
      try {
        readStatistics(ended);
      } finally {
        leave();
      }
    }
    return statistics;
  }

  /** The errno with which {@link #statistics} could not be updated, or 0. */
  int countingError() {
    return countingError;
  }

  private synchronized void readStatistics(boolean ended) {
    long lent = lentFrames; // first, since a frame is received before it is lent
    long[] counts = new long[3];
    countingError = -statistics0(handle, counts);
    if (countingError != 0) {
      return; // the known counts are outdated: countingError() reports it
    }
    long received = counts[0];
    long dropped = counts[1];
    long discarded = ended ? Math.max(0, received - dropped - lent) : 0;
    long frames = missed.count(this::listInterfaces);
    statistics = new CaptureStatistics(received, dropped, counts[2], frames, discarded);
  }

  /**
   * Makes {@link #next} return {@link Errno#ECANCELED} once what has arrived was lent; see {@code
   * framering_finish()}. Any thread, any time.
   */
  void finish() {
    if (enter()) {
      try {
        finish0(handle);
      } finally {
        leave();
      }
    }
  }

  /** Wakes whoever waits, lets nobody in any more, and leaves. Idempotent. Any thread. */
  void close() {
    stop();
    ensureStack();
    int now = users.get();
    while ((now & CLOSED) == 0 && !users.compareAndSet(now, (now | CLOSED) - 1)) {
      now = users.get();
    }
    if (now == 1) {
      free();
    }
  }

  /** Waits until the last user has left a closed ring. */
  void awaitFreed() {
    Interrupts.outlast(freed::await);
  }

  private static native int open0(
      int[] interfaces,
      int flags,
      int count,
      int snapLength,
      int blockSize,
      long ringSize,
      int blockTimeoutMillis,
      long[] filter,
      byte[] networkNamespace,
      byte[] helper,
      long[] opened);

  private static native int rehearse0(
      long framesAddress,
      long framesSize,
      long lengthsAddress,
      int count,
      int milliseconds,
      long[] opened);

  private static native void finish0(long handle);

  private static native int awaitChange0(long handle, int timeoutMillis);

  private static native int follow0(long handle, int[] interfaces);

  private static native int interfaces0(long handle, long address, int capacity);

  private static native int next0(long handle, int timeoutMillis);

  private static native int records0(
      long header, int frames, int interfaceId, long to, int room, long[] last);

  private static native long lentBytes0(long handle);

  private static native long lost0(long handle);

  private static native int statistics0(long handle, long[] counts);

  private static native void stop0(long handle);

  private static native void close0(long handle);

  private static native String fault0(long handle);

  private static native int failedCall0(long handle);
}
