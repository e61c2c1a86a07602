// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * All native methods. The public methods need no ring: numbers and bytes go in and out, never an
 * address, so any caller may call them.
 */
public final class Native {
  // enum framering_call
  @java.lang.annotation.Native public static final int CALL_NONE = 0;
  @java.lang.annotation.Native static final int CALL_INTERFACES = 7;
  @java.lang.annotation.Native static final int CALL_FILTER = 11;

  // What open0 fills in for each ring.
  @java.lang.annotation.Native static final int OPENED_HANDLE = 0;
  @java.lang.annotation.Native static final int OPENED_ADDRESS = 1;
  @java.lang.annotation.Native static final int OPENED_SIZE = 2;
  @java.lang.annotation.Native static final int OPENED_BLOCK_SIZE = 3;
  @java.lang.annotation.Native static final int OPENED_FAILED_CALL = 4;
  @java.lang.annotation.Native static final int OPENED_LENGTH = 5;

  /** A bit in the result of {@link #next0}, besides the index: {@link #lost0} is not 0. */
  @java.lang.annotation.Native static final int LOSS = 1 << 30;

  // What statistics0 fills in.
  @java.lang.annotation.Native public static final int RECEIVED = 0;
  @java.lang.annotation.Native public static final int DROPPED = 1;
  @java.lang.annotation.Native public static final int FREEZES = 2;
  @java.lang.annotation.Native public static final int STATISTICS_LENGTH = 3;

  // What records0 fills in.
  @java.lang.annotation.Native static final int RECORDS_DISTANCE = 0;
  @java.lang.annotation.Native static final int RECORDS_BYTES = 1;
  @java.lang.annotation.Native static final int RECORDS_LENGTH = 2;

  // struct framering_interface
  @java.lang.annotation.Native public static final int INTERFACE_INDEX = 0;
  @java.lang.annotation.Native public static final int INTERFACE_FLAGS = 4;
  @java.lang.annotation.Native public static final int INTERFACE_HARDWARE_TYPE = 8;
  @java.lang.annotation.Native public static final int INTERFACE_MTU = 12;
  @java.lang.annotation.Native public static final int INTERFACE_NAME = 20;
  @java.lang.annotation.Native public static final int INTERFACE_MISSED = 40;
  @java.lang.annotation.Native public static final int INTERFACE_SIZE = 48;

  // What transmitStatistics0 fills in.
  @java.lang.annotation.Native public static final int SENT = 0;
  @java.lang.annotation.Native public static final int SENT_BYTES = 1;
  @java.lang.annotation.Native public static final int REFUSED_LENGTH = 2;
  @java.lang.annotation.Native public static final int REFUSED_ROOM = 3;
  @java.lang.annotation.Native public static final int TRANSMIT_STATISTICS_LENGTH = 4;

  private Native() {}

  /**
   * Compiles a pcap-filter(7) expression; see {@code framering_compile()}.
   *
   * @param expression in UTF-8
   * @param linkType a LINKTYPE_ value
   * @param result its first element becomes a {@code long[]} of instructions, or the {@code byte[]}
   *     of libpcap's message, or null when there was no memory for either
   * @return 0, or a negative errno
   */
  public static int compile(
      byte[] expression, int linkType, int snapLength, boolean optimize, Object[] result) {
    NativeLibrary.load();
    return compile0(expression, linkType, snapLength, optimize, result);
  }

  /**
   * Gives up root's privileges; see {@code framering_drop_privileges()}.
   *
   * @param user in UTF-8
   * @param failedCall its first element becomes the call that failed, for {@link #callName}
   * @return 0, or a negative errno
   */
  public static int dropPrivileges(byte[] user, int[] failedCall) {
    NativeLibrary.load();
    return dropPrivileges0(user, failedCall);
  }

  /** {@code geteuid(2)}. */
  public static int effectiveUser() {
    NativeLibrary.load();
    return effectiveUser0();
  }

  /** The name of a value of {@code enum framering_call}; see {@code framering_call_name()}. */
  public static String callName(int call) {
    NativeLibrary.load();
    return callName0(call);
  }

  /**
   * Calls a native method, which a JVM may forbid although it has loaded the library.
   *
   * @throws IllegalCallerException when this module has no native access
   */
  static void link() {
    callName0(CALL_NONE);
  }

  /**
   * The interfaces of a network namespace, each a {@code struct framering_interface}; see {@code
   * framering_interfaces_in()}.
   *
   * @param networkNamespace path of its file; null for the calling thread's
   */
  public static ByteBuffer interfaces(String networkNamespace, Ring.Failure failure) {
    NativeLibrary.load();
    int[] failedCall = new int[1];
    try (Arena arena = Arena.ofConfined()) {
      long path = RingOptions.text(networkNamespace, arena).address();
      return interfaces(
          (list, capacity) -> list0(path, list, capacity, failedCall),
          errno -> failure.toException(errno, callName(failedCall[0])));
    }
  }

  /** Fills at most {@code capacity} elements, and returns the number of interfaces, or -errno. */
  interface Listing {
    int list(long address, int capacity);
  }

  static ByteBuffer interfaces(Listing source, IntFunction<RuntimeException> failure) {
    for (int capacity = 64; ; ) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment list = arena.allocate((long) capacity * INTERFACE_SIZE, Long.BYTES);
        int count = source.list(list.address(), capacity);
        if (count < 0) {
          throw failure.apply(-count);
        }
        if (count <= capacity) {
          ByteBuffer copy = ByteBuffer.allocate(count * INTERFACE_SIZE);
          copy.order(ByteOrder.nativeOrder()).put(0, list.asByteBuffer(), 0, copy.capacity());
          return copy;
        }
        capacity = count + 16;
      }
    }
  }

  /** {@code strerror(3)}. */
  public static String errorText(int errno) {
    NativeLibrary.load();
    return errorText0(errno);
  }

  private static native int compile0(
      byte[] expression, int linkType, int snapLength, boolean optimize, Object[] result);

  private static native int dropPrivileges0(byte[] user, int[] failedCall);

  private static native int effectiveUser0();

  private static native String callName0(int call);

  private static native String errorText0(int errno);

  private static native int list0(long path, long list, int capacity, int[] failedCall);

  // For the other classes of this package. A handle is the address of a struct framering.

  static native int open0(long options, int count, long[] opened);

  static native void close0(long handle);

  static native int next0(long handle, int timeoutMillis);

  static native int awaitChange0(long handle, int timeoutMillis);

  static native int follow0(long handle, long indices);

  static native int interfaces0(long handle, long list, int capacity);

  static native int statistics0(long handle, long[] statistics);

  static native long lentBytes0(long handle);

  static native long lost0(long handle);

  static native void drain0(long handle);

  static native void stop0(long handle);

  static native String fault0(long handle);

  static native int failedCall0(long handle);

  /**
   * Encodes frames of a lent block; see {@code framering_write_records()}.
   *
   * @param header address of the first frame's header
   * @param frames from it to the end of the block
   * @param interfaceId negative for pcap
   * @param written receives the distance from the first to the last frame's header, and the bytes
   * @return frames written
   */
  static native int records0(
      long header, int frames, int interfaceId, long to, int room, long[] written);

  /**
   * Runs a program on frames in memory.
   *
   * @param program address of {@code length} instructions
   * @return the number of selected frames, or -EINVAL for a program that C cannot run
   */
  static native int select0(
      long program, int length, long memory, long size, long[] words, int count, int[] selected);

  // A transmitter is the address of a struct framering_transmitter.

  /** Sets the first element of {@code opened} to a transmitter, or to the call that failed. */
  static native int transmitOpen0(long options, long[] opened);

  static native int transmit0(long transmitter, long frames, int count);

  static native int transmitFailedCall0(long transmitter);

  static native void transmitStatistics0(long transmitter, long[] statistics);

  static native void transmitStop0(long transmitter);

  static native void transmitClose0(long transmitter);
}
