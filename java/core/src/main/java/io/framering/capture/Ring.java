package io.framering.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.framering.capture.NetworkInterfaces.Interface;
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
 * The border to {@code framering.h}: one open ring, and who uses it.
 *
 * <p>The native ring must outlive every native call and every lent block, whichever thread closes
 * it and when. So its users are counted: the one who opened it, each native call, each lent block.
 * The last one to leave frees it; nobody enters after {@link #close()}. What nobody leaves and
 * nobody can reach any more, {@link RingCleanup} frees.
 *
 * <p>An error between entering and leaving, such as a {@link StackOverflowError} or an {@link
 * OutOfMemoryError}, must not keep a user in for ever: see {@link #ensureStack()}.
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

  /** In what {@link #next} returns, beside the index: {@link #lost} is not 0. */
  @Native static final int LOSS = 1 << 30;

  /** {@code FRAMERING_CALL_FILTER} of {@code enum framering_call}. */
  @Native private static final int CALL_FILTER = 11;

  // errno(3)
  @Native static final int EPERM = 1;
  @Native static final int ENOENT = 2;
  @Native static final int ENOMEM = 12;
  @Native static final int EACCES = 13;
  @Native static final int ENODEV = 19;
  @Native static final int EINVAL = 22;
  @Native static final int EMFILE = 24;
  @Native static final int EPIPE = 32;
  @Native static final int EPROTO = 71;
  @Native static final int EBADMSG = 74;
  @Native static final int ENETDOWN = 100;
  @Native static final int ENAMETOOLONG = 36;
  @Native static final int ECONNRESET = 104;
  @Native static final int ETIMEDOUT = 110;
  @Native static final int ESTALE = 116;
  @Native static final int ECANCELED = 125;

  private static final int CLOSED = 1 << 30;

  /** Calls, several KiB of stack: more than leaving takes, and freeing the ring with it. */
  private static final int CALLS_TO_LEAVE = 128;

  /** For {@link MissedFrames}: an index that none has. */
  static final Set<Integer> NO_INTERFACE = Set.of(0);

  private final long handle;
  private final long address;
  private final long size;
  private final int blockSize;

  /** Users, and {@link #CLOSED}. The opener is one. */
  private final AtomicInteger users = new AtomicInteger(1);

  private final InterfaceTable interfaces = new InterfaceTable(this::readInterfaces);
  private final MissedFrames missed;
  private final CountDownLatch freed = new CountDownLatch(1);
  private volatile CaptureStatistics statistics = CaptureStatistics.NONE;

  /** Of the last attempt to read the counts; 0 when they are known. */
  private volatile int countingError;

  /** Frames of the blocks that were lent. Written by the thread that reads. */
  private volatile long lentFrames;

  /** The last field: what it watches over is whole. */
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

  /** Static, as what it makes must not lead to the ring. */
  private static RingCleanup cleanup(Ring ring, long handle, AtomicInteger users) {
    return RingCleanup.of(ring, () -> close0(handle), () -> (users.get() & CLOSED) != 0);
  }

  /**
   * Opens rings that share the frames, or returns null when the kernel does not take the filter.
   *
   * @param interfaces indices, 0 for one that is absent; none for all
   * @param snapLength bytes kept of each frame
   * @param filter classic BPF, see {@link Bpf}; none for all frames
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
      throw failure.toException(-result, callName0(call));
    }
    return of(opened, wanted);
  }

  /**
   * Opens a ring that lends these frames again and again; see {@code framering_rehearse()}.
   *
   * @param duration after which it ends; {@link Timeout} says what is without end
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
        throw failure.toException(-result, callName0((int) opened[OPENED_FAILED_CALL]));
      }
      return of(opened, NO_INTERFACE).getFirst();
    }
  }

  /** Says what a failed {@link #open} or {@link #rehearse} means. */
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
   * Takes part in the ring, so that it stays. Each success is matched by one {@link #leave()}, also
   * when what is done between them throws.
   *
   * @return false when the ring is closed
   * @throws StackOverflowError when there may not be enough stack to leave it
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

  /** As {@link #enter()}, for a closed ring too that has not been freed yet. */
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
      // The counts stay those that were read last. The ring must not stay with them.
    } finally {
      try {
        cleanup.free();
      } finally {
        freed.countDown();
      }
    }
  }

  /**
   * Throws {@link StackOverflowError} where there is not enough stack to end what is begun: before
   * it is begun, so that nothing has to be undone.
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
   * Releases the block that was lent and waits for the next; see {@code framering_next()}. For one
   * thread at a time, between {@link #enter()} and {@link #leave()}.
   *
   * @param timeoutMillis negative for no end
   * @return the index of the block, and {@link #LOSS} when frames were lost before it; or a
   *     negative errno
   */
  int next(int timeoutMillis) {
    return next0(handle, timeoutMillis);
  }

  /**
   * Waits until an interface has changed; see {@code framering_await_change()}. As {@link #next}.
   *
   * @return a negative errno
   */
  int awaitChange(int timeoutMillis) {
    return awaitChange0(handle, timeoutMillis);
  }

  /**
   * Says where the interfaces are now; see {@code framering_follow()}. As {@link #next}.
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
      return List.of(); // closed: nobody can say any more
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
   * Writes frames of the lent block as records of a capture file; see {@code
   * framering_write_records()}. As {@link #next}.
   *
   * @param header address of the first one's header
   * @param frames from it to the end of the block
   * @param interfaceId negative for pcap
   * @param last takes how far the last one's header is behind the first one's, and the bytes
   *     written
   * @return frames written
   */
  static int records(long header, int frames, int interfaceId, long to, int room, long[] last) {
    return records0(header, frames, interfaceId, to, room, last);
  }

  /** Bytes on the wire of the frames of the block that is lent. As {@link #next}. */
  long lentBytes() {
    return lentBytes0(handle);
  }

  /** Frames lost before the block that was lent last. As {@link #next}. */
  long lost() {
    return lost0(handle);
  }

  /** The field that was out of range when {@link #next} returned {@link #EBADMSG}. */
  String fault() {
    return fault0(handle);
  }

  /** The call that failed when {@link #next}, {@link #awaitChange} or {@link #follow} did. */
  String failedCall() {
    return callName(failedCall0(handle));
  }

  /** Of {@code framering_call_name()}. */
  static String callName(int call) {
    return callName0(call);
  }

  /** What {@code strerror(3)} says. */
  static String errorText(int errno) {
    NativeLibrary.load();
    return errorText0(errno);
  }

  /**
   * The memory of a lent block, read-only, for as long as {@code lifetime}. Whoever holds it, or a
   * part of it, holds this ring.
   */
  @SuppressWarnings("restricted") // the kernel's memory: nobody else can say how long it is
  MemorySegment block(int index, Arena lifetime) {
    return MemorySegment.ofAddress(address + (long) index * blockSize)
        .reinterpret(blockSize, lifetime, _ -> Reference.reachabilityFence(this))
        .asReadOnly();
  }

  /** Makes {@link #next} return {@link #ECANCELED}, now and ever after. Any thread, any time. */
  void stop() {
    if (enter()) {
      try {
        stop0(handle);
      } finally {
        leave();
      }
    }
  }

  /** A block of this many frames was lent. For the thread that reads. */
  void countLent(int frames) {
    lentFrames += frames;
  }

  /**
   * The counts up to now; when the ring was freed, the last ones. Any thread, any time.
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

  /** The errno with which {@link #statistics} could not be brought up to date, or 0. */
  int countingError() {
    return countingError;
  }

  private synchronized void readStatistics(boolean ended) {
    long lent = lentFrames; // first: a frame is received before it is lent
    long[] counts = new long[3];
    countingError = -statistics0(handle, counts);
    if (countingError != 0) {
      return; // those that are known grow old: countingError() tells
    }
    long received = counts[0];
    long dropped = counts[1];
    long discarded = ended ? Math.max(0, received - dropped - lent) : 0;
    long frames = missed.count(this::listInterfaces);
    statistics = new CaptureStatistics(received, dropped, counts[2], frames, discarded);
  }

  /**
   * Makes {@link #next} return {@link #ECANCELED} once what has arrived was lent; see {@code
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
    boolean interrupted = false;
    while (freed.getCount() > 0) {
      try {
        freed.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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

  private static native String callName0(int call);

  private static native String errorText0(int errno);
}
